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
    private final double[] min;
    private final double[] max;

    public EnvelopeChart(TimeSpan span, int points) {
        if (points < 1 || points > MAX_POINTS) {
            throw Refusal.invalid(
                    "A chart has 1 to %d points, not (%d).".formatted(MAX_POINTS, points));
        }
        from = Merge.micros(span.from());
        to = Merge.micros(span.to());
        min = new double[points];
        max = new double[points];
        Arrays.fill(min, Double.NaN);
        Arrays.fill(max, Double.NaN);
    }

    /**
     * Adds values at times (microseconds since the epoch); what lies outside the span is left out.
     */
    public void add(long[] times, double[] values) {
        for (int i = 0; i < times.length; i++) {
            if (!Double.isNaN(values[i]) && times[i] >= from && times[i] < to) {
                add(bucket(times[i]), values[i]);
            }
        }
    }

    public Envelope envelope() {
        var times = new long[min.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = Math.floorDiv(from + (long) ((double) (to - from) * i / min.length), MILLI);
        }
        return new Envelope(times, min.clone(), max.clone());
    }

    private int bucket(long time) {
        return (int)
                Math.min(
                        min.length - 1, (long) ((double) (time - from) / (to - from) * min.length));
    }

    private void add(int bucket, double value) {
        if (!(value >= min[bucket])) {
            min[bucket] = value;
        }
        if (!(value <= max[bucket])) {
            max[bucket] = value;
        }
    }
}
