package werkmeister.plant.store;

import werkmeister.plant.machine.MachineId;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Samples of one machine on their way into the store, block by block. A month that is complete is
 * encoded and written beside its place while the next blocks come; nothing is visible before {@link
 * #commit}, and what was not committed is removed.
 *
 * <p>A few months are in memory at a time. Months in the order of their coming need one file each;
 * where time goes back to an earlier month, that month gets another file, and reading lays them
 * over one another.
 */
public final class SampleWriting implements AutoCloseable {
    private static final long MICROS = 1_000_000;
    private static final int NAME_DIGITS = 16;

    private final String folder;
    private final MachineId machine;
    private final FileBatch batch;
    private final ExecutorService encoders;
    private final Semaphore room;
    private final List<Future<SampleFile>> written = new ArrayList<>();
    private final List<SampleTable> open = new ArrayList<>();
    private YearMonth openMonth = YearMonth.of(1970, 1);
    private long openValues;

    SampleWriting(Path root, TenantId tenant, MachineId machine) {
        this.folder = tenant + "/" + machine;
        this.machine = machine;
        this.batch = new FileBatch(root);
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);
        this.encoders = Executors.newFixedThreadPool(threads);
        this.room = new Semaphore(threads + 1);
    }

    /** Takes a block in: in order of time within itself, with any signals. */
    public void add(SampleTable block) {
        long[] times = block.times();
        int from = 0;
        while (from < times.length) {
            YearMonth month = month(times[from]);
            int to = end(times, from, micros(month.plusMonths(1)), fitting(block));
            if (!open.isEmpty() && (!month.equals(openMonth) || !fits(block, to - from))) {
                writeOpen();
            }
            openMonth = month;
            open.add(from == 0 && to == times.length ? block : block.slice(from, to));
            openValues += values(block, to - from);
            from = to;
        }
    }

    /** Makes everything durable and returns its manifest. */
    public List<SampleFile> commit() {
        try {
            // The last month is written here: a small batch of live samples needs no other thread.
            var last = open.isEmpty() ? List.<SampleFile>of() : List.of(write(openMonth, open));
            var files = new ArrayList<SampleFile>();
            for (var file : written) {
                files.add(file.get());
            }
            files.addAll(last);
            batch.commit();
            return files;
        } catch (ExecutionException | IOException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(e);
        }
    }

    @Override
    public void close() {
        encoders.close();
        try {
            batch.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(Exception cause) {
        return new UncheckedIOException(
                "The samples of machine (%s) could not be written.".formatted(machine),
                cause instanceof IOException io ? io : new IOException(cause));
    }

    private void writeOpen() {
        if (open.isEmpty()) {
            return;
        }
        var parts = List.copyOf(open);
        YearMonth month = openMonth;
        open.clear();
        openValues = 0;
        room.acquireUninterruptibly();
        written.add(
                encoders.submit(() -> {
                    try {
                        return write(month, parts);
                    } finally {
                        room.release();
                    }
                }));
    }

    private SampleFile write(YearMonth month, List<SampleTable> parts) throws IOException {
        SampleTable table =
                parts.size() == 1 ? parts.getFirst() : Merge.of(parts, signals(parts), span(month));
        byte[] bytes = ParquetWriting.bytes(table);
        Sha256 hash = Sha256.of(bytes);
        String path =
                "%s/%s/%s.parquet".formatted(folder, month, hash.value().substring(0, NAME_DIGITS));
        batch.add(path, bytes);
        if (Levels.areKept(table.rows())) {
            batch.add(LevelsFile.path(path), LevelsFile.bytes(table, hash));
        }
        return new SampleFile(
                path,
                table.rows(),
                instant(table.times()[0]),
                instant(table.times()[table.rows() - 1]),
                bytes.length,
                hash);
    }

    private static List<String> signals(List<SampleTable> parts) {
        return parts.stream().flatMap(part -> part.signals().stream()).distinct().toList();
    }

    private static TimeSpan span(YearMonth month) {
        return new TimeSpan(instant(micros(month)), instant(micros(month.plusMonths(1))));
    }

    private boolean fits(SampleTable block, int rows) {
        return openValues + values(block, rows) <= SampleStore.MAX_VALUES_PER_FILE;
    }

    private static long values(SampleTable block, int rows) {
        return (long) rows * (block.columns().length + 1);
    }

    private static long fitting(SampleTable block) {
        return Math.max(1, SampleStore.MAX_VALUES_PER_FILE / (block.columns().length + 1));
    }

    /** The first row that belongs to another month or does not fit into the file. */
    private static int end(long[] times, int from, long nextMonth, long fitting) {
        int to = from;
        while (to < times.length && times[to] < nextMonth && to - from < fitting) {
            to++;
        }
        return to;
    }

    private static YearMonth month(long time) {
        return YearMonth.from(instant(time).atOffset(ZoneOffset.UTC));
    }

    private static long micros(YearMonth month) {
        return month.atDay(1).toEpochDay() * 86_400 * MICROS;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
