package werkmeister.learning.predict;

import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.dataset.Samples;
import werkmeister.learning.table.Grid;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Brings samples, however many and however uneven, into steps of one length: a row a step in which
 * something was measured, at the step's start.
 */
public final class Steps {
    /** Lengths that people reckon in. */
    private static final List<Duration> ROUND =
            List.of(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    Duration.ofHours(4),
                    Duration.ofHours(6),
                    Duration.ofHours(12),
                    Duration.ofDays(1),
                    Duration.ofDays(7));

    /** Samples that are missing now and then make the mean distance longer than the usual one. */
    private static final double MISSING = 1.25;

    private final List<String> signals;
    private final Set<String> latest;
    private final long micros;
    private final List<Long> times = new ArrayList<>();
    private final List<double[]> rows = new ArrayList<>();
    private final double[] sums;
    private final int[] counts;

    /**
     * @param latest of these signals the last value of a step counts, not the mean: they are codes
     * @param length of a step; zero: samples stay as they are
     */
    public Steps(List<String> signals, Set<String> latest, Duration length) {
        this.signals = List.copyOf(signals);
        this.latest = Set.copyOf(latest);
        this.micros = length.toNanos() / 1000;
        this.sums = new double[signals.size()];
        this.counts = new int[signals.size()];
    }

    /** Of numbers only. */
    public Steps(List<String> signals, Duration length) {
        this(signals, Set.of(), length);
    }

    /** When the step begins in which a time lies. */
    public static Instant start(Instant time, Duration length) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
        return Instant.EPOCH.plus(start(micros, length.toNanos() / 1000), ChronoUnit.MICROS);
    }

    private static long start(long time, long micros) {
        return micros == 0 ? time : Math.floorDiv(time, micros) * micros;
    }

    /** The length that people reckon in and that is nearest below so many microseconds, or them. */
    static Duration round(double micros) {
        return ROUND.reversed().stream()
                .filter(round -> round.toNanos() / 1e3 <= MISSING * micros)
                .findFirst()
                .orElse(Duration.of(Math.max(1, Math.round(micros)), ChronoUnit.MICROS));
    }

    /** The shortest length that people reckon in and that is not below so many microseconds. */
    static Duration roundUp(double micros) {
        return ROUND.stream()
                .filter(round -> round.toNanos() / 1e3 >= micros)
                .findFirst()
                .orElse(ROUND.getLast());
    }

    /** The next samples, of at least these signals, in order of time. */
    public void add(SampleTable samples) {
        double[][] columns = samples.select(signals).columns();
        for (int row = 0; row < samples.rows(); row++) {
            long time = samples.times()[row];
            long start = start(time, micros);
            if (times.isEmpty() || times.getLast() != start) {
                close();
                times.add(start);
            }
            for (int c = 0; c < columns.length; c++) {
                double value = columns[c][row];
                if (!Double.isNaN(value)) {
                    boolean last = latest.contains(signals.get(c));
                    sums[c] = last ? value : sums[c] + value;
                    counts[c] = last ? 1 : counts[c] + 1;
                }
            }
        }
    }

    /** All of a dataset's span in steps. */
    SampleTable table(Samples samples, Dataset dataset, TimeSpan span) {
        samples.scan(dataset, signals, span, this::add);
        return table();
    }

    public SampleTable table() {
        close();
        double[][] columns = new double[signals.size()][rows.size()];
        for (int c = 0; c < columns.length; c++) {
            int column = c;
            Arrays.setAll(columns[c], row -> rows.get(row)[column]);
        }
        return new SampleTable(
                times.stream().mapToLong(Long::longValue).toArray(), signals, columns);
    }

    private void close() {
        if (rows.size() < times.size()) {
            double[] row = new double[sums.length];
            Arrays.setAll(row, c -> counts[c] == 0 ? Double.NaN : sums[c] / counts[c]);
            rows.add(row);
            Arrays.fill(sums, 0);
            Arrays.fill(counts, 0);
        }
    }

    /** The time of the last row. */
    static Instant last(SampleTable table) {
        return Instant.EPOCH.plus(table.times()[table.rows() - 1], ChronoUnit.MICROS);
    }

    /** One even grid, gaps bridged. */
    static Grid grid(SampleTable table) {
        return Grid.of(
                table.signals(),
                table.columns(),
                IntStream.range(0, table.rows()).toArray(),
                table.times(),
                true);
    }
}
