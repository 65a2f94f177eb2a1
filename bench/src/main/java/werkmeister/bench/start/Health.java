package werkmeister.bench.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Asks a server on this machine how it is. A bare socket: an HTTP client's own start would be
 * measured too.
 */
final class Health {
    private static final byte[] QUESTION =
            "GET /api/v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private Health() {}

    /** Whether the server answers, and answers that it is well. */
    static boolean isWell(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(QUESTION);
            var answer =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            return Optional.ofNullable(answer.readLine())
                    .filter(line -> line.startsWith("HTTP/1.1 200"))
                    .isPresent();
        } catch (ConnectException _) {
            return false; // Not listening yet.
        }
    }
}
