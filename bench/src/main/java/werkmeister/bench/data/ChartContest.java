package werkmeister.bench.data;

import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Contest;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Milliseconds until a span of one signal is there for a page 1,000 points wide: a quantile of many
 * queries of any signal anywhere in the ten years.
 */
record ChartContest(
        Bench bench, Decade decade, Duration length, double quantile, SplittableRandom random)
        implements Contest {
    private static final int POINTS = 1_000;
    private static final int QUERIES = 100;
    private static final double MILLIS = 1e3;

    static ChartContest of(Bench bench, Decade decade, Duration length, double quantile) {
        return new ChartContest(bench, decade, length, quantile, new SplittableRandom(5));
    }

    @Override
    public Lap lap() throws Exception {
        var millis = new double[bench.size().of(QUERIES, 3)];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = query() * MILLIS;
        }
        Arrays.sort(millis);
        return Lap.alone(millis[(int) Math.ceil(quantile * millis.length) - 1]);
    }

    private double query() throws Exception {
        String signal = "s" + random.nextInt(DecadeFile.SIGNALS);
        Instant first = decade.files().getFirst().first();
        long minutes = Math.max(1, decade.rows() - length.toMinutes());
        Instant from = first.plus(Duration.ofMinutes(random.nextLong(minutes)));
        var span = new TimeSpan(from, from.plus(length));
        return bench.pace()
                .timed(() -> decade.store().envelope(decade.files(), signal, span, POINTS))
                .seconds();
    }
}
