package werkmeister.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;

/**
 * A mill that is measured every seven minutes, so that no step of a forecast ends with a sample.
 */
class AnswerAsOfTest {
    private static final Instant START = Instant.parse("2026-03-02T06:03:00Z");
    private static final int SECONDS = 420;

    @TempDir Path folder;

    @Test
    void theTimeThatAnAnswerNamesLeadsBackToItEvenIfItLooksAtSteps() throws Exception {
        try (var server = Morning.server(folder)) {
            var client = Client.nobody(server.uri()).withKey(server.firstKey().orElseThrow());
            client.call("POST", "/machines", "{\"machine\":\"mill\",\"zone\":\"UTC\"}");
            client.call("POST", "/machines/mill/imports?name=a.csv", csv());
            var placed =
                    client.call(
                            "POST",
                            "/orders",
                            "{\"machine\":\"mill\",\"intent\":\"FORECAST\",\"target\":\"load\"}");
            assertThat(placed.status()).as(placed.text()).isEqualTo(201);
            while (client.get("/orders").text().contains("\"state\":\"OPEN\"")) {
                Thread.sleep(100);
            }
            assertThat(client.get("/orders").text())
                    .as(client.get("/jobs").text())
                    .contains("FULFILLED");
            var released =
                    client.call(
                            "POST",
                            "/versions/mill/1/release",
                            "{\"reason\":\"asked\",\"force\":true}");
            assertThat(released.status()).as(released.text()).isEqualTo(200);

            JsonNode answer = client.get("/machines/mill/outlooks").json().at("/outlooks/0");
            assertThat(answer.get("classes")).isEmpty();
            String asOf = answer.at("/outlook/asOf").asString();
            // No sample lies there, which is what makes it hard.
            long sinceStart = Instant.parse(asOf).getEpochSecond() - START.getEpochSecond();
            assertThat(sinceStart % SECONDS).isNotZero();
            var judged =
                    client.call(
                            "POST",
                            "/machines/mill/outlooks/verdict",
                            "{\"verdict\":\"RIGHT\",\"asOf\":\"%s\"}".formatted(asOf));

            assertThat(judged.status()).as(judged.text()).isEqualTo(200);
            assertThat(judged.json().get("from").asString()).isEqualTo(asOf);
            assertThat(client.get("/machines/mill/outlooks").json().at("/outlooks/0/verdicts"))
                    .hasSize(1);
        }
    }

    private static String csv() {
        var random = new Random(1);
        var text = new StringBuilder("time,load\n");
        for (int row = 0; row < 2_000; row++) {
            double day = Math.sin(2 * Math.PI * row * SECONDS / 86_400.0);
            text.append(START.plusSeconds((long) row * SECONDS))
                    .append(",%.3f\n".formatted(50 + 10 * day + random.nextGaussian()));
        }
        return text.toString();
    }
}
