package werkmeister.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import werkmeister.server.auth.Actor;
import werkmeister.server.loop.Caller;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** A request that found its route and whose caller may call it. */
final class Call {
    /** Bytes of a JSON body at most, unless its route takes more. */
    static final int JSON_BYTES_MAX = 1 << 20;

    /** Characters of an Idempotency-Key at most. */
    static final int ONCE_LENGTH_MAX = 128;

    private final ServerRequest request;
    private final Route route;
    private final Map<String, String> path;
    private final Optional<Actor> actor;
    private byte[] json = new byte[0];

    Call(ServerRequest request, Route route, Map<String, String> path, Optional<Actor> actor) {
        this.request = request;
        this.route = route;
        this.path = path;
        this.actor = actor;
    }

    /** Who calls. Asking it of a public route is a mistake in the table. */
    Actor actor() {
        return actor.orElseThrow(() -> new IllegalStateException("A public route has no actor."));
    }

    TenantId tenant() {
        return actor().tenant();
    }

    Route route() {
        return route;
    }

    /** A named part of the path. */
    String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalStateException(
                    "The path (%s) has no part (%s).".formatted(route.path(), name));
        }
        return value;
    }

    /** A named part of the path as what it names; what cannot be a name names nothing. */
    <T> T path(String name, Function<String, T> reader) {
        try {
            return reader.apply(path(name));
        } catch (Refusal e) {
            throw Refusal.notFound("There is no %s (%s).".formatted(name, path(name)));
        }
    }

    Optional<String> query(String name) {
        var query = request.query();
        return query.contains(name)
                ? Optional.of(query.get(name)).filter(value -> !value.isEmpty())
                : Optional.empty();
    }

    String required(String name) {
        return query(name)
                .orElseThrow(() -> unreadable("The parameter (%s) is missing.".formatted(name)));
    }

    /** A parameter read by the record that it stands for. */
    <T> Optional<T> query(String name, Function<String, T> reader) {
        try {
            return query(name).map(reader);
        } catch (Refusal e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    OptionalLong wholeNumber(String name, long least, long most) {
        var text = query(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(text.get());
            if (number >= least && number <= most) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException e) {
            // Said below, in the same words as for a number out of bounds.
        }
        throw unreadable(
                "The parameter %s (%s) must be a whole number from %d to %d."
                        .formatted(name, text.get(), least, most));
    }

    Optional<Instant> instant(String name) {
        var text = query(name);
        try {
            return text.map(Instant::parse);
        } catch (DateTimeException e) {
            throw unreadable(
                    "The parameter %s (%s) must be a time such as 2026-11-23T12:00:00Z."
                            .formatted(name, text.orElse("")));
        }
    }

    boolean flag(String name) {
        return switch (query(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw unreadable(
                            "The parameter %s (%s) must be true or false."
                                    .formatted(name, required(name)));
        };
    }

    /** The JSON body as a record: nothing missing, nothing misspelt. */
    <T> T body(Class<T> type) {
        return JsonBody.read(json, type);
    }

    /** The body as it comes. */
    InputStream stream() {
        return request.content().inputStream();
    }

    /** The body's length, where the caller says it. */
    OptionalLong length() {
        return request.headers().contentLength();
    }

    Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    /**
     * The key under which the request is to be done once, with the request's hash, if it has one;
     * the body is the JSON that was read.
     */
    Optional<Caller.Once> once() {
        return once(Sha256.of(json));
    }

    /** The same for a body that was streamed and hashed on its way. */
    Optional<Caller.Once> once(Sha256 body) {
        return header("Idempotency-Key")
                .map(key -> new Caller.Once(tenant(), checked(key), requestHash(body)));
    }

    void readJson(int bytesMax) throws IOException {
        json = JsonBody.bytes(request, bytesMax);
    }

    private Sha256 requestHash(Sha256 body) {
        var prologue = request.prologue();
        return Sha256.of(
                "%s %s?%s\n%s"
                        .formatted(
                                route.method(),
                                prologue.uriPath().rawPath(),
                                prologue.query().rawValue(),
                                body));
    }

    private static String checked(String key) {
        if (key.isBlank()
                || key.length() > ONCE_LENGTH_MAX
                || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw unreadable(
                    "The Idempotency-Key must be 1 to %d visible ASCII characters."
                            .formatted(ONCE_LENGTH_MAX));
        }
        return key;
    }

    static Unanswerable unreadable(String detail) {
        return new Unanswerable(Problem.of(400, Refusal.Kind.INVALID, detail));
    }
}
