package werkmeister.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.server.journal.Journal.Entry;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills a writing process at random moments and at the n-th system call of a kind, lets system
 * calls fail, and checks what is left: everything acknowledged, at most one group more, the chain
 * whole, and the next writer goes on.
 */
@Tag("slow")
class JournalKillTest {
    @TempDir Path folder;

    private int points;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12})
    void whatWasAcknowledgedSurvivesKillsAtRandom(long seed)
            throws IOException, InterruptedException {
        var random = new Random(seed);
        for (int i = 0; i < 12; i++) {
            killAtRandom(folder.resolve("data"), "-", random);
        }
        report("at random, seed " + seed);
    }

    private void killAtRandom(Path data, String database, Random random)
            throws IOException, InterruptedException {
        var process = start(List.of(), data, database);
        long acknowledged = 0;
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (int left = 1 + random.nextInt(40); left > 0; left--) {
                acknowledged = acknowledged(lines.readLine(), acknowledged);
            }
            Thread.sleep(0, random.nextInt(1_000_000));
            // Through the handle: the process itself would also throw away what it printed last.
            process.toHandle().destroyForcibly();
            process.waitFor();
            acknowledged = lastAcknowledged(lines, acknowledged);
        }
        checkWhatIsLeft(data, database, acknowledged);
    }

    @ParameterizedTest(name = "before {0} number {1}, in steps of {2} up to {3}")
    @CsvSource({"pwrite64, 1, 1, 8", "pwrite64, 10, 13, 200", "fsync, 1, 2, 21", "rename, 1, 1, 3"})
    void whatWasAcknowledgedSurvivesAKillAtTheNthCall(String call, int first, int step, int last)
            throws IOException, InterruptedException {
        requireStrace();
        for (int n = first; n <= last; n += step) {
            var died =
                    inject(
                            "%s:signal=SIGKILL:when=%d".formatted(call, n),
                            folder.resolve("n-" + n),
                            "-");
            assertThat(died.exit()).as("%s number %d was reached", call, n).isEqualTo(128 + 9);
        }
        report("before " + call);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fsync:error=EIO:when=3+",
                "fsync:error=EIO:when=9+",
                "fsync:error=EIO:when=20",
                "pwrite64:error=EIO:when=30",
                "pwrite64:error=EIO:when=101+",
                "pwrite64:error=ENOSPC:when=40..60",
                "pwrite64:error=ENOSPC:when=120+",
                "fsync:error=EIO:when=1",
            })
    void aWriterStopsForGoodWhenTheDiskFails(String fault)
            throws IOException, InterruptedException {
        requireStrace();
        var died = inject(fault, folder.resolve("data"), "-");
        assertThat(died.exit()).as(died.last()).isEqualTo(AppendingProcess.FAILED);
        assertThat(died.last()).startsWith("failed ");
    }

    @Test
    void whatPostgresAcknowledgedSurvivesToo()
            throws IOException, InterruptedException, SQLException {
        try (var server = RealPostgres.start()) {
            var random = new Random(13);
            var database = server.database();
            for (int i = 0; i < 5; i++) {
                killAtRandom(folder.resolve("data"), database, random);
            }
            report("at random with PostgreSQL, seed 13");
            requireStrace();
            for (int n = 12; n <= 72; n += 12) {
                var fault = "write:signal=SIGKILL:when=" + n;
                var died = inject(fault, folder.resolve("n-" + n), server.database());
                assertThat(died.exit()).as("%s: %s", fault, died.last()).isEqualTo(128 + 9);
            }
            report("before write to PostgreSQL's socket");
        }
    }

    private record Death(int exit, String last) {}

    /** Runs the process with a fault and checks what it left. */
    private Death inject(String fault, Path data, String database)
            throws IOException, InterruptedException {
        var call = fault.substring(0, fault.indexOf(':'));
        var strace =
                List.of(
                        "strace",
                        "-f",
                        "-o",
                        "/dev/null",
                        "-e",
                        "trace=" + call,
                        "-e",
                        "inject=" + fault);
        var process = start(strace, data, database);
        List<String> lines;
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            lines = output.readAllLines();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        long acknowledged = 0;
        for (var line : lines) {
            acknowledged = acknowledged(line, acknowledged);
        }
        checkWhatIsLeft(data, database, acknowledged);
        return new Death(process.exitValue(), lines.isEmpty() ? "" : lines.getLast());
    }

    private Process start(List<String> before, Path data, String database) throws IOException {
        var temporary = Files.createDirectories(folder.resolve("tmp"));
        var command = new ArrayList<>(before);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        AppendingProcess.class.getName(),
                        data.toString(),
                        database));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static long lastAcknowledged(BufferedReader lines, long before) throws IOException {
        long acknowledged = before;
        for (var line : lines.readAllLines()) {
            acknowledged = acknowledged(line, acknowledged);
        }
        return acknowledged;
    }

    /**
     * A kill may cut the last line short; only a whole one counts, and a short one ends in no digit
     * we know.
     */
    private static long acknowledged(String line, long before) {
        assertThat(line).as("output of the appending process").isNotNull();
        return line.startsWith("acknowledged ")
                ? Long.parseLong(line.substring("acknowledged ".length()))
                : before;
    }

    private void checkWhatIsLeft(Path data, String database, long acknowledged) {
        points++;
        var url = Optional.of(database).filter(text -> !text.equals("-"));
        try (var journal = Journals.open(data, url, InstantSource.system())) {
            assertThat(journal.size())
                    .as("entries left, %d acknowledged", acknowledged)
                    .isBetween(acknowledged, acknowledged + AppendingProcess.GROUP_MAX);
            assertThat(journal.verify())
                    .isEqualTo(
                            new Journal.Verification(
                                    journal.size(), journal.head(), Optional.empty()));
            journal.replay(0, JournalKillTest::checkEntry);
            journal.snapshot()
                    .ifPresent(snapshot -> journal.replay(snapshot.sequence(), entry -> {}));

            long next = journal.size() + 1;
            assertThat(journal.append(List.of(AppendingProcess.draft(next))))
                    .extracting(Entry::sequence)
                    .containsExactly(next);
        }
    }

    private static void checkEntry(Entry entry) {
        var draft = AppendingProcess.draft(entry.sequence());
        assertThat(entry.payload()).isEqualTo(draft.payload());
        assertThat(entry.tenant()).isEqualTo(draft.tenant());
        assertThat(entry.at()).isEqualTo(draft.at());
    }

    private void report(String how) {
        System.out.printf("journal killed %s: %d points survived%n", how, points);
        points = 0;
    }

    private static void requireStrace() throws InterruptedException {
        boolean works;
        try {
            works =
                    new ProcessBuilder("strace", "-f", "-o", "/dev/null", "true").start().waitFor()
                            == 0;
        } catch (IOException e) {
            works = false;
        }
        if (!works) {
            var line =
                    "strace is missing or may not trace: kills at the n-th call are skipped;"
                            + " install it with: apt-get install strace";
            System.out.println("NOTE: " + line);
            assertThat(System.getenv("CI")).as(line).isNotEqualTo("true");
            assumeTrue(false, line);
        }
    }
}
