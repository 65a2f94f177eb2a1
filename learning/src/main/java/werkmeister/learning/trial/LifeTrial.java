package werkmeister.learning.trial;

import werkmeister.learning.life.LifeModel;
import werkmeister.learning.life.LifeSpan;
import werkmeister.learning.life.LifeTraining;
import werkmeister.learning.metric.LifeError;
import werkmeister.learning.table.CaseReading;
import werkmeister.learning.table.Cases;
import werkmeister.learning.table.Rows;
import werkmeister.learning.table.Split;
import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Tries how well remaining lives are told of machines that training never saw. */
public final class LifeTrial {
    /** Without machines to try it on, one in so many is left out. */
    private static final int LEFT_OUT = 4;

    private final Task task;
    private final Effort effort;

    private LifeTrial(Task task, Effort effort) {
        this.task = task;
        this.effort = effort;
    }

    /**
     * What is to be tried.
     *
     * @param remaining true remaining life of each row that is trained on; empty where each
     *     machine's last row is its end
     * @param test machines to try it on; empty: some of those that would be trained on are left out
     * @param truth of the test machines' last rows, or of all of their rows; empty: nobody knows
     * @param limit longest life that is told; empty: it is found out
     */
    @SuppressWarnings("ArrayRecordComponent") // Numbers are handed on, never compared as a value.
    public record Task(
            CaseReading train,
            Optional<double[]> remaining,
            Optional<CaseReading> test,
            Optional<double[]> truth,
            Optional<Double> limit,
            long seed) {}

    /**
     * How it went.
     *
     * @param limit longest life that is told
     * @param errors empty where nobody knows the truth
     * @param rivals by name
     */
    public record Report(
            Split.Kind split,
            int trainMachines,
            int testMachines,
            int modes,
            double limit,
            double medianLife,
            Optional<Errors> errors,
            Map<String, Errors> rivals,
            List<Prediction> predictions,
            double trainSeconds,
            double tellSeconds,
            long modelBytes) {}

    /**
     * Errors in both conventions.
     *
     * @param capped against truths that were cut at the limit, as most papers do; {@code raw}
     *     against the truths as they are
     * @param coverage share of the raw truths within their intervals
     */
    public record Errors(LifeError capped, LifeError raw, double coverage, double meanWidth) {}

    public static Report run(Task task, LongSupplier nanoTime) {
        return new LifeTrial(task, new Effort(nanoTime)).run();
    }

    private Report run() {
        if (task.test().isPresent()) {
            return tried(
                    Split.Kind.FILES,
                    task.train().cases(),
                    task.remaining(),
                    task.test().get(),
                    IntStream.range(0, task.test().get().cases().rows()).toArray(),
                    task.truth());
        }
        Cases all = task.train().cases();
        double[] remaining = task.remaining().orElseGet(() -> LifeTraining.untilLast(all));
        int[] in = rows(all, false);
        int[] out = rows(all, true);
        return tried(
                Split.Kind.MACHINES,
                all.pick(in),
                Optional.of(Rows.pick(remaining, in)),
                task.train(),
                out,
                Optional.of(Rows.pick(remaining, out)));
    }

    private Report tried(
            Split.Kind kind,
            Cases lives,
            Optional<double[]> remaining,
            CaseReading tested,
            int[] rows,
            Optional<double[]> truth) {
        LifeModel model =
                effort.training(
                        () -> LifeTraining.train(lives, remaining, task.limit(), task.seed()));
        Cases cases = tested.cases().pick(rows);
        LifeSpan[] spans = effort.telling(() -> model.predict(cases));
        int[] starts = cases.starts();
        int[] judged =
                truth.isEmpty() ? new int[0] : judged(starts, cases.rows(), truth.get().length);
        double[] known = truth.orElse(new double[0]);
        return new Report(
                kind,
                lives.starts().length - 1,
                starts.length - 1,
                model.modes().modes().size(),
                model.limit(),
                model.medianLife(),
                truth.map(_ -> errors(at(spans, judged), known, model.limit())),
                truth.isEmpty() ? Map.of() : rivals(lives, remaining, cases, judged, known, model),
                predictions(tested, rows, spans),
                effort.trainSeconds(),
                effort.tellSeconds(),
                model.size());
    }

