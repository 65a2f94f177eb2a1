package werkmeister.server.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.ConnectionConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;

import werkmeister.server.json.Json;
import werkmeister.units.Refusal;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The server's door to the network: one port for the API and the console. */
public final class HttpServer implements AutoCloseable {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(8);
    private static final Duration READ_WITHIN = Duration.ofSeconds(60);
    private static final int HEADERS_BYTES_MAX = 16 << 10;
    private static final int LINE_BYTES_MAX = 8 << 10;
    private static final int CONNECTIONS_MAX = 2_000;

    /**
     * Helidon tells of each start and stop; that is for its own people. Held here, or the setting
     * is forgotten.
     */
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    private final WebServer web;
    private final InetAddress address;
    private final EventStreams streams;

    private HttpServer(WebServer web, InetAddress address, EventStreams streams) {
        this.web = web;
        this.address = address;
        this.streams = streams;
    }

    static HttpServer start(InetAddress address, int port, Front front, EventStreams streams) {
        var web =
                WebServer.builder()
                        .address(address)
                        .port(port)
                        .useNio(false)
                        .maxTcpConnections(CONNECTIONS_MAX)
                        .shutdownGracePeriod(STOP_WITHIN)
                        .shutdownHook(false)
                        .connectionConfig(
                                ConnectionConfig.builder().readTimeout(READ_WITHIN).build())
                        .addProtocol(
                                Http1Config.builder()
                                        .maxHeadersSize(HEADERS_BYTES_MAX)
                                        .maxPrologueLength(LINE_BYTES_MAX)
                                        .continueImmediately(false)
                                        .build())
                        .directHandlers(problems())
                        .routing(routing -> routing.any(front::handle))
                        .build();
        HELIDON.setLevel(Level.WARNING);
        web.start();
        return new HttpServer(web, address, streams);
    }

    public int port() {
        return web.port();
    }

    /** Where a browser finds the console. */
    public URI uri() {
        String host =
                address.isAnyLocalAddress() || address.isLoopbackAddress()
                        ? "127.0.0.1"
                        : address.getHostAddress();
        return URI.create("http://%s:%d/".formatted(host, port()));
    }

    /** Ends the streams of events, lets requests end that have begun, then closes the port. */
    @Override
    public void close() {
        streams.close();
        web.stop();
    }

    /** What is not even HTTP gets a problem, too. */
    private static DirectHandlers problems() {
        var handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(
                    type,
                    (request, event, status, headers, message) -> {
                        var kind =
                                status.code() == 503 ? Refusal.Kind.CAPACITY : Refusal.Kind.INVALID;
                        var problem =
                                Problem.of(
                                        status.code(),
                                        kind,
                                        "The request is not well-formed HTTP: " + message);
                        headers.set(
                                HeaderValues.create(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE));
                        return DirectHandler.TransportResponse.builder()
                                .status(status)
                                .headers(headers)
                                .keepAlive(false)
                                .entity(Json.bytes(problem))
                                .build();
                    });
        }
        return handlers.build();
    }
}
