package werkmeister.server.http;

import werkmeister.units.Refusal;

import java.util.Locale;
import java.util.Map;

/**
 * Why a request was not done, as RFC 9457 "Problem Details for HTTP APIs" has it.
 *
 * @param type a name for the kind of problem, which is the same for ever
 * @param title the kind of problem in words
 * @param detail one sentence that names the place, the value and what to do
 * @param kind what the caller can do about it, as in {@link Refusal.Kind}, or INTERNAL
 */
record Problem(String type, String title, int status, String detail, String kind) {
    /** The content type of a problem. */
    static final String MEDIA_TYPE = "application/problem+json";

    private static final String INTERNAL = "INTERNAL";

    private static final Map<String, String> TITLES =
            Map.of(
                    "INVALID",
                    "The request is not valid",
                    "UNAUTHENTICATED",
                    "A key is needed",
                    "FORBIDDEN",
                    "The key does not allow this",
                    "NOT_FOUND",
                    "There is no such thing",
                    "CONFLICT",
                    "The state has moved on",
                    "CAPACITY",
                    "A limit is reached",
                    "CORRUPT",
                    "Stored bytes are damaged",
                    INTERNAL,
                    "The server failed");

    static Problem of(int status, Refusal.Kind kind, String detail) {
        return of(status, kind.name(), detail);
    }

    /**
     * What a refusal is on the wire. A request that was read but not accepted is told apart from an
     * unreadable one.
     */
    static Problem of(Refusal refusal, boolean readable) {
        int status =
                switch (refusal.kind()) {
                    case INVALID -> readable ? 422 : 400;
                    case UNAUTHENTICATED -> 401;
                    case FORBIDDEN -> 403;
                    case NOT_FOUND -> 404;
                    case CONFLICT -> 409;
                    case CAPACITY -> 429;
                    case CORRUPT -> 500;
                };
        return of(status, refusal.kind(), String.valueOf(refusal.getMessage()));
    }

    /**
     * A fault of the server; the log tells more under the same id, the caller learns no more than
     * the id.
     */
    static Problem internal(String id) {
        return of(
                500,
                INTERNAL,
                "The server failed to do this. Its log tells more under the id (%s)."
                        .formatted(id));
    }

    static Problem diskFull() {
        return of(
                507,
                Refusal.Kind.CAPACITY,
                "The server's disk is full, nothing was stored: free space on it and send the"
                        + " request again.");
    }

    private static Problem of(int status, String kind, String detail) {
        String name = kind.toLowerCase(Locale.ROOT).replace('_', '-');
        return new Problem(
                "urn:werkmeister:problem:" + name,
                TITLES.getOrDefault(kind, kind),
                status,
                detail,
                kind);
    }
}
