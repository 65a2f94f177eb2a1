package werkmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.ServerProcess.Gone;
import werkmeister.cli.ServerProcess.Said;
import werkmeister.cli.Strace.Fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Kills the real server over and over on the same data, in the middle of everything that it does:
 * before the n-th system call of a kind, and at random moments. After each kill it is started again
 * and asked for everything that it ever acknowledged.
 */
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerKillTest {
    /** The least number of kills that all stages together must survive. */
    private static final int POINTS_LEAST = 48;

    private static final int FILE_ROWS = 300;
    private static final Duration FILE_STEP = Duration.ofHours(3);
    private static final List<String> VERDICTS = List.of("CONFIRMED", "FALSE_ALARM", "KNOWN");

    /**
     * What the server is doing when it is killed.
     *
     * <p>A sweep goes over the n-th calls of a kind: {@code first, step, points}, with {@code
     * journal} only those on the journal's write-ahead log. It ends early when the n-th call is not
     * reached any more.
     */
    private enum Stage {
        TRAINING(
                800,
                new Sweep("pwrite64", true, 2, 9, 5),
                new Sweep("fsync", true, 1, 1, 3),
                new Sweep("rename", false, 1, 1, 4),
                new Sweep("write", false, 2, 3, 2)),
        IMPORT(
                60,
                new Sweep("pwrite64", true, 1, 4, 3),
                new Sweep("fsync", false, 1, 1, 4),
                new Sweep("rename", false, 1, 1, 2),
                new Sweep("write", false, 1, 2, 4)),
        LIVE(
                60,
                new Sweep("pwrite64", true, 1, 4, 4),
                new Sweep("fsync", false, 1, 1, 4),
                new Sweep("rename", false, 1, 1, 1),
                new Sweep("write", false, 1, 2, 3)),
        RELEASE(
                15,
                new Sweep("pwrite64", true, 1, 4, 3),
                new Sweep("fsync", true, 1, 1, 1),
                new Sweep("write", false, 1, 1, 2)),
        PROMOTION(
                30,
                new Sweep("pwrite64", true, 1, 5, 4),
                new Sweep("fsync", true, 1, 1, 2),
                new Sweep("write", false, 1, 1, 3)),
        VERDICT(
                15,
                new Sweep("pwrite64", true, 1, 3, 4),
                new Sweep("fsync", true, 1, 1, 1),
                new Sweep("write", false, 1, 1, 2)),
        STOP(
                100,
                new Sweep("pwrite64", false, 1, 4, 3),
                new Sweep("fsync", false, 1, 1, 3),
                new Sweep("rename", false, 1, 1, 1));

        private final int millisMax;
        private final List<Sweep> sweeps;

        /** The random kills fall within so many milliseconds from the beginning. */
        Stage(int millisMax, Sweep... sweeps) {
            this.millisMax = millisMax;
            this.sweeps = List.of(sweeps);
        }
    }

    private record Sweep(String call, boolean journal, int first, int step, int points) {}

    private static final int RANDOM_POINTS = 2;

    /** A request; one with a key is done once however often it is sent. */
    private record Step(String key, String path, String body) {}

    /** What is done under one kill, and done again after it. */
    private record Round(Stage stage, int number, List<Step> steps) {}

    @TempDir static Path folder;

    private final Random random = new Random(7);
    private final SmallPlant plant = new SmallPlant(7, 12_000);
    private final SequencedMap<Step, Said> acknowledged = new LinkedHashMap<>();
    private final TreeMap<Long, String> heads = new TreeMap<>();
    private final Map<Stage, Integer> survived = new EnumMap<>(Stage.class);
    private final Map<Stage, Integer> rounds = new EnumMap<>(Stage.class);
    private final Map<String, Integer> hits = new TreeMap<>();
    private int batches;
    private Path data = Path.of("");
    private ServerProcess server;

    @BeforeAll
    void prepare() throws IOException, InterruptedException {
        Strace.require();
        data = folder.resolve("data");
        start();
        send(new Step("machine-pump", "/machines", "{\"machine\":\"pump\"}"));
        send(new Step("machine-mill", "/machines", "{\"machine\":\"mill\"}"));
        send(new Step("history", "/machines/pump/imports?name=history.csv", history()));
        train(new Step("first", "/orders", "{\"machine\":\"pump\",\"seed\":1}"));
        train(new Step("second", "/orders", "{\"machine\":\"pump\",\"seed\":2}"));
        send(
                new Step(
                        "release",
                        "/versions/pump/1/release",
                        "{\"reason\":\"first\",\"force\":true}"));
        send(liveBatch());
    }

    @AfterAll
    void enough() throws IOException {
        if (server != null) {
            server.kill();
            start();
            noLeftovers("");
            server.close();
        }
        int all = survived.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf("server killed in all: %d points survived%n", all);
        if (survived.size() == Stage.values().length) {
            assertThat(all).isGreaterThanOrEqualTo(POINTS_LEAST);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasAcknowledgedSurvivesAKillDuring(Stage stage) throws Exception {
        hits.clear();
        survived.put(stage, 0);
        for (Sweep sweep : stage.sweeps) {
            for (int point = 0; point < sweep.points; point++) {
                if (!killAtTheNthCall(stage, fault(sweep, sweep.first + point * sweep.step))) {
                    break;
                }
            }
        }
        for (int i = 0; i < RANDOM_POINTS; i++) {
            killAtRandom(stage);
        }
        System.out.printf(
                "server killed during %s: %d points survived %s%n",
                stage, survived.get(stage), hits);
        assertThat(survived.get(stage)).isGreaterThan(RANDOM_POINTS);
    }

    private Fault fault(Sweep sweep, int n) {
        return new Fault(
                sweep.call,
                n,
                sweep.journal ? Optional.of(data.resolve("journal.db-wal")) : Optional.empty());
    }

    /** Whether a process was killed: the server, or one that it started. */
    private boolean killAtTheNthCall(Stage stage, Fault fault) throws Exception {
        var round = next(stage);
        var log = folder.resolve("strace.log");
        try (var _ = Strace.attach(server.pid(), fault, log)) {
            act(round);
        } catch (Gone e) {
            assertThat(server.ended(Duration.ofSeconds(5)))
                    .as("%s: the server is silent, but it lives: %s", fault, e)
                    .isTrue();
        }
        var hit = Strace.hit(log);
        hit.ifPresent(call -> survivedOne(stage, kind(call)));
        finish(round, fault + " hit " + hit.orElse("nothing"));
        return hit.isPresent();
    }

    private void killAtRandom(Stage stage) throws Exception {
        var round = next(stage);
        var killed = server;
        int micros = random.nextInt(stage.millisMax * 1000);
        var killer =
                Thread.ofPlatform()
                        .start(() -> {
                            pause(Duration.ofNanos(micros * 1000L));
                            killed.kill();
                        });
        try {
            act(round);
        } catch (Gone e) {
            // That was to be expected.
        }
        killer.join();
        survivedOne(stage, "at random");
        finish(round, "after %d us".formatted(micros));
    }

    private void survivedOne(Stage stage, String how) {
        survived.merge(stage, 1, Integer::sum);
        hits.merge(how, 1, Integer::sum);
    }

    /** Starts the server again if it is gone, finishes what was begun, and checks everything. */
    private void finish(Round round, String how) throws Exception {
        if (server.ended(Duration.ofMillis(100))) {
            start();
        }
        try {
            noLeftovers("samples", "incoming");
            for (var before : List.copyOf(acknowledged.entrySet())) {
                again(before.getKey(), before.getValue());
            }
            repeat(round);
            check(round);
            checkAll();
        } catch (AssertionError e) {
            throw new AssertionError(
                    "Round %d of %s, killed %s: %s"
                            .formatted(round.number, round.stage, how, e.getMessage()),
                    e);
        }
    }

    private void start() throws IOException {
        if (server != null) {
            server.close();
        }
        server = ServerProcess.start(data, Files.createDirectories(folder.resolve("home")));
    }

    private Round next(Stage stage) {
        int number = rounds.merge(stage, 1, Integer::sum);
        return new Round(stage, number, steps(stage, number));
    }

    private List<Step> steps(Stage stage, int round) {
        return switch (stage) {
            case TRAINING ->
                    List.of(
                            new Step(
                                    "order-" + round,
                                    "/orders",
                                    "{\"machine\":\"pump\",\"seed\":%d}".formatted(round + 2)));
            case IMPORT ->
                    List.of(
                            new Step(
                                    "import-" + round,
                                    "/machines/mill/imports?name=" + fileName(round),
                                    file(round)));
            case LIVE -> List.of(liveBatch());
            case RELEASE -> List.of(change("release", round, "release"));
            case PROMOTION ->
                    List.of(change("shadow", round, "shadow"), change("promote", round, "promote"));
            case VERDICT, STOP -> List.of(verdict(stage + "-" + round, round));
        };
    }

    /** Something with the first or second version, whichever is not live. */
    private Step change(String key, int round, String what) {
        int other = live().equals("pump/v1") ? 2 : 1;
        String body =
                switch (what) {
                    case "release" -> "{\"reason\":\"%s\",\"force\":true}";
                    case "promote" -> "{\"reason\":\"%s\"}";
                    default -> "";
                };
        return new Step(
                key + "-" + round,
                "/versions/pump/%d/%s".formatted(other, what),
                body.formatted(reason(what, round)));
    }

    private static String reason(String what, int round) {
        return "%s of round %d".formatted(what, round);
    }

    private Step verdict(String key, int round) {
        List<JsonNode> findings = server.items("/findings");
        String id = findings.get(round % findings.size()).path("id").asString();
        String body =
                "{\"verdict\":\"%s\",\"note\":\"%s\",\"replace\":true}"
                        .formatted(VERDICTS.get(round % VERDICTS.size()), key);
        return new Step(key, "/findings/%s/verdict".formatted(id), body);
    }

    private Step liveBatch() {
        return new Step("", "/machines/pump/samples", plant.batch(batches++));
    }

    private String history() {
        return plant.csv(0, SmallPlant.HISTORY_ROWS);
    }

    private String file(int round) {
        return plant.csv(round * FILE_ROWS, (round + 1) * FILE_ROWS, FILE_STEP);
    }

    private static String fileName(int round) {
        return "mill-%d.csv".formatted(round);
    }

    private void act(Round round) {
        for (Step step : round.steps) {
            if (round.stage == Stage.TRAINING) {
                train(step);
            } else {
                send(step);
            }
        }
        if (round.stage == Stage.STOP) {
            server.stop();
        }
    }

    private void repeat(Round round) {
        round.steps.forEach(step -> {
            if (round.stage == Stage.TRAINING) {
                train(step);
            } else {
                send(step);
            }
        });
    }

    /** Sends a request; from its answer on it counts as acknowledged. */
    private Said send(Step step) {
        var before = acknowledged.get(step);
        if (before != null) {
            return again(step, before);
        }
        var said =
                step.key.isEmpty()
                        ? server.post(step.path, step.body)
                        : server.once(step.key, step.path, step.body);
        assertThat(said.status()).as("%s: %s", step, said).isBetween(200, 201);
        acknowledged.put(step, said);
        return said;
    }

    /** A request that was acknowledged before gets the same answer, or changes nothing. */
    private Said again(Step step, Said before) {
        if (step.key.isEmpty()) {
            var said = server.post(step.path, step.body);
            assertThat(said.json().path("late").asInt()).isEqualTo(SmallPlant.BATCH_ROWS);
            return said;
        }
        var said = server.once(step.key, step.path, step.body);
        assertThat(said.replayed()).as("%s is known: %s", step.key, said).isTrue();
        assertThat(said.body()).as("%s", step.key).isEqualTo(before.body());
        return said;
    }

    private void train(Step order) {
        String job = send(order).json().path("job").asString();
        String state = "";
        while (!List.of("SUCCEEDED", "FAILED", "CANCELLED").contains(state)) {
            pause(Duration.ofMillis(20));
            state = server.get("/jobs/" + job).path("state").asString();
        }
        assertThat(state).as("%s: %s", job, server.get("/jobs/" + job)).isEqualTo("SUCCEEDED");
    }

    private void check(Round round) {
        switch (round.stage) {
            case TRAINING -> checkTrained(send(round.steps.getFirst()).json());
            case IMPORT -> checkImported(round);
            case LIVE -> checkLive();
            case RELEASE -> checkLive(round, "release", "serving.VersionReleased");
            case PROMOTION -> checkLive(round, "promote", "serving.VersionPromoted");
            case VERDICT, STOP -> checkJudged(round);
        }
    }

    /** The order became one version, by one attempt that was not given up. */
    private void checkTrained(JsonNode ordered) {
        String id = ordered.path("order").path("id").asString();
        JsonNode order = server.get("/orders/" + id);
        assertThat(order.path("state").asString()).isEqualTo("FULFILLED");
        assertThat(happened("learning.VersionPublished", id)).isEqualTo(1);
        assertThat(happened("learning.OrderPlaced", id)).isEqualTo(1);
        String job = "\"" + ordered.path("job").asString() + "\"";
        assertThat(happened("factory.JobEnded", job)).isEqualTo(1);
        assertThat(happened("factory.TimeCharged", job))
                .isEqualTo(happened("factory.RunStarted", job));
    }

    private void checkImported(Round round) {
        var imports = server.items("/machines/mill/imports");
        assertThat(imports)
                .extracting(record -> record.path("name").asString())
                .containsOnlyOnce(fileName(round.number))
                .hasSize(round.number);
        assertThat(server.get("/machines/mill").path("rows").asInt())
                .isEqualTo(round.number * FILE_ROWS);
        var again =
                server.post("/machines/mill/imports?name=again.csv", round.steps.getFirst().body());
        assertThat(again.json().path("repeated").asBoolean()).isTrue();
        assertThat(server.get("/machines/mill").path("rows").asInt())
                .isEqualTo(round.number * FILE_ROWS);
    }

    /** Every batch is there once, and so is the finding of its fault. */
    private void checkLive() {
        assertThat(server.get("/machines/pump").path("rows").asInt())
                .isEqualTo(SmallPlant.HISTORY_ROWS + batches * SmallPlant.BATCH_ROWS);
        var findings = server.items("/findings?machine=pump");
        for (int batch = 0; batch < batches; batch++) {
            int number = batch;
            assertThat(findings)
                    .as("findings of batch %d", batch)
                    .filteredOn(finding -> isOf(finding, number))
                    .hasSize(1);
        }
    }

    private static boolean isOf(JsonNode finding, int batch) {
        return Instant.parse(finding.path("from").asString()).isBefore(SmallPlant.faultTo(batch))
                && Instant.parse(finding.path("to").asString())
                        .isAfter(SmallPlant.faultFrom(batch));
    }

    private void checkLive(Round round, String what, String event) {
        String path = round.steps.getLast().path;
        JsonNode version = server.get(path.substring(0, path.lastIndexOf('/')));
        assertThat(version.path("state").asString()).isEqualTo("LIVE");
        assertThat(version.path("reason").asString()).isEqualTo(reason(what, round.number));
        assertThat(live()).isEqualTo(version.path("id").asString());
        assertThat(happened(event, "\"" + reason(what, round.number) + "\"")).isEqualTo(1);
    }

    private void checkJudged(Round round) {
        Step step = round.steps.getFirst();
        String finding = step.path.substring(0, step.path.lastIndexOf('/'));
        JsonNode verdict = server.get(finding).path("verdict");
        assertThat(verdict.path("note").asString()).isEqualTo(step.key);
        assertThat(happened("serving.VerdictGiven", "\"" + step.key + "\"")).isEqualTo(1);
    }

    private String live() {
        return server.get("/machines/pump").path("liveVersion").asString();
    }

    /** How often the journal has an event of a type whose payload holds a text. */
    private long happened(String type, String text) {
        return server.items("/journal").stream()
                .filter(entry -> entry.path("type").asString().equals(type))
                .filter(entry -> entry.path("payload").toString().contains(text))
                .count();
    }

    private void checkAll() {
        var checks = server.post("/checks", "").json();
        assertThat(checks.path("failed").asInt()).as(checks.toString()).isZero();
        // The history that was there before is the history that is there now.
        for (var head : heads.entrySet()) {
            var entry = server.get("/journal?limit=1&after=" + (head.getKey() - 1));
            assertThat(entry.path("items").path(0).path("hash").asString())
                    .as("hash of entry %d", head.getKey())
                    .isEqualTo(head.getValue());
        }
        String[] head = server.head().split(" ");
        heads.put(Long.parseLong(head[0]), head[1]);
    }

    /** What a kill left half done is gone after the next start, but for what a worker works on. */
    private void noLeftovers(String... folders) {
        for (String name : folders) {
            assertThat(HalfWritten.leftIn(data.resolve(name))).isEmpty();
        }
    }

    /** What was hit, without what differs from kill to kill. */
    private String kind(String call) {
        return call.replace(data.toString(), "")
                .replace(folder.toString(), "")
                .replaceAll("import-\\d+|[0-9a-f]{16}|(?<=[-_.])\\d+", "N")
                .replaceAll("\\d{4}-\\d\\d", "MONTH");
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
