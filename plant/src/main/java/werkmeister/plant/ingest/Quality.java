package werkmeister.plant.ingest;

import werkmeister.plant.ingest.Understanding.Finding;
import werkmeister.plant.store.TimeOrder;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a person should know of the samples themselves: gaps, repeated times, stuck and constant
 * signals.
 */
final class Quality {
    private static final double GAP_PERIODS = 3.5;
    private static final double MUCH_MISSING = 0.05;
    private static final int STUCK_ROWS = 100;
    private static final int MANY_VALUES = 50;
    private static final double MICROS = 1e6;
    private static final Set<Double> SENTINELS =
            Set.of(-999.0, -9999.0, -99999.0, 9999.0, 99999.0, -999.25, 32767.0, -32768.0, 65535.0);

    private final Frame frame;
    private final long[] sorted;
    private final List<Finding> findings = new ArrayList<>();

    private Quality(Frame frame) {
        this.frame = frame;
        int[] order = TimeOrder.of(frame.times());
        sorted = Arrays.stream(order).mapToLong(i -> frame.times()[i]).toArray();
    }

    /** The usual time between samples, if there are at least two times. */
    static Optional<Double> periodSeconds(long[] times) {
        int[] order = TimeOrder.of(times);
        long[] steps = new long[times.length];
        int count = 0;
        for (int i = 1; i < order.length; i++) {
            long step = times[order[i]] - times[order[i - 1]];
            if (step > 0) {
                steps[count++] = step;
            }
        }
        if (count == 0) {
            return Optional.empty();
        }
        Arrays.sort(steps, 0, count);
        return Optional.of(steps[count / 2] / MICROS);
    }

    static List<Finding> of(Frame frame, boolean timed, boolean severalMachines) {
        var quality = new Quality(frame);
        if (timed && !severalMachines) {
            quality.order();
            quality.gaps();
        }
        frame.columns().forEach(quality::column);
        return quality.findings;
    }

    private void order() {
        long[] times = frame.times();
        int back = 0;
        int first = 0;
        for (int i = 1; i < times.length; i++) {
            if (times[i] < times[i - 1]) {
                back++;
                first = first == 0 ? frame.rowNumbers()[i] : first;
            }
        }
        if (back > 0) {
            add(
                    "UnsortedTimestamps",
                    "",
                    "Time goes back %d times, first in row %d: rows were sorted."
                            .formatted(back, first));
        }
        int repeated = 0;
        for (int i = 1; i < sorted.length; i++) {
            repeated += sorted[i] == sorted[i - 1] ? 1 : 0;
        }
        if (repeated > 0) {
            add(
                    "DuplicateTimestamps",
                    "",
                    "%d rows repeat the time of another: of equal times the last row counts."
                            .formatted(repeated));
        }
    }

    private void gaps() {
        double period = periodSeconds(frame.times()).orElse(0.0) * MICROS;
        int gaps = 0;
        long longest = 0;
        long at = 0;
        for (int i = 1; i < sorted.length; i++) {
            long step = sorted[i] - sorted[i - 1];
            if (step > GAP_PERIODS * period) {
                gaps++;
                if (step > longest) {
                    longest = step;
                    at = sorted[i - 1];
                }
            }
        }
        if (gaps > 0) {
            add(
                    "Gaps",
                    "",
                    "%d gaps; the longest of %s after %s."
                            .formatted(
                                    gaps,
                                    length(longest),
                                    Instant.EPOCH.plus(at, ChronoUnit.MICROS)));
        }
    }

    private static String length(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .substring(2)
                .toLowerCase(Locale.ROOT);
    }

    private void column(Series column) {
        if (column.isText() || column.numbers().length == 0) {
            return;
        }
        String name = column.name().name();
        double[] values = column.numbers();
        long present = Arrays.stream(values).filter(value -> !Double.isNaN(value)).count();
        double missing = 1 - present / (double) values.length;
        if (present == 0) {
            add("NoValues", name, "No row has a value.");
            return;
        }
        if (missing > MUCH_MISSING) {
            add(
                    "MissingSensorData",
                    name,
                    String.format(
                            Locale.ROOT, "%.1f %% of the values are missing.", missing * 100));
        }
        if (Arrays.stream(values).filter(value -> !Double.isNaN(value)).distinct().limit(2).count()
                == 1) {
            add("ConstantSignal", name, "All values are %s.".formatted(value(values)));
            return;
        }
        if (column.type().equals("number")) {
            stuck(name, values);
            sentinels(name, values);
        }
    }

    private static String value(double[] values) {
        return Double.toString(
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).findFirst().orElse(0));
    }

    /** A long run of one value in a signal that otherwise moves all the time. */
    private void stuck(String name, double[] values) {
        var distinct = new HashSet<Double>();
        for (int i = 0; i < values.length && distinct.size() < MANY_VALUES; i++) {
            distinct.add(values[i]);
        }
        if (distinct.size() < MANY_VALUES) {
            return;
        }
        int longest = 0;
        int at = 0;
        int changes = 0;
        int run = 1;
        for (int i = 1; i < values.length; i++) {
            boolean same = values[i] == values[i - 1];
            changes += same ? 0 : 1;
            run = same ? run + 1 : 1;
            if (run > longest) {
                longest = run;
                at = i - run + 1;
            }
        }
        if (longest >= STUCK_ROWS && changes * 2 > values.length - longest) {
            add(
                    "StuckSignal",
                    name,
                    "%d rows from row %d on have the same value (%s)."
                            .formatted(longest, frame.rowNumbers()[at], values[at]));
        }
    }

    /** Values that systems write for "no value", far from all others. */
    private void sentinels(String name, double[] values) {
        for (double sentinel : SENTINELS) {
            long count = Arrays.stream(values).filter(value -> value == sentinel).count();
            if (count == 0 || count * 2 > values.length) {
                continue;
            }
            double rest =
                    Arrays.stream(values)
                            .filter(value -> value != sentinel && !Double.isNaN(value))
                            .map(Math::abs)
                            .max()
                            .orElse(0);
            if (rest * 2 < Math.abs(sentinel)) {
                add(
                        "PossibleMissingMark",
                        name,
                        "The value %s occurs %d times, far from all others: if it means \"no value\", name it as a null token."
                                .formatted(sentinel, count));
            }
        }
    }

    private void add(String kind, String where, String text) {
        findings.add(new Finding(kind, where, text));
    }
}
