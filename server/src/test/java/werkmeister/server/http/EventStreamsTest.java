package werkmeister.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import werkmeister.server.auth.Policy;
import werkmeister.server.auth.Role;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

class EventStreamsTest {
    @SuppressWarnings("NullAway.Init") // Each test opens its own.
    private TestDoor door;

    /**
     * The table needs the streams, the streams need the server: the route looks them up when it is
     * called.
     */
    private TestDoor open(Duration heartbeat, Duration patience) throws IOException {
        door =
                new TestDoor(
                        heartbeat,
                        patience,
                        List.of(
                                Route.get("/events", Policy.VIEWER, "Events.")
                                        .givesFile("text/event-stream")
                                        .by(call ->
                                                door.streams.stream(
                                                        call.tenant(),
                                                        Optional.of(call.tenant()),
                                                        lastSeen(call)))));
        return door;
    }

    private static OptionalLong lastSeen(Call call) {
        return call.header("Last-Event-ID")
                .map(id -> OptionalLong.of(Long.parseLong(id)))
                .orElse(OptionalLong.empty());
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** A connection of its own, so that the test sees each line as it comes. */
    private final class Listening implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;

        Listening(String key, String header) throws IOException {
            socket = new Socket("127.0.0.1", door.server.port());
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(
                            "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s\r\n"
                                    .formatted(key, header)
                                    .getBytes(StandardCharsets.US_ASCII));
            lines =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        String awaitLine(String start) throws IOException {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(start)) {
                    return line;
                }
            }
            return "ended";
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void aListenerSeesWhatHappensToItsTenantAndNothingElse() throws Exception {
        open(EventStreams.HEARTBEAT, EventStreams.PATIENCE);
        door.happens(TestDoor.DEMO, "Before", "{}");
        try (var listening = new Listening(door.key(TestDoor.DEMO, Role.VIEWER), "")) {
            assertThat(listening.awaitLine("retry:")).isEqualTo("retry: 2000");
            door.happens(TestDoor.FOUNDRY, "Secret", "{\"of\":\"foundry\"}");
            door.happens(TestDoor.DEMO, "FindingRaised", "{\"sentence\":\"Druck fällt\\nweiter\"}");

            assertThat(listening.awaitLine("event:")).isEqualTo("event: FindingRaised");
            assertThat(listening.awaitLine("id:")).isEqualTo("id: 3");
            assertThat(listening.awaitLine("data:"))
                    .isEqualTo(
                            "data:"
                                + " {\"sequence\":3,\"at\":\"2026-11-23T12:00:00Z\",\"type\":\"FindingRaised\",\"payload\":{\"sentence\":\"Druck"
                                + " fällt\\nweiter\"}}");
        }
    }

    @Test
    void aListenerThatComesBackMissesNothing() throws Exception {
        open(EventStreams.HEARTBEAT, EventStreams.PATIENCE);
        for (int i = 1; i <= 1200; i++) {
            door.happens(TestDoor.DEMO, "Happened", "{}");
        }
        try (var listening =
                new Listening(door.key(TestDoor.DEMO, Role.VIEWER), "Last-Event-ID: 2\r\n")) {
            for (int i = 3; i <= 1200; i++) {
                assertThat(listening.awaitLine("id:")).isEqualTo("id: " + i);
            }
        }
    }

    @Test
    void aSilentStreamShowsThatItIsAlive() throws Exception {
        open(Duration.ofMillis(50), EventStreams.PATIENCE);
        try (var listening = new Listening(door.key(TestDoor.DEMO, Role.VIEWER), "")) {
            assertThat(listening.awaitLine(":")).isEqualTo(": alive");
            assertThat(listening.awaitLine(":")).isEqualTo(": alive");
        }
    }

    @Test
    void aListenerThatTakesNothingIsCutOff() throws Exception {
        open(EventStreams.HEARTBEAT, Duration.ofMillis(300));
        String big = "{\"big\":\"" + "x".repeat(1 << 20) + "\"}";
        for (int i = 0; i < 40; i++) {
            door.happens(TestDoor.DEMO, "Big", big);
        }
        try (var listening =
                new Listening(door.key(TestDoor.DEMO, Role.VIEWER), "Last-Event-ID: 0\r\n")) {
            while (door.streams.listening() == 0) {
                Thread.sleep(10);
            }
            while (door.streams.listening() > 0) {
                Thread.sleep(10);
            }
        }
    }

    @Test
    void stoppingTheServerEndsTheStreams() throws Exception {
        open(EventStreams.HEARTBEAT, EventStreams.PATIENCE);
        try (var listening = new Listening(door.key(TestDoor.DEMO, Role.VIEWER), "")) {
            listening.awaitLine("retry:");
            long before = System.nanoTime();
            door.close();
            assertThat(listening.awaitLine("event:")).isEqualTo("ended");
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isLessThan(Duration.ofSeconds(10));
        }
    }
}
