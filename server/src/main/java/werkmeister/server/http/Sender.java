package werkmeister.server.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import werkmeister.server.console.ConsoleFile;
import werkmeister.server.json.Json;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Puts replies and problems on the wire, with the headers that all of them carry. */
final class Sender {
    /**
     * A body that nobody read is skipped up to this length; above it the connection is closed
     * instead.
     */
    private static final long SKIPPED_BYTES_MAX = 1 << 20;

    private static final System.Logger LOG = System.getLogger("werkmeister.server.http");

    private static final Map<String, String> ALWAYS =
            Map.of(
                    "Content-Security-Policy",
                    ConsoleFile.CONTENT_SECURITY_POLICY,
                    "X-Content-Type-Options",
                    "nosniff",
                    "Referrer-Policy",
                    "no-referrer",
                    "Cross-Origin-Opener-Policy",
                    "same-origin",
                    "Cross-Origin-Resource-Policy",
                    "same-origin",
                    "Cache-Control",
                    "no-store");

    private final AtomicLong failures = new AtomicLong();

    void send(Reply reply, ServerRequest request, ServerResponse response) throws IOException {
        ALWAYS.forEach(response::header);
        switch (reply) {
            case Reply.Value(int status, Object body) ->
                    json(status, Json.bytes(body), request, response);
            case Reply.Recorded(int status, String json, boolean replayed) -> {
                if (replayed) {
                    response.header("Idempotency-Replayed", "true");
                }
                json(status, json.getBytes(StandardCharsets.UTF_8), request, response);
            }
            case Reply.Bytes bytes -> bytes(bytes, request, response);
            case Reply.Moved(String path) -> {
                response.header(HeaderNames.LOCATION, path);
                response.status(308).send();
            }
            case Reply.Nothing() -> response.status(204).send();
        }
        if (request.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
            throw closed();
        }
    }

    void send(Unanswerable e, ServerRequest request, ServerResponse response) {
        response.headers().clear();
        ALWAYS.forEach(response::header);
        e.headers().forEach(response::header);
        boolean close =
                hasLongBody(request) || request.headers().contains(HeaderValues.CONNECTION_CLOSE);
        if (close) {
            response.header(HeaderNames.CONNECTION, "close");
        }
        response.status(e.problem().status());
        response.header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
        content(Json.bytes(e.problem()), request, response);
        if (close) {
            skipBody(request);
            throw closed();
        }
    }

    /** Answers what nobody foresaw; the stack goes to the log, its id to the caller. */
    void fail(Exception e, ServerRequest request, ServerResponse response) {
        if (e instanceof RuntimeException gone && isConnections(e)) {
            throw gone; // The caller has gone or does not speak HTTP; Helidon closes the
            // connection.
        }
        String id = "failure-" + failures.incrementAndGet();
        LOG.log(
                System.Logger.Level.ERROR,
                "%s: %s %s"
                        .formatted(
                                id,
                                request.prologue().method(),
                                request.prologue().uriPath().rawPath()),
                e);
        send(
                new Unanswerable(isDiskFull(e) ? Problem.diskFull() : Problem.internal(id)),
                request,
                response);
    }

    private static void json(
            int status, byte[] json, ServerRequest request, ServerResponse response) {
        response.status(status);
        if (status == 204) {
            response.send();
            return;
        }
        if (status == 200 && isRead(request)) {
            String tag = '"' + Sha256.of(json).brief() + '"';
            response.header(HeaderNames.ETAG, tag);
            if (isKnown(tag, request)) {
                response.status(304).send();
                return;
            }
        }
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        content(json, request, response);
    }

    private static void bytes(Reply.Bytes bytes, ServerRequest request, ServerResponse response)
            throws IOException {
        bytes.headers().forEach(response::header);
        String tag = bytes.tag().map(name -> '"' + name + '"').orElse("");
        if (!tag.isEmpty()) {
            response.header(HeaderNames.ETAG, tag);
            if (isKnown(tag, request)) {
                response.status(304).send();
                return;
            }
        }
        response.header(HeaderNames.CONTENT_TYPE, bytes.mediaType());
        if (isHead(request)) {
            bytes.length().ifPresent(response::contentLength);
            response.send();
            return;
        }
        var out = new LateStream(response, bytes.length());
        try {
            bytes.body().writeTo(out);
        } catch (Refusal e) {
            if (!out.hasBegun()) {
                throw e;
            }
            // The rest will not come: the caller must see that, and not a whole answer.
            LOG.log(System.Logger.Level.ERROR, "An answer broke off: " + e.getMessage());
            throw new CloseConnectionException("The answer broke off.", e);
        } catch (IOException | RuntimeException e) {
            if (!out.hasBegun() || isConnections(e)) {
                throw e;
            }
            LOG.log(System.Logger.Level.ERROR, "An answer broke off.", e);
            throw new CloseConnectionException("The answer broke off.", e);
        }
        out.finish();
    }

    private static void content(byte[] bytes, ServerRequest request, ServerResponse response) {
        if (isHead(request)) {
            response.contentLength(bytes.length);
            response.send();
        } else {
            response.send(bytes);
        }
    }

    private static boolean hasLongBody(ServerRequest request) {
        return request.headers().contains(HeaderNames.TRANSFER_ENCODING)
                || request.headers().contentLength().orElse(0) > SKIPPED_BYTES_MAX;
    }

    /**
     * Takes some of what is still coming, else the caller's system may throw the answer away with
     * the connection. Who waits for leave to send (Expect: 100-continue) sends nothing.
     */
    private static void skipBody(ServerRequest request) {
        if (request.content().consumed() || request.headers().contains(HeaderNames.EXPECT)) {
            return;
        }
        try {
            request.content().inputStream().skip(SKIPPED_BYTES_MAX * 16);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "The rest of a refused body did not come.", e);
        }
    }

    /**
     * Helidon leaves the closing to the caller; what he still sends would be taken for the next
     * request.
     */
    private static CloseConnectionException closed() {
        return new CloseConnectionException("The answer said Connection: close.");
    }

    private static boolean isHead(ServerRequest request) {
        return request.prologue().method().text().equals("HEAD");
    }

    private static boolean isRead(ServerRequest request) {
        return isHead(request) || request.prologue().method().text().equals("GET");
    }

    private static boolean isKnown(String tag, ServerRequest request) {
        Optional<String> known = request.headers().first(HeaderNames.IF_NONE_MATCH);
        if (known.isEmpty()) {
            return false;
        }
        for (String one : known.get().split(",", -1)) {
            String name = one.strip();
            if (name.equals("*") || name.equals(tag) || name.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isConnections(Exception e) {
        return e instanceof ServerConnectionException
                || e instanceof CloseConnectionException
                || e instanceof RequestException
                || e instanceof DataReader.InsufficientDataAvailableException
                || e instanceof DataReader.IncorrectNewLineException;
    }

    private static boolean isDiskFull(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("No space left on device")) {
                return true;
            }
        }
        return false;
    }
}
