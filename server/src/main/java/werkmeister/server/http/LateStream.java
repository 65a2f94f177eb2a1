package werkmeister.server.http;

import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/**
 * The body of an answer, begun with its first byte: what fails before that can still become a
 * problem. Closing it does nothing, because an answer that broke off must not look whole; only
 * {@link #finish} ends it.
 */
final class LateStream extends OutputStream {
    private final ServerResponse response;
    private final OptionalLong length;
    private @Nullable OutputStream out;

    LateStream(ServerResponse response, OptionalLong length) {
        this.response = response;
        this.length = length;
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        try {
            begun().write(bytes, from, count);
        } catch (IOException | UncheckedIOException e) {
            throw gone(e);
        }
    }

    @Override
    public void flush() {
        try {
            begun().flush();
        } catch (IOException | UncheckedIOException e) {
            throw gone(e);
        }
    }

    boolean hasBegun() {
        return out != null;
    }

    void finish() {
        try {
            begun().close();
        } catch (IOException | UncheckedIOException e) {
            throw gone(e);
        }
    }

    private OutputStream begun() {
        if (out == null) {
            length.ifPresent(response::contentLength);
            out = response.outputStream();
        }
        return out;
    }

    private static ServerConnectionException gone(Exception e) {
        return new ServerConnectionException("The caller has gone.", e);
    }
}