    /** The rows whose truth is known: the last one of each machine, or all. */
    private static int[] judged(int[] starts, int rows, int truths) {
        if (truths == rows) {
            return IntStream.range(0, rows).toArray();
        }
        if (truths != starts.length - 1) {
            throw Refusal.invalid(
                    "There are %d true remaining lives, but %d machines with %d rows: one a machine (of its last row) or one a row is needed."
                            .formatted(truths, starts.length - 1, rows));
        }
        return IntStream.range(0, truths).map(m -> starts[m + 1] - 1).toArray();
    }

    private static LifeSpan[] at(LifeSpan[] spans, int[] rows) {
        return Arrays.stream(rows).mapToObj(row -> spans[row]).toArray(LifeSpan[]::new);
    }

    private static Errors errors(LifeSpan[] spans, double[] truth, double limit) {
        double[] expected = Arrays.stream(spans).mapToDouble(LifeSpan::expected).toArray();
        int within = 0;
        double width = 0;
        for (int i = 0; i < spans.length; i++) {
            within += truth[i] >= spans[i].low() && truth[i] <= spans[i].high() ? 1 : 0;
            width += spans[i].high() - spans[i].low();
        }
        return new Errors(
                LifeError.of(expected, LifeError.capped(truth, limit)),
                LifeError.of(expected, truth),
                (double) within / spans.length,
                width / spans.length);
    }

    /**
     * The mean of what was trained on, what is left of the median life at this age, and ridge
     * regression on what the model sees.
     */
    private static Map<String, Errors> rivals(
            Cases lives,
            Optional<double[]> remaining,
            Cases cases,
            int[] judged,
            double[] truth,
            LifeModel model) {
        double[] known = remaining.orElseGet(() -> LifeTraining.untilLast(lives));
        double mean = Arrays.stream(LifeError.capped(known, model.limit())).average().orElse(0);
        double[] constant = new double[judged.length];
        Arrays.fill(constant, mean);
        double[] aged = new double[judged.length];
        int[] starts = cases.starts();
        for (int i = 0, m = 0; i < aged.length; i++) {
            while (judged[i] >= starts[m + 1]) {
                m++;
            }
            double age = cases.clock()[judged[i]] - cases.clock()[starts[m]];
            aged[i] = Math.clamp(model.medianLife() - age, 0, model.limit());
        }
        var rivals = new LinkedHashMap<String, Errors>();
        rivals.put("constantMean", errors(pointwise(constant), truth, model.limit()));
        rivals.put("medianLifeLessAge", errors(pointwise(aged), truth, model.limit()));
        double[] linear = linear(lives, known, cases, judged, model);
        rivals.put("ridge", errors(pointwise(linear), truth, model.limit()));
        return rivals;
    }

    private static double[] linear(
            Cases lives, double[] known, Cases cases, int[] judged, LifeModel model) {
        var member = model.members().getFirst();
        double[][] targets =
                Arrays.stream(LifeError.capped(known, model.limit()))
                        .mapToObj(value -> new double[] {value})
                        .toArray(double[][]::new);
        double[][] told =
                new Ridge(model.features(lives, member), targets)
                        .tell(model.features(cases, member).pick(judged));
        return Arrays.stream(told)
                .mapToDouble(row -> Math.clamp(row[0], 0, model.limit()))
                .toArray();
    }

    private static LifeSpan[] pointwise(double[] values) {
        return Arrays.stream(values)
                .mapToObj(value -> new LifeSpan(value, value, value))
                .toArray(LifeSpan[]::new);
    }

    private static List<Prediction> predictions(CaseReading tested, int[] rows, LifeSpan[] spans) {
        var predictions = new ArrayList<Prediction>();
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            predictions.add(
                    new Prediction(
                            tested.files()[row],
                            tested.rows()[row],
                            tested.cases().machineNames().get(tested.cases().machines()[row]),
                            spans[i].expected(),
                            spans[i].low(),
                            spans[i].high(),
                            "",
                            ""));
        }
        return predictions;
    }

    private static int[] rows(Cases cases, boolean leftOut) {
        int[] starts = cases.starts();
        return IntStream.range(0, starts.length - 1)
                .filter(m -> (m % LEFT_OUT == LEFT_OUT - 1) == leftOut)
                .flatMap(m -> IntStream.range(starts[m], starts[m + 1]))
                .toArray();
    }
}
