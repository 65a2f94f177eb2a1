package werkmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.ServerProcess.Gone;
import werkmeister.cli.Strace.Fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Kills the real server before each system call with which it joins small files of live samples and
 * deletes the ones that were joined. Every sample that was acknowledged is there after the next
 * start, once.
 */
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CompactionKillTest {
    private static final Instant START = Instant.parse("2026-02-13T10:00:00Z");
    private static final int FAN_IN = 16;
    private static final int TRIES = 12;
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir Path folder;

    private final Map<String, Integer> hits = new TreeMap<>();
    private ServerProcess server;
    private int sent;

    @BeforeEach
    void open() throws IOException {
        server = started();
        server.post("/machines", "{\"machine\":\"mill\"}");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void everySampleSurvivesAKillWhileItsFileIsJoinedOrDeleted()
            throws IOException, InterruptedException {
        Strace.require();
        Optional<Path> journal = Optional.of(folder.resolve("data/journal.db-wal"));
        for (Fault fault :
                List.of(
                        new Fault("write", 1, Optional.empty()),
                        new Fault("fsync", 1, Optional.empty()),
                        new Fault("fsync", 2, Optional.empty()),
                        new Fault("rename", 1, Optional.empty()),
                        new Fault("pwrite64", 1, journal),
                        new Fault("pwrite64", 3, journal))) {
            kill(fault, "plant.FilesReplaced", this::sendSixteen);
        }
        for (int file : List.of(0, 9)) {
            killBeforeDeleting(file);
        }
        System.out.println("server killed while it compacts: " + hits);
        assertThat(hits.keySet()).anyMatch(hit -> hit.startsWith("rename"));
        assertThat(hits.keySet()).anyMatch(hit -> hit.startsWith("unlink"));
        assertThat(hits.values().stream().mapToInt(Integer::intValue).sum())
                .isGreaterThanOrEqualTo(5);
    }

    /** Kills before a call that leads to an event; where it came too late, it is tried again. */
    private void kill(Fault fault, String event, Preparation before)
            throws IOException, InterruptedException {
        boolean hit = false;
        for (int i = 0; i < TRIES && !hit; i++) {
            long seen = happened(event);
            before.prepare();
            // The server waits until it is watched: on a busy machine that may take a while.
            signal("STOP");
            Path log = folder.resolve("strace.log");
            try (var _ = Strace.attach(server.pid(), fault, log)) {
                signal("CONT");
                await(() -> happened(event) > seen);
            } catch (Gone e) {
                assertThat(server.ended(SOON)).as("%s: it lives: %s", fault, e).isTrue();
            }
            Optional<String> call = Strace.hit(log);
            call.ifPresent(one -> hits.merge(kind(one), 1, Integer::sum));
            hit = call.isPresent();
            if (server.ended(Duration.ofMillis(100))) {
                start();
            }
            check(fault);
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        assertThat(
                        new ProcessBuilder("kill", "-" + name, Long.toString(server.pid()))
                                .start()
                                .waitFor())
                .isZero();
    }

    /** What the server does next is to be killed. */
    private interface Preparation {
        void prepare() throws IOException;
    }

    private void sendSixteen() {
        for (int i = 0; i < FAN_IN; i++) {
            String body =
                    "{\"signals\":[\"a\"],\"rows\":[[\"%s\",%d]]}"
                            .formatted(START.plusSeconds(sent), sent);
            var said = server.post("/machines/mill/samples", body);
            assertThat(said.status()).as(said.body()).isEqualTo(200);
            sent++;
        }
    }

    /** The next server deletes what was joined; it is watched from its first call on. */
    private void killBeforeDeleting(int number) throws IOException {
        long seen = happened("plant.FilesReplaced");
        sendSixteen();
        await(() -> happened("plant.FilesReplaced") > seen);
        String path = replaced().get(number);
        server.kill();
        var fault =
                new Fault("unlink", 1, Optional.of(folder.resolve("data/samples").resolve(path)));
        Path log = folder.resolve("strace.log");
        Files.deleteIfExists(log);
        try (var watched = ServerProcess.start(fault.options(log), data(), home())) {
            assertThat(watched.ended(SOON)).as("%s", fault).isTrue();
        } catch (Gone e) {
            // It died before it had said where it is.
        }
        hits.merge(kind(Strace.hit(log).orElseThrow()), 1, Integer::sum);
        server = started();
        check(fault);
    }

    /** Paths of the files that were joined last. */
    private List<String> replaced() {
        return server.items("/journal").stream()
                .filter(entry -> entry.path("type").asString().equals("plant.FilesReplaced"))
                .reduce((_, last) -> last)
                .orElseThrow()
                .path("payload")
                .path("gone")
                .valueStream()
                .map(file -> file.path("path").asString())
                .toList();
    }

    private void check(Fault fault) throws IOException {
        assertThat(server.get("/machines/mill").path("rows").asInt())
                .as("%s", fault)
                .isEqualTo(sent);
        String path =
                "/machines/mill/trend?signal=a&points=%d&from=%s&to=%s"
                        .formatted(sent, START, START.plusSeconds(sent));
        JsonNode trend = server.get(path);
        for (int i = 0; i < sent; i++) {
            assertThat(trend.path("max").path(i).asInt(-1))
                    .as("%s: sample %d", fault, i)
                    .isEqualTo(i);
        }
        JsonNode checks = server.post("/checks", "").json();
        assertThat(checks.path("failed").asInt()).as("%s: %s", fault, checks).isZero();
        assertThat(HalfWritten.leftIn(data().resolve("samples"))).as("%s", fault).isEmpty();
    }

    private void start() throws IOException {
        server.close();
        server = started();
    }

    private ServerProcess started() throws IOException {
        return ServerProcess.start(data(), home());
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path home() throws IOException {
        return Files.createDirectories(folder.resolve("home"));
    }

    private long happened(String type) {
        return server.items("/journal").stream()
                .filter(entry -> entry.path("type").asString().equals(type))
                .count();
    }

    /** Until it is so, or a while is over: then the call that was waited for never came. */
    private static void await(BooleanSupplier seen) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!seen.getAsBoolean() && System.nanoTime() < end) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** What was hit, without what differs from kill to kill. */
    private String kind(String call) {
        return call.replace(folder.toString(), "").replaceAll("[0-9a-f]{16}|\\d+", "N");
    }
}
