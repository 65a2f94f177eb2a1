package werkmeister.plant.store;

import werkmeister.plant.machine.MachineId;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Samples at rest, in Parquet files {@code root/<tenant>/<machine>/<yyyy-MM>/<hash>.parquet} with
 * months in UTC.
 *
 * <p>A file is written once and never changed; its name is the start of its content's SHA-256. What
 * the store holds is what the caller's manifest lists: a file that no manifest knows is an orphan
 * of a write that was never acknowledged. Each file's size and SHA-256 are checked against the
 * manifest before a value of it is used.
 */
public final class SampleStore {
    /**
     * Values (rows times signals) a file may hold, so that one is checked and read in bounded
     * memory.
     */
    static final long MAX_VALUES_PER_FILE = 8_000_000;

    private final Path root;

    public SampleStore(Path root) {
        this.root = root;
    }

    /**
     * Writes a table, a file a month (more where a month is very large), and returns their
     * manifest. All files are durable when this returns. The same table always gives the same
     * files.
     */
    public List<SampleFile> write(TenantId tenant, MachineId machine, SampleTable table) {
        try (var writing = writing(tenant, machine)) {
            writing.add(table);
            return writing.commit();
        }
    }

    /** The same for samples that come block by block. */
    public SampleWriting writing(TenantId tenant, MachineId machine) {
        return new SampleWriting(root, tenant, machine);
    }

    /**
     * The samples of a span: the files laid over one another (see {@link Merge}), a later file of
     * the list winning over an earlier one at equal times.
     */
    public SampleTable read(List<SampleFile> files, List<String> signals, TimeSpan span) {
        var parts = new ArrayList<SampleTable>();
        scan(files, signals, span, parts::add);
        return Merge.of(parts, signals, span);
    }

    /**
     * The same rows as {@link #read}, in order of time, handed on piece by piece: about a month in
     * memory at a time, and the next one on its way.
     */
    public void scan(
            List<SampleFile> files,
            List<String> signals,
            TimeSpan span,
            Consumer<SampleTable> batch) {
        var months =
                new Ahead<>(
                        groups(files, span),
                        overlapping ->
                                Merge.of(
                                        overlapping.stream()
                                                .map(file -> table(file, signals))
                                                .toList(),
                                        signals,
                                        span));
        try (months) {
            while (months.hasNext()) {
                SampleTable merged = months.next();
                if (merged.rows() > 0) {
                    batch.accept(merged);
                }
            }
        }
    }

    /** Checks a file's size and SHA-256; throws a refusal that names it if they differ. */
    public void verify(SampleFile file) {
        bytes(file);
    }

