package werkmeister.learning.predict;

import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.dataset.Samples;
import werkmeister.learning.metric.ClassError;
import werkmeister.learning.order.Label;
import werkmeister.learning.order.Question;
import werkmeister.learning.predict.Leaderboard.Metric;
import werkmeister.units.Refusal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tries two predictors of one topic on the same time that has passed since: answers follow from
 * samples and predictor alone, so that what each would have said can be said again, and stands
 * beside what came.
 */
public final class LaterTrial {
    private LaterTrial() {}

    /**
     * The time that has passed.
     *
     * @param dataset everything the machine has said
     * @param labels what people know of it
     * @param from neither has learned from what follows
     */
    public record Later(
            Question question, Dataset dataset, Samples samples, List<Label> labels, Instant from) {
        public Later {
            labels = List.copyOf(labels);
        }
    }

    /**
     * How both did on the cases that both answered and whose truth is known.
     *
     * @param judged the cases
     * @param older what the older one reached, {@code newer} the newer one; NaN where nothing was
     *     judged
     * @param nearer cases in which the newer one alone was right, or was nearer to the truth
     * @param farther cases in which the older one was
     */
    public record Outcome(
            Metric metric, int judged, double older, double newer, int nearer, int farther) {
        /** The share of the older one's error that is gone; below zero where there is more. */
        public double gain() {
            return metric == Metric.MACRO_F1
                    ? (newer - older) / Math.max(1 - older, Leaderboard.ERROR_MIN)
                    : 1 - newer / Math.max(older, 1e-12);
        }
    }

    /** What was told of a case, and what is true. */
    record Answer<T>(T told, T truth) {}

    /** Refuses predictors whose answers cannot stand side by side. */
    public static Outcome run(Predictor older, Predictor newer, Later later) {
        return switch (older) {
            case LifePredictor one when newer instanceof LifePredictor two -> {
                double limit = Math.min(one.model().limit(), two.model().limit());
                yield numbers(
                        Metric.RMSE_HOURS,
                        LaterAnswers.lives(one, later, limit),
                        LaterAnswers.lives(two, later, limit));
            }
            case ClassPredictor one when newer instanceof ClassPredictor two ->
                    classes(LaterAnswers.samples(one, later), LaterAnswers.samples(two, later));
            case CyclePredictor one when newer instanceof CyclePredictor two ->
                    classes(LaterAnswers.cycles(one, later), LaterAnswers.cycles(two, later));
            case ForecastPredictor one
                    when newer instanceof ForecastPredictor two
                            && one.step().equals(two.step()) -> {
                var forecasts = new LaterForecasts(one, two, later);
                yield numbers(
                        Metric.MSE_STANDARDISED, forecasts.errors(one), forecasts.errors(two));
            }
            case LifePredictor _, ClassPredictor _, CyclePredictor _, ForecastPredictor _ ->
                    throw Refusal.conflict(
                            "The two versions answer in different ways (cycles or single samples, or steps of %s and %s): compare what each reached in its trial."
                                    .formatted(older.step(), newer.step()));
        };
    }

    private static Outcome classes(
            SortedMap<Long, Answer<String>> older, SortedMap<Long, Answer<String>> newer) {
        var both = new TreeMap<>(older);
        both.keySet().retainAll(newer.keySet());
        List<String> classes =
                Stream.concat(older.values().stream(), newer.values().stream())
                        .flatMap(answer -> Stream.of(answer.told(), answer.truth()))
                        .distinct()
                        .sorted()
                        .toList();
        var one = new ArrayList<Answer<String>>();
        var two = new ArrayList<Answer<String>>();
        int nearer = 0;
        int farther = 0;
        for (var entry : both.entrySet()) {
            Answer<String> before = entry.getValue();
            Answer<String> after = newer.getOrDefault(entry.getKey(), before);
            one.add(before);
            two.add(after);
            boolean right = after.told().equals(after.truth());
            boolean was = before.told().equals(before.truth());
            nearer += right && !was ? 1 : 0;
            farther += was && !right ? 1 : 0;
        }
        return new Outcome(
                Metric.MACRO_F1,
                one.size(),
                macroF1(classes, one),
                macroF1(classes, two),
                nearer,
                farther);
    }

    private static double macroF1(List<String> classes, List<Answer<String>> answers) {
        return answers.isEmpty()
                ? Double.NaN
                : ClassError.of(
                                classes,
                                answers.stream()
                                        .mapToInt(one -> classes.indexOf(one.told()))
                                        .toArray(),
                                answers.stream()
                                        .mapToInt(one -> classes.indexOf(one.truth()))
                                        .toArray())
                        .macroF1();
    }

    /** A version's answers count as of their times: where steps differ, the latest before. */
    private static Outcome numbers(
            Metric metric,
            SortedMap<Long, Answer<Double>> older,
            SortedMap<Long, Answer<Double>> newer) {
        var known = new TreeMap<>(newer);
        double one = 0;
        double two = 0;
        int judged = 0;
        int nearer = 0;
        int farther = 0;
        for (var entry : older.entrySet()) {
            var after = known.floorEntry(entry.getKey());
            if (after == null) {
                continue;
            }
            double truth = entry.getValue().truth();
            double before = Math.abs(entry.getValue().told() - truth);
            double now = Math.abs(after.getValue().told() - truth);
            one += before * before;
            two += now * now;
            judged++;
            nearer += now < before ? 1 : 0;
            farther += before < now ? 1 : 0;
        }
        boolean root = metric == Metric.RMSE_HOURS;
        return new Outcome(
                metric,
                judged,
                root ? Math.sqrt(one / judged) : one / judged,
                root ? Math.sqrt(two / judged) : two / judged,
                nearer,
                farther);
    }
}
