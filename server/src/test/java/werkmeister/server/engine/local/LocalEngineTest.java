package werkmeister.server.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.factory.job.Resources;
import werkmeister.factory.run.AttemptFolder;
import werkmeister.factory.run.Run;
import werkmeister.units.CpuCount;
import werkmeister.units.CpuTime;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Real processes: small shells that do what their order says. */
class LocalEngineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Resources TWO_CPUS =
            new Resources(new CpuCount(2), new Memory(1L << 30), GpuCount.ZERO);

    @TempDir Path jobs;
    private LocalEngine engine;

    @BeforeEach
    void engineWhoseWorkersRunTheirOrder() {
        engine = anotherEngine();
    }

    @AfterEach
    void nothingIsLeftRunning() {
        List.of(run(1), run(2)).forEach(engine::cancel);
        until(engine, run(1), observation -> !(observation instanceof Observation.Running));
        until(engine, run(2), observation -> !(observation instanceof Observation.Running));
    }

    @Test
    void aRunThatPublishesIsFinishedWithItsManifestAndItsProcessorTime() {
        start(
                """
                i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done
                echo '{"ok":true}' >$1/manifest.tmp; mv $1/manifest.tmp $1/manifest.json\
                """);
        var end = end(run(1));
        assertThat(end)
                .isInstanceOfSatisfying(
                        Observation.Finished.class,
                        finished -> {
                            assertThat(finished.manifest()).contains("\"ok\"");
                            assertThat(finished.cpuTime()).isGreaterThan(new CpuTime(20));
                        });
    }

    @Test
    void theWorkerSeesItsLimitsAndNoSecretOfTheServer() throws IOException {
        start("env >$1/environment; touch $1/manifest.json");
        end(run(1));
        assertThat(Files.readString(folder(1).file("environment")))
                .contains(
                        "WERKMEISTER_CPUS=2",
                        "WERKMEISTER_MEMORY_BYTES=1073741824",
                        "OMP_NUM_THREADS=2",
                        "-XX:ActiveProcessorCount=2 -Xmx768m")
                .doesNotContain("MAVEN", "SUREFIRE", "BASH");
    }

    @Test
    void anExitWithoutAResultIsAFailureWithTheLastWords() {
        start("echo no such column: pressure; exit 3");
        assertThat(failure(run(1)))
                .isEqualTo(
                        "The worker ended with exit code 3; its last words: no such column:"
                                + " pressure");
    }

    @Test
    void theWorkersOwnSentenceComesFirst() {
        start("printf 'The file is empty.' >$1/failure.txt; exit 1");
        assertThat(end(run(1)))
                .isInstanceOfSatisfying(
                        Observation.Refused.class,
                        refused -> assertThat(refused.sentence()).isEqualTo("The file is empty."));
    }

    @Test
    void anEndWithoutAResultIsAFailureEvenWithExitCodeZero() {
        start("true");
        assertThat(failure(run(1))).isEqualTo("The worker ended without publishing a result.");
    }

    @Test
    void aKilledWorkerIsAFailureAndItsTimeIsKept() {
        start("i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; kill -9 $$");
        var failed = (Observation.Failed) end(run(1));
        assertThat(failed.sentence()).contains("killed (signal 9)");
        assertThat(failed.cpuTime()).isGreaterThan(new CpuTime(20));
    }

    @Test
    void aRunWhoseProcessesAllVanishIsLost() {
        start("sleep 100");
        running(engine);
        // Looked up before its child goes, for it may end on its own then.
        ProcessHandle shell = shell(1);
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        // The shell goes in the same breath, before it can write down the end of its child.
        shell.destroyForcibly();
        assertThat(end(run(1))).isInstanceOfAny(Observation.Lost.class, Observation.Failed.class);
    }

    @Test
    void aNewEngineFindsTheRunningWorkerAndSeesItsEnd() {
        start("while [ ! -e $1/go ]; do sleep 0.02; done; echo done >$1/manifest.json");
        running(engine);
        long pid = shell(1).pid();

        engine = anotherEngine();
        engine.start(run(1), "exit 9".getBytes(UTF_8), TWO_CPUS);
        running(engine);
        assertThat(shell(1).pid()).isEqualTo(pid);

        engine = anotherEngine();
        engine.reattach(run(1));
        running(engine);
        write(folder(1).file("go"), "");
        assertThat(end(run(1)))
                .isInstanceOfSatisfying(
                        Observation.Finished.class,
                        finished -> assertThat(finished.manifest()).isEqualTo("done\n"));
    }

    @Test
    void anEndThatNoServerSawIsOnRecord() throws InterruptedException, IOException {
        start("exit 4");
        end(run(1));
        engine = anotherEngine();
        engine.start(run(1), "".getBytes(UTF_8), TWO_CPUS);
        assertThat(failure(run(1))).contains("exit code 4");
    }

    @Test
    void startedTwiceIsOneProcess() throws IOException {
        var order = "echo begun >>$1/begun; sleep 0.2; touch $1/manifest.json";
        var twin = anotherEngine();
        start(order);
        start(order);
        twin.start(run(1), order.getBytes(UTF_8), TWO_CPUS);

        assertThat(end(run(1))).isInstanceOf(Observation.Finished.class);
        assertThat(until(twin, run(1), LocalEngineTest::hasEnded))
                .isInstanceOf(Observation.Finished.class);
        assertThat(Files.readAllLines(folder(1).file("begun"))).hasSize(1);
    }

    @Test
    void aRunThatNobodyStartedIsLostAndNeverStartsLater() {
        folder(1).prepare(run(1).token(), "echo begun >$1/begun".getBytes(UTF_8));
        engine.reattach(run(1));
        assertThat(end(run(1))).isInstanceOf(Observation.Lost.class);

        engine = anotherEngine();
        engine.start(run(1), "".getBytes(UTF_8), TWO_CPUS);
        assertThat(end(run(1))).isInstanceOf(Observation.Lost.class);
        assertThat(folder(1).file("begun")).doesNotExist();
    }

    @Test
    void aGhostOfAnOlderAttemptPublishesIntoItsOwnFolderOnly() {
        start("while [ ! -e $1/go ]; do sleep 0.02; done; echo ghost >$1/manifest.json");
        running(engine);
        engine.forget(run(1));
        engine.start(run(2), "echo second >$1/manifest.json".getBytes(UTF_8), TWO_CPUS);
        write(folder(1).file("go"), "");

        assertThat(end(run(2)))
                .isInstanceOfSatisfying(
                        Observation.Finished.class,
                        finished -> assertThat(finished.manifest()).isEqualTo("second\n"));
        assertThat(engine.observe()).extracting(Observation::run).containsOnly(run(2));
    }

    @Test
    void aCancelledRunEndsWithAllItsProcesses() {
        start("sleep 100 & sleep 100");
        running(engine);
        var all = Stream.concat(Stream.of(shell(1)), shell(1).descendants()).toList();
        // Asked again and again, as the foreman does: the first may come before the worker is
        // there.
        var end =
                until(
                        engine,
                        run(1),
                        observation -> {
                            engine.cancel(run(1));
                            return hasEnded(observation);
                        });
        assertThat(end).isInstanceOf(Observation.Failed.class);
        eventually(() -> all.stream().noneMatch(LocalEngineTest::stillRuns));
    }

    @Test
    void aCancelThatIsRepeatedDoesNotLoseTheEndThatIsBeingWritten() throws IOException {
        var writing = folder(1).file("exit.tmp");
        start("until [ -e $1/go ]; do sleep 0.02; done");
        running(engine);
        Files.createFile(writing);
        engine.cancel(run(1));
        write(folder(1).file("go"), "");
        assertThat(failure(run(1))).contains("without publishing a result");
    }

    @Test
    void whatAWorkerLeavesBehindIsEndedWithIt() throws IOException {
        start("sleep 100 & echo $! >$1/child; touch $1/manifest.json");
        end(run(1));
        var child = Long.parseLong(Files.readString(folder(1).file("child")).strip());
        eventually(() -> ProcessHandle.of(child).filter(LocalEngineTest::stillRuns).isEmpty());
    }

    @Test
    void aFolderOfAnotherBookIsNotTouched() {
        folder(1).prepare("werkmeister-job-1-1-other000", "true".getBytes(UTF_8));
        start("touch $1/manifest.json");
        assertThat(failure(run(1))).contains("another run", "werkmeister-job-1-1-other000");
        assertThat(folder(1).manifest()).isEmpty();
    }

    @Test
    void aWorkerThatCannotBeFoundIsAFailureWithTheReason() {
        engine = new LocalEngine(jobs, List.of("/no/such/worker"));
        start("");
        assertThat(failure(run(1))).contains("exit code 127", "/no/such/worker");
    }

    @Test
    void anOrderIsThereForTheWorkerByteForByte() {
        start("cp $1/order.json $1/manifest.json");
        assertThat(((Observation.Finished) end(run(1))).manifest())
                .isEqualTo(new String(folder(1).order(), UTF_8));
    }

    private LocalEngine anotherEngine() {
        return new LocalEngine(
                jobs, List.of("sh", "-c", "exec sh \"$1/order.json\" \"$1\"", "worker"));
    }

    private void start(String order) {
        engine.start(run(1), order.getBytes(UTF_8), TWO_CPUS);
    }

    private static Run run(int attempt) {
        var token = Run.token("job-1", attempt, "0123456789abcdef");
        return new Run("job-1", attempt, "node-1", token, Instant.EPOCH);
    }

    private AttemptFolder folder(int attempt) {
        return AttemptFolder.of(jobs, "job-1", attempt);
    }

    private ProcessHandle shell(int attempt) {
        long pid = folder(attempt).claimed().orElseThrow().pid();
        return ProcessHandle.of(pid).orElseThrow();
    }

    /** A zombie that nobody waits for is dead, though the platform lists it. */
    private static boolean stillRuns(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private void running(LocalEngine by) {
        until(by, run(1), Observation.Running.class::isInstance);
        eventually(() -> shell(1).descendants().findAny().isPresent());
    }

    private Observation end(Run run) {
        return until(engine, run, LocalEngineTest::hasEnded);
    }

    private String failure(Run run) {
        return ((Observation.Failed) end(run)).sentence();
    }

    private static boolean hasEnded(Observation observation) {
        return !(observation instanceof Observation.Running);
    }

    private static Observation until(LocalEngine engine, Run run, Predicate<Observation> wanted) {
        var seen = new Observation[1];
        eventually(() ->
                engine.observe().stream()
                        .filter(observation -> observation.run().equals(run))
                        .filter(wanted)
                        .peek(observation -> seen[0] = observation)
                        .findFirst()
                        .isPresent());
        return seen[0];
    }

    private static void eventually(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
