package werkmeister.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import werkmeister.learning.order.Question;
import werkmeister.server.json.Json;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;

/**
 * A press with strokes of 12 samples, one a second. A part is good (0) if the greatest force is
 * right, bad (1) if it is too low or too high, which no straight rule tells. From stroke 200 on
 * another tool, which runs hotter, needs more force.
 */
class CycleClassesTest {
    private static final Instant START = Instant.parse("2026-03-02T06:00:00Z");
    private static final int ROWS = 12;

    @TempDir Path folder;

    @Test
    void theClassOfEachFinishedStrokeIsLearnedJudgedReleasedAndTold() throws Exception {
        try (var server = Morning.server(folder)) {
            var client = Client.nobody(server.uri()).withKey(server.firstKey().orElseThrow());
            client.call("POST", "/machines", "{\"machine\":\"press\",\"zone\":\"UTC\"}");
            var imported = client.call("POST", "/machines/press/imports?name=a.csv", csv(0, 200));
            assertThat(imported.status()).as(imported.text()).isEqualTo(201);

            JsonNode version = version(client, ordered(client, ",\"group\":\"stroke\""));

            assertThat(version.get("topic").asString()).isEqualTo("classify grade");
            JsonNode card = version.get("card");
            assertThat(card.get("split").asString()).isEqualTo("TIME");
            assertThat(card.get("cases").asInt()).isEqualTo(198);
            assertThat(card.get("warnings").toString()).contains("give the answer away: copy");
            JsonNode appraisal = version.get("appraisal");
            assertThat(appraisal.at("/leaderboard/ours").asDouble()).isGreaterThan(0.95);
            assertThat(appraisal.at("/leaderboard/rivals").toString()).contains("ridge");
            assertThat(client.get("/versions/press/1/files/model.onnx").status()).isEqualTo(200);
            assertThat(client.get("/orders").json().at("/items/0/order/question/group").asString())
                    .isEqualTo("stroke");
            var released =
                    client.call("POST", "/versions/press/1/release", "{\"reason\":\"asked\"}");
            assertThat(released.status()).as(released.text()).isEqualTo(200);

            JsonNode now = outlook(client);
            assertThat(now.get("kind").asString()).isEqualTo("Cycles");
            assertThat(now.get("cycles")).hasSize(20);
            // Stroke 199 is the last of the file: nobody knows whether it has ended.
            assertTold(now.get("cycles").get(19), 198);

            var live = client.call("POST", "/machines/press/samples", live(200, 202));
            assertThat(live.status()).as(live.text()).isEqualTo(200);
            JsonNode told = outlook(client).get("cycles").get(19);
            assertThat(told.get("cycle").asString()).isEqualTo("200");
            // The press stands still for hours; the last finished stroke stays the latest.
            client.call("POST", "/machines/press/samples", idle());
            JsonNode still = outlook(client).get("cycles");
            assertThat(still.get(still.size() - 1)).isEqualTo(told);
        }
    }

