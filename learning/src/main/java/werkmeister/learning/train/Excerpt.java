package werkmeister.learning.train;

import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.dataset.Samples;
import werkmeister.learning.order.Label;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * As much of a dataset as fits in memory: all of it where that is little, else whole stretches of
 * time, evenly spread over the span, and the time that people have spoken of. Training needs to
 * know every season and every way of running, not every minute of them.
 */
final class Excerpt {
    private static final int STRETCHES = 100;

    /** Labelled time may take this share of the memory, the first part of each label first. */
    private static final double LABELLED_SHARE_MAX = 0.5;

    /** A detector is warm after so many samples. */
    private static final int WARM_ROWS = 2_000;

    private final List<SampleTable> kept = new ArrayList<>();
    private final List<Stretch> labelled = new ArrayList<>();
    private final long from;
    private final long to;
    private final double share;

    private Excerpt(TimeSpan span, double rows, double rowsMax, List<Label> labels) {
        from = micros(span.from());
        to = micros(span.to());
        double step = (to - from) / Math.max(1, rows);
        var wanted = labels.stream().filter(label -> label.span().overlaps(span)).toList();
        double spoken =
                wanted.stream()
                        .mapToDouble(
                                label -> label.span().length().toNanos() / 1e3 / step + WARM_ROWS)
                        .sum();
        double granted = Math.min(spoken, LABELLED_SHARE_MAX * rowsMax);
        for (Label label : wanted) {
            long start = micros(label.span().from()) - (long) (WARM_ROWS * step);
            long end = micros(label.span().to());
            labelled.add(new Stretch(start, start + (long) ((end - start) * granted / spoken)));
        }
        share = Math.min(1, (rowsMax - granted) / Math.max(1, rows));
    }

    private record Stretch(long from, long to) {}

    /**
     * @param signals in this order; what the dataset does not have is missing
     * @param span only this time
     * @param valuesMax rows times signals; a little more where samples are uneven
     */
    static SampleTable of(
            Samples samples,
            Dataset dataset,
            List<String> signals,
            TimeSpan span,
            List<Label> labels,
            long valuesMax) {
        double rowsMax = Math.max(1.0, (double) valuesMax / Math.max(1, signals.size()));
        var excerpt = new Excerpt(span, rows(dataset, span), rowsMax, labels);
        if (!span.length().isZero()) {
            samples.scan(dataset, signals, span, excerpt::take);
        }
        return excerpt.joined(signals);
    }

    /** How many samples the manifest lets expect. */
    static double rows(Dataset dataset, TimeSpan span) {
        double rows = 0;
        for (SampleFile file : dataset.files()) {
            Instant first = file.first().isAfter(span.from()) ? file.first() : span.from();
            Instant last = file.last().isBefore(span.to()) ? file.last() : span.to();
            double whole = Math.max(1, Duration.between(file.first(), file.last()).toMillis());
            double within = Duration.between(first, last).toMillis();
            rows += within < 0 ? 0 : file.rows() * Math.min(1, (within + 1) / whole);
        }
        return rows;
    }

    private void take(SampleTable samples) {
        if (share >= 1) {
            kept.add(samples);
            return;
        }
        int start = -1;
        for (int row = 0; row <= samples.rows(); row++) {
            boolean wanted = row < samples.rows() && wanted(samples.times()[row]);
            if (wanted && start < 0) {
                start = row;
            } else if (!wanted && start >= 0) {
                kept.add(samples.slice(start, row));
                start = -1;
            }
        }
    }

    private boolean wanted(long time) {
        double at = (double) (time - from) / (to - from) * STRETCHES;
        return at - Math.floor(at) < share
                || labelled.stream().anyMatch(one -> one.from() <= time && time < one.to());
    }

    private SampleTable joined(List<String> signals) {
        if (kept.size() == 1) {
            return kept.getFirst();
        }
        int rows = kept.stream().mapToInt(SampleTable::rows).sum();
        long[] times = new long[rows];
        double[][] columns = new double[signals.size()][rows];
        int at = 0;
        for (SampleTable one : kept) {
            System.arraycopy(one.times(), 0, times, at, one.rows());
            for (int c = 0; c < columns.length; c++) {
                System.arraycopy(one.columns()[c], 0, columns[c], at, one.rows());
            }
            at += one.rows();
        }
        return new SampleTable(times, signals, columns);
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
