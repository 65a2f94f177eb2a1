package werkmeister.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a route answers when all went well. */
sealed interface Reply {
    /** A record as JSON. */
    record Value(int status, Object body) implements Reply {}

    /**
     * JSON that was already written, as the journal keeps it for the next request with the same
     * Idempotency-Key.
     *
     * @param replayed whether it is an earlier answer
     */
    record Recorded(int status, String json, boolean replayed) implements Reply {}

    /**
     * Bytes of another kind.
     *
     * @param tag names the bytes for If-None-Match, such as their hash
     */
    record Bytes(
            String mediaType,
            OptionalLong length,
            Optional<String> tag,
            Map<String, String> headers,
            Body body)
            implements Reply {}

    /** Where it is to be found instead. */
    record Moved(String path) implements Reply {}

    /** Nothing but the status. */
    record Nothing() implements Reply {}

    /** Writes the bytes of an answer. */
    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    static Reply ok(Object body) {
        return new Value(200, body);
    }

    static Reply created(Object body) {
        return new Value(201, body);
    }
}