    @Test
    void aVersionThatKnowsTheNewToolIsComparedInTheShadowAndPromotedForThatReason()
            throws Exception {
        try (var server = Morning.server(folder)) {
            var client = Client.nobody(server.uri()).withKey(server.firstKey().orElseThrow());
            client.call("POST", "/machines", "{\"machine\":\"press\",\"zone\":\"UTC\"}");
            client.call("POST", "/machines/press/imports?name=a.csv", csv(0, TOOL));
            version(client, ordered(client, ""));
            var early = client.call("POST", "/versions/press/1/shadow", "");
            assertThat(early.status()).isEqualTo(409);
            assertThat(early.text()).contains("No version answers (classify grade)");
            client.call("POST", "/versions/press/1/release", "{\"reason\":\"first\"}");
            client.call("POST", "/machines/press/imports?name=b.csv", csv(TOOL, 500));
            version(client, ordered(client, ""));

            var shadowed = client.call("POST", "/versions/press/2/shadow", "");

            assertThat(shadowed.status()).as(shadowed.text()).isEqualTo(200);
            assertThat(shadowed.json().get("state").asString()).isEqualTo("SHADOW");
            assertThat(client.get("/machines/press/outlooks").json().at("/outlooks/0/version"))
                    .hasToString("\"press/v1\"");
            JsonNode compared = client.get("/versions/press/2/comparison").json();
            assertThat(compared.get("better").asBoolean()).as(compared.toString()).isTrue();
            // Of the 100 strokes after the second training the last one may not have ended.
            assertThat(compared.at("/answers/judged").asInt()).isBetween(95, 99);
            assertThat(compared.at("/answers/metric").asString()).isEqualTo("MACRO_F1");
            assertThat(compared.at("/answers/shadow").asDouble())
                    .isGreaterThan(0.85)
                    .isGreaterThan(compared.at("/answers/live").asDouble() + 0.1);
            var promoted = client.call("POST", "/versions/press/2/promote", "{}");
            assertThat(promoted.status()).as(promoted.text()).isEqualTo(200);
            assertThat(promoted.json().get("state").asString()).isEqualTo("LIVE");
            assertThat(promoted.json().get("reason").asString())
                    .startsWith("press/v2 is better: Macro-F1");
            assertThat(client.get("/versions/press/1").json().get("state").asString())
                    .isEqualTo("RETIRED");
            assertThat(client.get("/versions/press/2/comparison").status()).isEqualTo(409);
            // The old one again, in the shadow of the new one: no reason to go back.
            client.call("POST", "/versions/press/1/shadow", "");
            var back = client.call("POST", "/versions/press/1/promote", "{}");
            assertThat(back.status()).isEqualTo(409);
            assertThat(back.text()).contains("press/v1 is no better so far");
        }
    }

    @Test
    void whatAPersonSaysOfAStrokeIsKnownToTheNextOrderOfTheSameQuestion() throws Exception {
        try (var server = Morning.server(folder)) {
            var client = Client.nobody(server.uri()).withKey(server.firstKey().orElseThrow());
            client.call("POST", "/machines", "{\"machine\":\"press\",\"zone\":\"UTC\"}");
            client.call("POST", "/machines/press/imports?name=a.csv", csv(0, TOOL));
            version(client, ordered(client, ",\"group\":\"stroke\""));
            client.call("POST", "/versions/press/1/release", "{\"reason\":\"asked\"}");
            client.call("POST", "/machines/press/samples", untold(TOOL, 212));
            JsonNode latest = outlook(client).get("cycles").get(19);
            assertThat(latest.get("cycle").asString()).isEqualTo("210");
            assertThat(client.get("/machines/press/outlooks").json().at("/outlooks/0/classes"))
                    .hasToString("[\"0\",\"1\"]");
            String told = latest.get("told").asString();
            String other = told.equals("0") ? "1" : "0";

            var wrong = say(client, "\"cycle\":\"210\",\"trueClass\":\"%s\"".formatted(other));
            var right = say(client, "\"cycle\":\"209\",\"verdict\":\"RIGHT\"");

            assertThat(wrong.status()).as(wrong.text()).isEqualTo(200);
            assertThat(wrong.json().get("kind").asString()).isEqualTo("WRONG");
            assertThat(wrong.json().get("told").asString()).isEqualTo(told);
            assertThat(wrong.json().get("version").asString()).isEqualTo("press/v1");
            assertThat(right.json().get("trueClass")).isEqualTo(right.json().get("told"));
            refuses(client, "\"cycle\":\"210\",\"verdict\":\"RIGHT\"", 409, "replace the verdict");
            refuses(client, "\"cycle\":\"4711\",\"verdict\":\"RIGHT\"", 404, "from (191) to (210)");
            refuses(client, "\"cycle\":\"208\"", 422, "give a verdict (RIGHT, WRONG) or the truth");
            refuses(
                    client,
                    "\"verdict\":\"WRONG\",\"replace\":true,\"trueClass\":\"" + told + "\"",
                    422,
                    "cannot be WRONG if the class was (%s)".formatted(told));
            refuses(
                    client,
                    "\"verdict\":\"WRONG\",\"failedAt\":\"2026-03-02T07:00:00Z\"",
                    422,
                    "Only answers of remaining lives have a (failedAt)");
            refuses(client, "\"topic\":\"life\",\"verdict\":\"RIGHT\"", 404, "(classify grade)");
            var again = say(client, "\"cycle\":\"209\",\"verdict\":\"RIGHT\"");
            assertThat(again.json()).isEqualTo(right.json());
            assertThat(client.get("/machines/press/outlooks").json().at("/outlooks/0/verdicts"))
                    .hasSize(2);
            assertThat(client.get("/machines/press/outlooks/verdicts").json().get("items"))
                    .hasSize(2);
            assertThat(labels(client, "grade"))
                    .contains("\"kind\":\"CLASS\"")
                    .contains("\"note\":\"%s\"".formatted(other))
                    .contains(START.plusSeconds(210L * ROWS).toString());
            assertThat(labels(client, "copy")).isEqualTo("[]");
            var byHand =
                    order(
                            client,
                            "CLASSIFY",
                            ",\"target\":\"grade\",\"labels\":[{\"span\":{\"from\":\"2026-03-02T06:00:00Z\",\"to\":\"2026-03-02T06:00:12Z\"},\"kind\":\"CLASS\",\"note\":\"1\"}]");
            assertThat(byHand.status()).isEqualTo(422);
            assertThat(byHand.text()).contains("A label (CLASS) comes of a verdict on an answer");
        }
    }

