package werkmeister.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * An ONNX model that was made elsewhere (by the {@code onnx} package, of two signals around 10 and
 * 5): it becomes a version, goes live, raises findings, and leaves with its machine.
 */
class ForeignModelTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final int ROWS = 3_000;
    private static final int TRAINED = 2_400;

    @TempDir Path folder;

    @Test
    void aModelMadeElsewhereGoesTheWayOfEveryVersion() throws Exception {
        byte[] onnx = theirs();
        String key;
        try (var server = Morning.server(folder)) {
            key = server.firstKey().orElseThrow();
            var client = Client.nobody(server.uri()).withKey(key);
            client.call("POST", "/machines", "{\"machine\":\"mill\"}");
            client.call("POST", "/machines/mill/imports?name=a.csv", csv());

            var placed =
                    client.send("POST", "/machines/mill/models?" + signature("heat,flow"), onnx);
            assertThat(placed.status()).as(placed.text()).isEqualTo(201);
            JsonNode version = version(client, placed);
            assertThat(version.get("gate").get("threshold").asDouble()).isGreaterThanOrEqualTo(1);
            assertThat(client.get("/versions/mill/1/files/model.onnx").bytes()).isEqualTo(onnx);
            String card = client.get("/versions/mill/1/files/card.json").text();
            assertThat(card).contains("theirs.onnx", "held-out time");
            var released =
                    client.call(
                            "POST",
                            "/versions/mill/1/release",
                            "{\"reason\":\"ours is worse\",\"force\":true}");
            assertThat(released.status()).as(released.text()).isEqualTo(200);
        }

        try (var server = Morning.server(folder)) {
            var client = Client.nobody(server.uri()).withKey(key);
            var quiet = client.call("POST", "/machines/mill/samples", live(0, 10));
            assertThat(quiet.json().get("findings")).isEmpty();
            var hot = client.call("POST", "/machines/mill/samples", live(20, 19));
            assertThat(hot.json().get("findings")).as(hot.text()).isNotEmpty();
            JsonNode finding = client.get("/findings").json().get("items").get(0);
            assertThat(finding.get("version").asString()).isEqualTo("mill/v1");
            assertThat(finding.toString()).contains("\"heat\"");

            assertThat(brought()).hasSize(1);
            client.call("DELETE", "/machines/mill?confirm=mill", "");
            assertThat(brought()).isEmpty();
        }
    }

    @Test
    void aModelThatCannotBeUsedFailsWithTheReasonAndASignatureThatFitsNoMachineAtOnce()
            throws Exception {
        try (var server = Morning.server(folder)) {
            var client = Client.nobody(server.uri()).withKey(server.firstKey().orElseThrow());
            client.call("POST", "/machines", "{\"machine\":\"mill\"}");
            client.call("POST", "/machines/mill/imports?name=a.csv", csv());

            var unknown =
                    client.send(
                            "POST", "/machines/mill/models?" + signature("heat,dust"), theirs());
            assertThat(unknown.status()).as(unknown.text()).isEqualTo(404);
            assertThat(unknown.text()).contains("dust");
            var said =
                    client.send(
                            "POST",
                            "/machines/mill/models?says=perhaps&" + signature("heat"),
                            theirs());
            assertThat(said.status()).as(said.text()).isIn(400, 422);
            assertThat(said.text()).contains("perhaps", "EXPECTED");
            assertThat(client.get("/orders").json().get("items")).isEmpty();

            var three =
                    client.send(
                            "POST",
                            "/machines/mill/models?" + signature("heat,flow,noise"),
                            theirs());
            assertThat(three.status()).as(three.text()).isEqualTo(201);
            String job = three.json().get("job").asString();
            JsonNode ended = client.get("/jobs/" + job).json();
            while (!ended.get("state").asString().equals("FAILED")) {
                Thread.sleep(100);
                ended = client.get("/jobs/" + job).json();
            }
            assertThat(ended.toString()).contains("takes 2 numbers a sample, but 3 signals");
            // Another attempt would say the same.
            assertThat(ended.get("attempt").asInt()).isEqualTo(1);
            assertThat(client.get("/versions").json().get("items")).isEmpty();
        }
    }

    private static JsonNode version(Client client, Client.Got placed) throws InterruptedException {
        String order = placed.json().get("order").get("id").asString();
        while (true) {
            JsonNode now = client.get("/orders/" + order).json();
            if (!now.get("state").asString().equals("OPEN")) {
                assertThat(now.get("state").asString()).as("%s", now).isEqualTo("FULFILLED");
                return client.get("/versions/mill/1").json();
            }
            Thread.sleep(100);
        }
    }

    private static String signature(String signals) {
        return "name=theirs.onnx&signals=" + signals;
    }

    static byte[] theirs() throws IOException {
        try (var in = ForeignModelTest.class.getResourceAsStream("theirs.onnx")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private List<Path> brought() throws IOException {
        Path root = folder.resolve("data/brought");
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static String csv() {
        var random = new Random(1);
        var text = new StringBuilder("time,heat,noise,flow\n");
        for (int row = 0; row < ROWS; row++) {
            text.append(
                    "%s,%.4f,%.4f,%.4f\n"
                            .formatted(
                                    START.plus(row, ChronoUnit.MINUTES),
                                    10 + random.nextGaussian(),
                                    100 * random.nextGaussian(),
                                    5 + random.nextGaussian()));
        }
        return text.toString();
    }

    private static String live(int from, double heat) {
        var rows = new StringBuilder();
        for (int row = from; row < from + 10; row++) {
            rows.append(row == from ? "" : ",")
                    .append(
                            "[\"%s\",%s,0,5]"
                                    .formatted(
                                            START.plus(ROWS + row, ChronoUnit.MINUTES),
                                            heat + row % 3 * 0.1));
        }
        return "{\"signals\":[\"heat\",\"noise\",\"flow\"],\"rows\":[%s]}".formatted(rows);
    }
}
