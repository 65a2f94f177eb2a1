package werkmeister.learning.predict;

import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.dataset.Samples;
import werkmeister.learning.forecast.ForecastModel;
import werkmeister.learning.order.Question;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.learning.table.Grid;
import werkmeister.learning.table.Split;
import werkmeister.learning.trial.ForecastTrial;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Learns to forecast a machine's signals. */
record ForecastWork(
        TrainingOrder order, Question question, Samples samples, LongSupplier nanoTime) {
    /** A horizon is forecast in so many steps at most: nobody reads a day minute by minute. */
    private static final int STEPS_MAX = 96;

    /** What lies further back adds time, not knowledge. */
    private static final int TRAINED_SLOTS_MAX = 32_000;

    private static final int TRIED_SLOTS_MAX = 8_000;
    private static final double TRIED_SHARE = 0.2;

    /** Without a target so many signals at most are forecast. */
    private static final int SIGNALS_MAX = 20;

    private static final Duration DAY = Duration.ofDays(1);

    /** The history has so many horizons at least where none was given. */
    private static final int HORIZONS = 20;

    /** How time is parted: the steps, and how many of them are forecast. */
    private record Plan(Duration step, int steps) {
        static Plan of(Dataset dataset, Question question) {
            Duration length = dataset.span().length();
            long rows = dataset.files().stream().mapToLong(SampleFile::rows).sum();
            Duration horizon = question.horizon().orElseGet(() -> usual(length));
            Duration usual = Steps.round(length.toNanos() / 1e3 / Math.max(1, rows));
            double least = horizon.toNanos() / 1e3 / STEPS_MAX;
            Duration step = least > usual.toNanos() / 1e3 ? Steps.roundUp(least) : usual;
            double steps = (double) horizon.toNanos() / step.toNanos();
            return new Plan(step, (int) Math.max(1, Math.round(steps)));
        }
    }

    /** Where training ends if nobody says so: it shall know what the machine does lately. */
    static Instant trainUntil(Dataset dataset, Question question) {
        TimeSpan span = dataset.span();
        Duration tried = Plan.of(dataset, question).step().multipliedBy(TRIED_SLOTS_MAX);
        Duration share = Duration.ofMillis((long) (TRIED_SHARE * span.length().toMillis()));
        return span.to().minus(share.compareTo(tried) < 0 ? share : tried);
    }

    Predicted done() {
        TimeSpan span = order.dataset().span();
        Plan plan = Plan.of(order.dataset(), question);
        Duration step = plan.step();
        int steps = plan.steps();
        Instant from = order.trainUntil().minus(step.multipliedBy(TRAINED_SLOTS_MAX));
        Instant to = order.trainUntil().plus(step.multipliedBy(TRIED_SLOTS_MAX));
        TimeSpan latest =
                new TimeSpan(
                        from.isBefore(span.from()) ? span.from() : from,
                        to.isAfter(span.to()) ? span.to() : to);
        List<String> asked = question.target().map(List::of).orElse(order.dataset().signals());
        SampleTable all = new Steps(asked, step).table(samples, order.dataset(), latest);
        Signals signals =
                question.target().isPresent()
                        ? new Signals(asked, List.of())
                        : Signals.of(all, Optional.empty(), _ -> false);
        check(signals.used());
        SampleTable table = all.select(signals.used());
        Grid grid = Steps.grid(table);
        int first = table.rowAt(ChronoUnit.MICROS.between(Instant.EPOCH, order.trainUntil()));
        int cut = slotOf(grid, first);
        if (grid.slots() - cut < steps) {
            throw Refusal.invalid(
                    "After the end of training (%s) there are %d steps of %s: a horizon of %d steps needs as many to be tried on."
                            .formatted(order.trainUntil(), grid.slots() - cut, step, steps));
        }
        var report =
                ForecastTrial.run(
                        new ForecastTrial.Task(
                                grid, cut, cut, cut, grid.slots(), Optional.of(steps)),
                        nanoTime);
        return new Predicted(
                new ForecastPredictor(signals.used(), step, report.model()),
                card(latest, cut, step, signals, report));
    }

    private static Duration usual(Duration span) {
        return span.compareTo(DAY.multipliedBy(HORIZONS)) >= 0 ? DAY : span.dividedBy(HORIZONS);
    }

    private static void check(List<String> signals) {
        if (signals.isEmpty() || signals.size() > SIGNALS_MAX) {
            throw Refusal.invalid(
                    "%d signals could be forecast: name the one you want as the target%s."
                            .formatted(
                                    signals.size(),
                                    signals.isEmpty()
                                            ? ""
                                            : " (%s, …)"
                                                    .formatted(
                                                            String.join(
                                                                    ", ", signals.subList(0, 3)))));
        }
    }

    private static int slotOf(Grid grid, int row) {
        for (int slot = 0; slot < grid.slots(); slot++) {
            if (grid.rows()[slot] >= row) {
                return slot;
            }
        }
        return grid.slots();
    }

    private PredictionCard card(
            TimeSpan span, int cut, Duration step, Signals signals, ForecastTrial.Report report) {
        var rivals = new ArrayList<Leaderboard.Entry>();
        report.rivals()
                .forEach((name, error) -> rivals.add(new Leaderboard.Entry(name, error.mse())));
        var board =
                new Leaderboard(
                        Leaderboard.Metric.MSE_STANDARDISED,
                        true,
                        report.standardised().count(),
                        report.standardised().mse(),
                        rivals,
                        Optional.of(report.standardised().coverage()));
        var details = new ArrayList<String>();
        details.add(
                report.season() > 1
                        ? "The signals repeat themselves after %d steps.".formatted(report.season())
                        : "The signals do not repeat themselves.");
        report.bySignal()
                .forEach((signal, error) ->
                        details.add(
                                "%s: mean absolute error %.4g, %.0f %% of the values within the band."
                                        .formatted(signal, error.mae(), 100 * error.coverage())));
        return new Learned(
                        span,
                        cut,
                        Split.Kind.TIME,
                        step,
                        signals,
                        board,
                        Optional.of(step.multipliedBy(report.horizon())),
                        candidates(report.model()),
                        details,
                        List.of())
                .card(order, question);
    }

    /** Means over the signals. */
    private static List<PredictionCard.Candidate> candidates(ForecastModel model) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (ForecastModel.OfSeries one : model.series()) {
            for (ForecastModel.Tried tried : one.errors()) {
                double[] sum = sums.computeIfAbsent(tried.name(), _ -> new double[2]);
                sum[0] += tried.error() / model.series().size();
                sum[1] += tried.weight() / model.series().size();
            }
        }
        return sums.entrySet().stream()
                .map(entry ->
                        new PredictionCard.Candidate(
                                entry.getKey(), entry.getValue()[0], entry.getValue()[1]))
                .sorted(Comparator.comparingDouble(PredictionCard.Candidate::error))
                .toList();
    }
}
