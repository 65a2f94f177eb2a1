package werkmeister.bench.score;

import werkmeister.bench.harness.Contest;
import werkmeister.bench.harness.Pace;
import werkmeister.serving.score.LiveWatch;

import java.util.Arrays;

/**
 * All samples of a press, again and again, on one core. Only judged samples count: the others cost
 * time and say nothing.
 */
final class ScoreContest implements Contest {
    private final Pace pace;
    private final ScoredPress press;
    private final BareArithmetic bare;
    private final Pass pass;
    private final double[][] rows;

    /** Takes all samples once, and returns something that follows from every score. */
    private interface Pass {
        double over(ScoredPress press, double[][] rows);
    }

    private ScoreContest(Pace pace, ScoredPress press, Pass pass) {
        this.pace = pace;
        this.press = press;
        this.pass = pass;
        this.bare = BareArithmetic.of(press.model());
        this.rows = new double[press.samples().rows()][];
        Arrays.setAll(rows, press.samples()::row);
    }

    static ScoreContest ofScorer(Pace pace, ScoredPress press) {
        return new ScoreContest(pace, press, ScoreContest::score);
    }

    static ScoreContest ofLiveWatch(Pace pace, ScoredPress press) {
        return new ScoreContest(pace, press, (samples, _) -> watch(samples));
    }

    @Override
    public Lap lap() throws Exception {
        double floor = pace.perSecond(() -> counted(bare.over(rows, press.judged())));
        double ours = pace.perSecond(() -> counted(pass.over(press, rows)));
        return Lap.of(ours, floor);
    }

    /** Looking at the outcome keeps the compiler from leaving the work out. */
    private long counted(double outcome) {
        if (Double.isNaN(outcome)) {
            throw new IllegalStateException("The arithmetic went astray.");
        }
        return press.judged();
    }

    private static double score(ScoredPress press, double[][] rows) {
        var scorer = press.model().scorer();
        long[] times = press.samples().times();
        double sum = 0;
        for (int row = 0; row < rows.length; row++) {
            double score = scorer.next(times[row], rows[row]);
            if (!Double.isNaN(score)) {
                sum += score;
            }
        }
        return sum;
    }

    private static double watch(ScoredPress press) {
        var model = press.model();
        var watch = LiveWatch.of(press.machine(), "press-1/v1", model, model.rule().threshold());
        double sum = 0;
        for (var scored : watch.next(press.samples())) {
            if (!Double.isNaN(scored.score())) {
                sum += scored.score();
            }
        }
        return sum;
    }
}