    private static String labels(Client client, String target) {
        var placed = order(client, "CLASSIFY", ",\"target\":\"%s\"".formatted(target));
        assertThat(placed.status()).as(placed.text()).isEqualTo(201);
        return placed.json().at("/order/labels").toString();
    }

    private static Client.Got say(Client client, String said) {
        return client.call("POST", "/machines/press/outlooks/verdict", "{%s}".formatted(said));
    }

    private static void refuses(Client client, String said, int status, String why) {
        var got = say(client, said);
        assertThat(got.status()).as(got.text()).isEqualTo(status);
        assertThat(got.text()).contains(why);
    }

    /** Nobody has looked at the parts yet. */
    private static String untold(int from, int to) {
        var random = new Random(2);
        var rows = new StringBuilder();
        for (int row = from * ROWS; row < to * ROWS; row++) {
            rows.append(rows.isEmpty() ? "" : ",");
            rows.append(row(row, random, "[\"%s\",%d,%.4f,%.4f,null,null]"));
        }
        return samples(rows);
    }

    @Test
    void anUnmistakableCounterIsFoundAndWhatCannotBeIsRefusedAtOnce() throws Exception {
        try (var server = Morning.server(folder)) {
            var client = Client.nobody(server.uri()).withKey(server.firstKey().orElseThrow());
            client.call("POST", "/machines", "{\"machine\":\"press\"}");
            client.call("POST", "/machines/press/imports?name=a.csv", csv(0, 80));

            var unknown = order(client, "CLASSIFY", ",\"target\":\"grade\",\"group\":\"lot\"");
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.text()).contains("no signal (lot)");
            var same = order(client, "CLASSIFY", ",\"target\":\"grade\",\"group\":\"grade\"");
            assertThat(same.status()).as(same.text()).isIn(400, 422);
            assertThat(same.text()).contains("cannot be the class and tell cycles apart");
            var forecast = order(client, "FORECAST", ",\"group\":\"stroke\"");
            assertThat(forecast.status()).as(forecast.text()).isIn(400, 422);
            var watch = client.call("POST", "/orders", "{\"machine\":\"press\",\"group\":\"x\"}");
            assertThat(watch.status()).as(watch.text()).isIn(400, 422);

            JsonNode found = version(client, ordered(client, ""));
            assertThat(found.at("/card/details").toString()).contains("found by itself");
        }
    }

    @Test
    void questionsThatAreOlderThanCyclesStayReadable() {
        var old = Json.read("{\"intent\":\"CLASSIFY\",\"target\":\"grade\"}", Question.class);

        assertThat(old.group()).isEmpty();
        assertThat(old.topic()).isEqualTo("classify grade");
    }

    private static void assertTold(JsonNode cycle, int stroke) {
        assertThat(cycle.get("cycle").asString()).isEqualTo(String.valueOf(stroke));
        assertThat(cycle.get("told").asString()).isEqualTo(String.valueOf(grade(stroke)));
        assertThat(Instant.parse(cycle.get("from").asString()))
                .isEqualTo(START.plusSeconds((long) stroke * ROWS));
        assertThat(Instant.parse(cycle.get("to").asString()))
                .isEqualTo(START.plusSeconds((long) stroke * ROWS + ROWS - 1));
    }

    private static JsonNode outlook(Client client) {
        JsonNode outlooks = client.get("/machines/press/outlooks").json().get("outlooks");
        assertThat(outlooks).hasSize(1);
        assertThat(outlooks.get(0).has("outlook")).as(outlooks.toString()).isTrue();
        assertThat(outlooks.get(0).at("/words/de").asString()).contains("Zyklen");
        return outlooks.get(0).get("outlook");
    }

    private static Client.Got order(Client client, String intent, String more) {
        return client.call(
                "POST",
                "/orders",
                "{\"machine\":\"press\",\"intent\":\"%s\"%s}".formatted(intent, more));
    }

    private static String ordered(Client client, String more) {
        var placed = order(client, "CLASSIFY", ",\"target\":\"grade\"" + more);
        assertThat(placed.status()).as(placed.text()).isEqualTo(201);
        return placed.json().at("/order/id").asString();
    }

    private static JsonNode version(Client client, String order) throws InterruptedException {
        while (true) {
            JsonNode now = client.get("/orders/" + order).json();
            if (!now.get("state").asString().equals("OPEN")) {
                assertThat(now.get("state").asString())
                        .as("%s %s", now, client.get("/jobs").text())
                        .isEqualTo("FULFILLED");
                return client.get("/versions/" + now.get("version").asString().replace("/v", "/"))
                        .json();
            }
            Thread.sleep(100);
        }
    }

    private static final int TOOL = 200;

    private static int kind(int stroke) {
        return (stroke * 7 + stroke / 5) % 4;
    }

    private static int grade(int stroke) {
        return kind(stroke) % 2;
    }

    private static double height(int stroke) {
        double right = stroke < TOOL ? 20 : 26;
        return switch (kind(stroke)) {
            case 1 -> right - 6;
            case 3 -> right + 6;
            default -> right;
        };
    }

    private static String row(int row, Random random, String form) {
        int stroke = row / ROWS;
        int at = row % ROWS;
        boolean high = at >= 4 && at < 8;
        return form.formatted(
                START.plusSeconds(row),
                stroke,
                (high ? height(stroke) : 0) + 0.5 * random.nextGaussian(),
                (stroke < TOOL ? 40 : 60) + random.nextGaussian(),
                grade(stroke),
                10 * grade(stroke));
    }

    private static String csv(int from, int to) {
        var random = new Random(1);
        var text = new StringBuilder("time,stroke,force,heat,grade,copy\n");
        for (int row = from * ROWS; row < to * ROWS; row++) {
            text.append(row(row, random, "%s,%d,%.4f,%.4f,%d,%d\n"));
        }
        return text.toString();
    }

    private static String live(int from, int to) {
        var random = new Random(2);
        var rows = new StringBuilder();
        for (int row = from * ROWS; row < to * ROWS; row++) {
            rows.append(rows.isEmpty() ? "" : ",");
            rows.append(row(row, random, "[\"%s\",%d,%.4f,%.4f,%d,%d]"));
        }
        return samples(rows);
    }

    private static String idle() {
        var rows = new StringBuilder();
        for (int minute = 0; minute < 360; minute++) {
            rows.append(rows.isEmpty() ? "" : ",");
            rows.append(
                    String.format(
                            Locale.ROOT,
                            "[\"%s\",201,0.0,40.0,null,null]",
                            START.plusSeconds(202L * ROWS + 60L * minute)));
        }
        return samples(rows);
    }

    private static String samples(StringBuilder rows) {
        return "{\"signals\":[\"stroke\",\"force\",\"heat\",\"grade\",\"copy\"],\"rows\":[%s]}"
                .formatted(rows);
    }
}
