package werkmeister.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import werkmeister.units.Refusal;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks the name by which a request asks for the server. A server that listens on the loopback
 * address answers to loopback names only: a page from elsewhere whose name was made to point here
 * (DNS rebinding) gets nothing.
 */
final class Hosts {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern PORT = Pattern.compile(":[0-9]+$");

    private final boolean onlyLoopback;

    Hosts(InetAddress listening) {
        this.onlyLoopback = listening.isLoopbackAddress();
    }

    void check(ServerRequest request) {
        String host = request.headers().first(HeaderNames.HOST).orElse("");
        if (onlyLoopback
                && !LOOPBACK.contains(
                        PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT))) {
            throw new Unanswerable(
                    Problem.of(
                            421,
                            Refusal.Kind.FORBIDDEN,
                            "This server is not called (%s): ask for it as localhost, 127.0.0.1 or [::1]."
                                    .formatted(host)));
        }
    }
}
