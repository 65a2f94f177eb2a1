package werkmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.ServerProcess.Gone;
import werkmeister.cli.ServerProcess.Said;
import werkmeister.cli.command.Werkmeister;
import werkmeister.cli.terminal.CapturedShell;
import werkmeister.cli.text.Language;
import werkmeister.units.Sha256;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One bit of what is stored is flipped: it is found before anyone is told what follows from it,
 * what it is in is named, and nothing changes. And a worker whose server is killed is not lost.
 */
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamageTest {
    private static final String TREND =
            "/machines/pump/trend?signal=pressure&from=2024-01-01T00:00:00Z&to=2024-01-20T00:00:00Z";

    @TempDir static Path folder;

    private final SmallPlant plant = new SmallPlant(5, 4_000);
    private Path base = Path.of("");
    private Path home = Path.of("");
    private String importHash = "";

    /** A machine with a history, a live version, and an orderly stop. */
    @BeforeAll
    void prepare() throws IOException {
        base = folder.resolve("base");
        home = Files.createDirectories(folder.resolve("home"));
        try (var server = ServerProcess.start(base, home)) {
            said(server.post("/machines", "{\"machine\":\"pump\"}"));
            said(
                    server.post(
                            "/machines/pump/imports?name=history.csv",
                            plant.csv(0, SmallPlant.HISTORY_ROWS)));
            ended(server, order(server, 1));
            said(server.post("/versions/pump/1/release", "{\"force\":true}"));
            importHash =
                    server.items("/journal").stream()
                            .filter(entry ->
                                    entry.path("type").asString().equals("plant.ImportRecorded"))
                            .map(entry -> entry.path("hash").asString())
                            .findFirst()
                            .orElseThrow();
            server.stop();
        }
    }

    @Test
    void inASampleFile() throws IOException {
        Path data = copy("samples");
        Path file = sampleFile(data);
        flip(file, Files.size(file) / 2);
        try (var server = ServerProcess.start(data, home)) {
            String name = String.valueOf(file.getFileName());
            String head = server.head();
            var before = contents(data);

            refused(get(server, TREND), name);
            refused(
                    get(
                            server,
                            "/machines/pump/scores?from=2024-01-01T00:00:00Z&to=2024-01-20T00:00:00Z"),
                    name);
            refused(server.post("/machines/pump/samples", plant.batch(0)), name);
            assertThat(exported(server)).isFalse();
            onlyCheckThatFails(server, name);

            assertThat(server.head()).isEqualTo(head);
            assertThat(contents(data)).isEqualTo(before);
            JsonNode job = ended(server, order(server, 2));
            assertThat(job.path("state").asString()).isEqualTo("FAILED");
            assertThat(job.path("why").path("en").asString()).contains(name);
            assertThat(server.items("/versions")).hasSize(1);
        }
    }

    @Test
    void inAModelFile() throws IOException {
        Path data = copy("model");
        Path file = data.resolve("jobs/job-1/attempt-1/model.json");
        flip(file, Files.size(file) / 2);
        nothingOf(
                data,
                "model.json",
                List.of(
                        "/machines/pump/scores?from=2024-01-01T00:00:00Z&to=2024-01-20T00:00:00Z",
                        "/versions/pump/1/files/model.json"),
                Map.of("/machines/pump/samples", plant.batch(0)));
    }

    @Test
    void inAModelsCard() throws IOException {
        Path data = copy("card");
        Path file = data.resolve("jobs/job-1/attempt-1/card.json");
        flip(file, Files.size(file) / 2);
        nothingOf(
                data,
                "card.json",
                List.of("/versions/pump/1", "/versions?machine=pump"),
                Map.of("/versions/pump/1/release", "{\"force\":true}"));
    }

    @Test
    void inTheScoresThatTheGateReplays() throws IOException {
        Path data = copy("replay");
        Path file = data.resolve("jobs/job-1/attempt-1/replay.bin");
        flip(file, Files.size(file) / 2);
        nothingOf(
                data,
                "replay.bin",
                List.of("/versions/pump/1/files/replay.bin"),
                Map.of("/versions/pump/1/gate", "{\"budget\":2}"));
    }

    @Test
    void inWhatAnEntryOfTheJournalSays() throws Exception {
        Path data = copy("payload");
        change(data, "payload = replace(payload, 'history.csv', 'histosy.csv')");
        theEntryIsNamed(data);
    }

    @Test
    void inTheHashOfAnEntry() throws Exception {
        Path data = copy("hash");
        byte[] hash = HexFormat.of().parseHex(importHash);
        hash[5] ^= 1;
        change(data, "hash = x'%s'".formatted(HexFormat.of().formatHex(hash)));
        theEntryIsNamed(data);
    }

    /** With a snapshot the start does not need the entry; whoever reads or checks it finds it. */
    private void theEntryIsNamed(Path data) throws Exception {
        try (var server = ServerProcess.start(data, home)) {
            refused(get(server, "/journal?limit=1000"), "entry");
            JsonNode checks = said(server.post("/checks", ""));
            assertThat(failed(checks)).anyMatch(item -> item.matches("(?s).*[Ee]ntry \\(?\\d+.*"));
            var shell =
                    new CapturedShell(
                            Language.EN,
                            Map.of(
                                    "WERKMEISTER_SERVER",
                                    server.uri().toString(),
                                    "WERKMEISTER_KEY",
                                    server.key()),
                            home.resolve("nobody"));
            assertThat(Werkmeister.run(shell.shell(), "journal", "verify")).isNotZero();
            assertThat(shell.out() + shell.err()).containsPattern("[Ee]ntry \\(?\\d+");
            server.kill();
        }
        try (var files = Files.list(data.resolve("snapshots"))) {
            for (Path snapshot : files.toList()) {
                Files.delete(snapshot);
            }
        }
        assertThat(ServerProcess.refusal(data, home)).containsPattern("[Ee]ntry \\(?\\d+");
    }

    @Test
    void aWorkerWhoseServerIsKilledIsTakenOver() throws IOException {
        Path data = copy("orphan");
        String job;
        Path claim;
        try (var server = ServerProcess.start(data, home)) {
            job = order(server, 3);
            claim = data.resolve("jobs/%s/attempt-1/claim".formatted(job));
            while (!Files.exists(claim)) {
                pause();
            }
            server.kill();
        }
        long pid = Long.parseLong(Files.readString(claim).split(" ", 2)[0]);
        assertThat(commandLine(pid)).as("it goes on without its server").contains(job + "/");

        try (var server = ServerProcess.start(data, home)) {
            JsonNode ended = ended(server, job);
            assertThat(ended.path("state").asString()).isEqualTo("SUCCEEDED");
            assertThat(ended.path("attempt").asInt()).isEqualTo(1);
            assertThat(commandLine(pid)).as("nothing is left of it").doesNotContain(job + "/");
        }
    }

    /** Every question that needs the file is refused, nothing changes, and the check names it. */
    private void nothingOf(Path data, String name, List<String> gets, Map<String, String> posts)
            throws IOException {
        try (var server = ServerProcess.start(data, home)) {
            String head = server.head();
            var before = contents(data);
            gets.forEach(path -> refused(get(server, path), name));
            posts.forEach((path, body) -> refused(server.post(path, body), name));
            onlyCheckThatFails(server, name);
            assertThat(server.head()).isEqualTo(head);
            assertThat(contents(data)).isEqualTo(before);
        }
    }

    private static Said get(ServerProcess server, String path) {
        return server.ask(path);
    }

    private static void refused(Said said, String name) {
        assertThat(said.status()).as(said.body()).isEqualTo(500);
        assertThat(said.json().path("kind").asString()).as(said.body()).isEqualTo("CORRUPT");
        assertThat(said.detail()).contains(name);
    }

    /** Whether a whole export came. */
    private static boolean exported(ServerProcess server) {
        try {
            return server.ask("/export").status() == 200;
        } catch (Gone e) {
            return false;
        }
    }

    private static void onlyCheckThatFails(ServerProcess server, String name) {
        JsonNode checks = said(server.post("/checks", ""));
        assertThat(failed(checks)).hasSize(1).first().asString().contains(name);
    }

    private static List<String> failed(JsonNode checks) {
        return checks.path("items")
                .valueStream()
                .filter(item -> !item.path("ok").asBoolean())
                .map(item -> item.path("detail").asString())
                .toList();
    }

    private static String order(ServerProcess server, int seed) {
        return said(server.post("/orders", "{\"machine\":\"pump\",\"seed\":%d}".formatted(seed)))
                .path("job")
                .asString();
    }

    private static JsonNode ended(ServerProcess server, String job) {
        JsonNode view = server.get("/jobs/" + job);
        while (!List.of("SUCCEEDED", "FAILED", "CANCELLED")
                .contains(view.path("state").asString())) {
            pause();
            view = server.get("/jobs/" + job);
        }
        return view;
    }

    private static JsonNode said(Said said) {
        assertThat(said.status()).as(said.body()).isBetween(200, 201);
        return said.json();
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path copy(String name) throws IOException {
        Path data = folder.resolve(name);
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : files.toList()) {
                Files.copy(file, data.resolve(base.relativize(file).toString()));
            }
        }
        return data;
    }

    private static Path sampleFile(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("samples"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void flip(Path file, long place) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[Math.toIntExact(place)] ^= 1;
        Files.write(file, bytes);
    }

    /** Changes the entry of the import behind the journal's back. */
    private static void change(Path data, String how) throws SQLException {
        try (var database =
                        DriverManager.getConnection("jdbc:sqlite:" + data.resolve("journal.db"));
                var statement = database.createStatement()) {
            int changed =
                    statement.executeUpdate(
                            "UPDATE journal_entry SET %s WHERE type = 'plant.ImportRecorded'"
                                    .formatted(how));
            assertThat(changed).isEqualTo(1);
        }
    }

    /** How a process was started; empty once it has ended. */
    private static String commandLine(long pid) throws IOException {
        try {
            return Files.readString(Path.of("/proc/%d/cmdline".formatted(pid)));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Samples and results, file by file. */
    private static Map<String, Sha256> contents(Path data) throws IOException {
        var contents = new TreeMap<String, Sha256>();
        for (String part : List.of("samples", "jobs")) {
            try (Stream<Path> files = Files.walk(data.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    contents.put(file.toString(), Sha256.of(file));
                }
            }
        }
        return contents;
    }
}
