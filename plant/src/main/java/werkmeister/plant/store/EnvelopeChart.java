package werkmeister.plant.store;

import werkmeister.units.Refusal;
import werkmeister.units.TimeSpan;

import java.util.Arrays;

/** Gathers values into the buckets of an {@link Envelope}. */
public final class EnvelopeChart {
    private static final int MAX_POINTS = 100_000;
    private static final long MILLI = 1_000;

    private final long from;
    private final long to;
    private final long start;
    private final double width;
    private final double[] min;
    private final double[] max;

    public EnvelopeChart(TimeSpan span, int points) {
        this(span, Merge.micros(span.from()), width(span, points), points);
    }

    private EnvelopeChart(TimeSpan span, long start, double width, int points) {
        this.from = Merge.micros(span.from());
        this.to = Merge.micros(span.to());
        this.start = start;
        this.width = width;
        min = new double[points];
        max = new double[points];
        Arrays.fill(min, Double.NaN);
        Arrays.fill(max, Double.NaN);
    }

    /** A chart of at most so many buckets, each of whole steps since the epoch. */
    static EnvelopeChart ofSteps(TimeSpan span, int points, long step) {
        long start = Math.floorDiv(Merge.micros(span.from()), step) * step;
        double rest = (double) Merge.micros(span.to()) - start;
        long width = Math.max(1, (long) Math.ceil(rest / points / step)) * step;
        int count = (int) Math.ceil(rest / width);
        return new EnvelopeChart(span, start, width, count);
    }

    /** Microseconds of a bucket. */
    static double width(TimeSpan span, int points) {
        if (points < 1 || points > MAX_POINTS) {
            throw Refusal.invalid(
                    "A chart has 1 to %d points, not (%d).".formatted(MAX_POINTS, points));
        }
        // As doubles: a span may reach to the end of time.
        return ((double) Merge.micros(span.to()) - (double) Merge.micros(span.from())) / points;
    }

    /**
     * Adds values at times (microseconds since the epoch); what lies outside the span is left out.
     */
    public void add(long[] times, double[] values) {
        for (int i = 0; i < times.length; i++) {
            if (!Double.isNaN(values[i]) && times[i] >= from && times[i] < to) {
                add(bucket(times[i]), values[i], values[i]);
            }
        }
    }

    /** Adds a step that lies in one bucket. */
    void add(long time, double least, double greatest) {
        if (!Double.isNaN(least)) {
            add(bucket(time), least, greatest);
        }
    }

    public Envelope envelope() {
        var times = new long[min.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = Math.floorDiv(Math.max(from, start + (long) (width * i)), MILLI);
        }
        return new Envelope(times, min.clone(), max.clone());
    }

    private int bucket(long time) {
        return (int) Math.min(min.length - 1, (long) ((time - start) / width));
    }

    private void add(int bucket, double least, double greatest) {
        if (!(least >= min[bucket])) {
            min[bucket] = least;
        }
        if (!(greatest <= max[bucket])) {
            max[bucket] = greatest;
        }
    }
}
