package werkmeister.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** An order whose job is cancelled before it began does not stay open for ever. */
class CancelledOrderTest {
    @TempDir Path folder;

    @Test
    void theOrderOfAJobThatIsCancelledWhileItWaitsHasFailed() {
        var settings =
                new Settings(
                        folder.resolve("data"),
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        List.of("sh", "-c", "sleep 60"),
                        InstantSource.system());
        try (var server = Server.start(settings)) {
            var client = Client.nobody(server.uri()).withKey(server.firstKey().orElseThrow());
            client.call("POST", "/machines", "{\"machine\":\"mill\"}");
            client.call(
                    "POST",
                    "/machines/mill/imports?name=a.csv",
                    "time,a\n2026-02-13 10:00:00,1\n2026-03-13 10:00:00,2\n");
            // More than there is room for: the last one waits.
            int orders = Runtime.getRuntime().availableProcessors() + 1;
            String last = "";
            for (int i = 0; i < orders; i++) {
                var placed = client.call("POST", "/orders", "{\"machine\":\"mill\"}");
                assertThat(placed.status()).as(placed.text()).isEqualTo(201);
                last = placed.json().get("job").asString();
            }

            var cancelled = client.call("POST", "/jobs/" + last + "/cancel", "{}");

            assertThat(cancelled.json().get("state").asString()).isEqualTo("CANCELLED");
            var order = client.get("/orders/order-" + orders).json();
            assertThat(order.get("state").asString()).isEqualTo("FAILED");
            for (int i = 1; i < orders; i++) {
                client.call("POST", "/jobs/job-" + i + "/cancel", "{}");
            }
        }
    }
}
