package werkmeister.plant.store;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Signals as small charts while their samples come in: where they will end is not known, so the
 * buckets grow to twice their width, two becoming one, whenever a sample lies outside of them. Both
 * the memory and the picture stay as small for a decade as for an hour, and no spike is lost.
 */
public final class Overview {
    /** Charts at most; further signals are not drawn. */
    static final int SIGNALS_MAX = 100;

    /** Even, so that two buckets become one. */
    static final int BUCKETS = 160;

    private static final long MILLI = 1_000;

    private final Map<String, Lane> lanesByName;
    private boolean begun;
    private long start;
    private long width = 1;

    public Overview() {
        this(new LinkedHashMap<>());
    }

    private Overview(Map<String, Lane> lanesByName) {
        this.lanesByName = lanesByName;
    }

    /** Least and greatest value per bucket. */
    private static final class Lane {
        private double[] min = nothing();
        private double[] max = nothing();

        private static double[] nothing() {
            var values = new double[BUCKETS];
            Arrays.fill(values, Double.NaN);
            return values;
        }

        void add(int bucket, double least, double greatest) {
            if (!(least >= min[bucket])) {
                min[bucket] = least;
            }
            if (!(greatest <= max[bucket])) {
                max[bucket] = greatest;
            }
        }

        /** Every two buckets become one; the first of them goes to this place. */
        void halve(int place) {
            double[] least = min;
            double[] greatest = max;
            min = nothing();
            max = nothing();
            for (int i = 0; i < BUCKETS; i++) {
                if (!Double.isNaN(least[i])) {
                    add(place + i / 2, least[i], greatest[i]);
                }
            }
        }

        boolean isUsed(int bucket) {
            return !Double.isNaN(min[bucket]);
        }
    }

    /** Draws further samples, whatever their times. */
    public void add(SampleTable samples) {
        if (samples.rows() == 0) {
            return;
        }
        cover(samples.times()[0]);
        cover(samples.times()[samples.rows() - 1]);
        for (int c = 0; c < samples.columns().length; c++) {
            String name = samples.signals().get(c);
            if (lanesByName.containsKey(name) || lanesByName.size() < SIGNALS_MAX) {
                draw(
                        lanesByName.computeIfAbsent(name, _ -> new Lane()),
                        samples.times(),
                        samples.columns()[c]);
            }
        }
    }

    private void draw(Lane lane, long[] times, double[] values) {
        for (int row = 0; row < times.length; row++) {
            if (!Double.isNaN(values[row])) {
                int bucket = (int) ((times[row] - start) / width);
                lane.add(bucket, values[row], values[row]);
            }
        }
    }

    private void cover(long time) {
        if (!begun) {
            begun = true;
            start = time;
        }
        while (time < start) {
            // The buckets so far become the later half.
            start -= width * BUCKETS;
            width *= 2;
            lanesByName.values().forEach(lane -> lane.halve(BUCKETS / 2));
        }
        while ((time - start) / width >= BUCKETS) {
            width *= 2;
            lanesByName.values().forEach(lane -> lane.halve(0));
        }
    }

    /** The signals that are drawn, in the order in which they came. */
    public List<String> signals() {
        return List.copyOf(lanesByName.keySet());
    }

    /** The same with these signals alone. */
    public Overview only(Set<String> signals) {
        var some = new LinkedHashMap<>(lanesByName);
        some.keySet().retainAll(signals);
        var overview = new Overview(some);
        overview.begun = begun;
        overview.start = start;
        overview.width = width;
        return overview;
    }

    /** Start of each bucket that is used, milliseconds since 1970-01-01T00:00:00Z. */
    public long[] timesMillis() {
        return timesMillis(used());
    }

    private long[] timesMillis(Buckets used) {
        var times = new long[used.count()];
        for (int i = 0; i < times.length; i++) {
            times[i] = Math.floorDiv(start + (used.from() + i) * width, MILLI);
        }
        return times;
    }

    /** A signal that is drawn, in the buckets of {@link #timesMillis}. */
    public Envelope envelope(String signal) {
        Lane lane = lanesByName.get(signal);
        if (lane == null) {
            throw new IllegalArgumentException("Signal (%s) is not drawn.".formatted(signal));
        }
        Buckets used = used();
        return new Envelope(
                timesMillis(used),
                Arrays.copyOfRange(lane.min, used.from(), used.to()),
                Arrays.copyOfRange(lane.max, used.from(), used.to()));
    }

    /** From the first bucket that any signal uses to behind the last. */
    private record Buckets(int from, int to) {
        int count() {
            return to - from;
        }
    }

    private Buckets used() {
        int to = BUCKETS;
        while (to > 0 && !isUsed(to - 1)) {
            to--;
        }
        int from = 0;
        while (from < to && !isUsed(from)) {
            from++;
        }
        return new Buckets(from, to);
    }

    private boolean isUsed(int bucket) {
        return lanesByName.values().stream().anyMatch(lane -> lane.isUsed(bucket));
    }
}