    /** The checked bytes of a file, as they lie on disk. */
    public byte[] bytes(SampleFile file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path(file));
        } catch (NoSuchFileException e) {
            throw Refusal.corrupt(
                    "The sample file (%s) is missing: restore it from a backup."
                            .formatted(file.path()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The sample file (%s) cannot be read.".formatted(file.path()), e);
        }
        if (bytes.length != file.bytes()) {
            throw Refusal.corrupt(
                    "The sample file (%s) has %d bytes where the manifest says %d: restore it from a backup."
                            .formatted(file.path(), bytes.length, file.bytes()));
        }
        Sha256 found = Sha256.of(bytes);
        if (!found.equals(file.sha256())) {
            throw Refusal.corrupt(
                    "The sample file (%s) has SHA-256 (%s) where the manifest says (%s): restore it from a backup."
                            .formatted(file.path(), found.brief(), file.sha256().brief()));
        }
        return bytes;
    }

    /** All of a file, with every column that it has. */
    public SampleTable whole(SampleFile file) {
        try {
            return ParquetReading.whole(bytes(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The samples of these files as one table, with every column that any of them has. */
    public SampleTable joined(List<SampleFile> files) {
        List<SampleTable> parts = files.stream().map(this::whole).toList();
        List<String> signals =
                parts.stream().flatMap(part -> part.signals().stream()).distinct().toList();
        return Merge.of(parts, signals, new TimeSpan(Instant.MIN, Instant.MAX));
    }

    /** Takes in the bytes of a file that was written elsewhere; durable when this returns. */
    public void adopt(TenantId tenant, MachineId machine, SampleFile file, byte[] bytes) {
        String place =
                Pattern.quote(tenant + "/" + machine) + "/\\d{4,5}-\\d{2}/[0-9a-f]{16}\\.parquet";
        if (!file.path().matches(place)) {
            throw Refusal.invalid(
                    "The path (%s) is not one of machine (%s).".formatted(file.path(), machine));
        }
        if (bytes.length != file.bytes() || !Sha256.of(bytes).equals(file.sha256())) {
            throw Refusal.invalid(
                    "The samples for (%s) are not those of its record: export again."
                            .formatted(file.path()));
        }
        try (var batch = new FileBatch(root)) {
            batch.add(file.path(), bytes);
            if (Levels.areKept(file.rows())) {
                SampleTable table = ParquetReading.whole(bytes);
                batch.add(LevelsFile.path(file.path()), LevelsFile.bytes(table, file.sha256()));
            }
            batch.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The sample file (%s) cannot be taken in.".formatted(file.path()), e);
        }
    }

    /** The same for its table: equal tables have equal bytes. */
    public void adopt(TenantId tenant, MachineId machine, SampleFile file, SampleTable table) {
        try {
            adopt(tenant, machine, file, ParquetWriting.bytes(table));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The sample file (%s) cannot be taken in.".formatted(file.path()), e);
        }
    }

    /** A signal over a span as a chart of so many points shows it. */
    public Envelope envelope(List<SampleFile> files, String signal, TimeSpan span, int points) {
        return Zoom.of(this, root, groups(files, span), signal, span, points);
    }

    /**
     * Deletes a file; one that is gone already is no error. Returns when the deletion is durable.
     */
    public void delete(SampleFile file) {
        try {
            Path path = path(file);
            Files.deleteIfExists(root.resolve(LevelsFile.path(file.path())));
            if (Files.deleteIfExists(path)) {
                FileBatch.syncFolderOf(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The sample file (%s) cannot be deleted.".formatted(file.path()), e);
        }
    }

    /** Deletes everything that was ever written of a machine; durable when this returns. */
    public void erase(TenantId tenant, MachineId machine) {
        erase(root.resolve(tenant.value()).resolve(machine.value()));
    }

    /** Deletes everything that was ever written of a tenant; durable when this returns. */
    public void erase(TenantId tenant) {
        erase(root.resolve(tenant.value()));
    }

    private static void erase(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
            FileBatch.syncFolderOf(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The folder (%s) cannot be erased.".formatted(folder), e);
        }
    }

    /** Whether any file of a machine is on the disk. */
    public boolean holdsAny(TenantId tenant, MachineId machine) {
        Path folder = root.resolve(tenant.value()).resolve(machine.value());
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.anyMatch(Files::isRegularFile);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The folder (%s) cannot be listed.".formatted(folder), e);
        }
    }

    /**
     * Paths of files, relative to the root, that the manifest does not know: left by writes never
     * acknowledged.
     */
    public List<String> orphans(List<SampleFile> known) {
        Set<String> knownPaths =
                known.stream()
                        .flatMap(file -> Stream.of(file.path(), LevelsFile.path(file.path())))
                        .collect(Collectors.toSet());
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(path -> !knownPaths.contains(path))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder (%s) cannot be listed.".formatted(root), e);
        }
    }

    private SampleTable table(SampleFile file, List<String> signals) {
        try {
            return ParquetReading.table(bytes(file), signals);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static UncheckedIOException unreadable(SampleFile file, IOException cause) {
        return new UncheckedIOException(
                "The sample file (%s) cannot be decoded.".formatted(file.path()), cause);
    }

    private Path path(SampleFile file) {
        Path path = root.resolve(file.path()).normalize();
        if (!path.startsWith(root.normalize())) {
            throw Refusal.invalid("The path (%s) leads out of the store.".formatted(file.path()));
        }
        return path;
    }

    /**
     * Files that share some time, group by group in order of time; within a group the manifest's
     * order is kept.
     */
    private static List<List<SampleFile>> groups(List<SampleFile> files, TimeSpan span) {
        int[] byFirst =
                IntStream.range(0, files.size())
                        .filter(i ->
                                !files.get(i).last().isBefore(span.from())
                                        && files.get(i).first().isBefore(span.to()))
                        .boxed()
                        .sorted(Comparator.comparing(i -> files.get(i).first()))
                        .mapToInt(Integer::intValue)
                        .toArray();
        var groups = new ArrayList<List<SampleFile>>();
        int from = 0;
        while (from < byFirst.length) {
            Instant end = files.get(byFirst[from]).last();
            int to = from + 1;
            while (to < byFirst.length && !files.get(byFirst[to]).first().isAfter(end)) {
                Instant last = files.get(byFirst[to]).last();
                end = last.isAfter(end) ? last : end;
                to++;
            }
            groups.add(Arrays.stream(byFirst, from, to).sorted().mapToObj(files::get).toList());
            from = to;
        }
        return groups;
    }
}
