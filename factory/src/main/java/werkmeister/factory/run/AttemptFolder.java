package werkmeister.factory.run;

import werkmeister.units.CpuTime;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The folder in which an engine and a worker meet for one attempt at a job: {@code
 * <jobs>/<job>/attempt-<n>/}.
 *
 * <pre>
 * token             the attempt's token                              by the engine, before the start
 * order.json        what is to be done                               by the engine, before the start
 * claim             "pid token" of the one process that may work     by whoever comes first
 * …                 results                                          by the worker
 * usage.properties  cpuMilliseconds=…                                by the worker, at the end
 * failure.txt       one sentence                                     by the worker, if it fails
 * manifest.json     what the results are, the last thing written     by the worker: the result counts
 * </pre>
 *
 * <p>Every file appears whole or not at all (temporary file, fsync, rename, fsync of the folder).
 * The claim is made by a hard link, which is atomic and fails where one exists; so of two processes
 * started for one attempt, one works. A ghost of an older attempt can only write into its own
 * folder, and only the current attempt's manifest is ever read.
 */
public final class AttemptFolder {
    private static final Pattern JOB = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern RESULT = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final String CPU_MILLISECONDS = "cpuMilliseconds=";

    private final Path path;

    private AttemptFolder(Path path) {
        this.path = path;
    }

    /**
     * Who may work on the attempt.
     *
     * @param pid of the process, 0 if the engine withdrew the attempt before any came
     */
    public record Claim(String token, long pid) {}

    /** The folder of an attempt below the folder of all jobs; it need not exist yet. */
    public static AttemptFolder of(Path jobs, String job, int attempt) {
        if (!JOB.matcher(job).matches() || attempt < 1) {
            throw Refusal.invalid(
                    "Attempt %d at job (%s) cannot have a folder.".formatted(attempt, job));
        }
        return new AttemptFolder(jobs.resolve(job).resolve("attempt-" + attempt));
    }

    /** The folder that a worker was started with. */
    public static AttemptFolder at(Path folder) {
        return new AttemptFolder(folder);
    }

    public Path path() {
        return path;
    }

    public Path file(String name) {
        return path.resolve(name);
    }

    /** Puts token and order in place. Doing so again with the same token changes nothing. */
    public void prepare(String token, byte[] order) {
        var there = read("token").map(AttemptFolder::text);
        if (there.isPresent() && !there.get().equals(token)) {
            throw Refusal.conflict(
                    "The folder %s belongs to another run (%s).".formatted(path, there.get()));
        }
        if (there.isEmpty()) {
            createDurably();
            write("order.json", order);
            write("token", token.getBytes(StandardCharsets.UTF_8));
        }
    }

    public byte[] order() {
        return read("order.json")
                .orElseThrow(
                        () -> Refusal.notFound("The folder %s has no order.json.".formatted(path)));
    }

    public Optional<String> token() {
        return read("token").map(AttemptFolder::text);
    }

    /** Takes the attempt for a process; false if another has it. */
    public boolean claim(Claim claim) {
        var unique = file("claim.%d.tmp".formatted(claim.pid()));
        try {
            writeDurably(
                    unique,
                    "%d %s".formatted(claim.pid(), claim.token()).getBytes(StandardCharsets.UTF_8));
            Files.createLink(file("claim"), unique);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(unique);
            syncFolder(path);
        }
    }

    public Optional<Claim> claimed() {
        return read("claim").map(AttemptFolder::text).map(AttemptFolder::claimOf);
    }

    /** Keeps a file of the result; it counts once a manifest names it. */
    public void keep(String name, byte[] bytes) {
        if (!RESULT.matcher(name).matches()) {
            throw Refusal.invalid("A result cannot be called (%s).".formatted(name));
        }
        write(name, bytes);
    }

    /** Publishes the result, whole and for good. A second publication is refused. */
    public void publish(byte[] manifest) {
        var there = manifest();
        if (there.isPresent() && !Arrays.equals(there.get(), manifest)) {
            throw Refusal.conflict("The folder %s has a manifest already.".formatted(path));
        }
        write("manifest.json", manifest);
    }

    public Optional<byte[]> manifest() {
        return read("manifest.json");
    }

    public void recordUsage(CpuTime cpuTime) {
        write(
                "usage.properties",
                (CPU_MILLISECONDS + cpuTime.milliseconds() + "\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** The processor time that the worker counted itself. */
    public Optional<CpuTime> usage() {
        return read("usage.properties")
                .flatMap(bytes ->
                        text(bytes)
                                .lines()
                                .filter(line -> line.matches(CPU_MILLISECONDS + "\\d{1,17}"))
                                .findFirst())
                .map(line -> line.substring(CPU_MILLISECONDS.length()))
                .map(digits -> new CpuTime(Long.parseLong(digits)));
    }

    /** Says in one sentence why there will be no result. */
    public void fail(String sentence) {
        write("failure.txt", sentence.getBytes(StandardCharsets.UTF_8));
    }

    public Optional<String> failure() {
        return read("failure.txt").map(AttemptFolder::text);
    }

    /** A claim that a power cut left unreadable is of a process that is gone. */
    private static Claim claimOf(String text) {
        var parts = text.split(" ", 2);
        return parts.length == 2 && parts[0].matches("\\d{1,18}")
                ? new Claim(parts[1], Long.parseLong(parts[0]))
                : new Claim("", 0);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }

    private Optional<byte[]> read(String name) {
        try {
            return Optional.of(Files.readAllBytes(file(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, byte[] bytes) {
        var temporary = file(name + ".tmp");
        try {
            writeDurably(temporary, bytes);
            Files.move(temporary, file(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        syncFolder(path);
    }

    private static void writeDurably(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private void createDurably() {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var job = path.toAbsolutePath().getParent();
        if (job != null) {
            syncFolder(job);
            var jobs = job.getParent();
            if (jobs != null) {
                syncFolder(jobs);
            }
        }
    }

    private static void syncFolder(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
