package werkmeister.learning.train;

import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.dataset.Samples;
import werkmeister.learning.model.AlertRule;
import werkmeister.learning.model.BudgetThreshold;
import werkmeister.learning.model.Context;
import werkmeister.learning.model.NormalModel;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.Label;
import werkmeister.learning.order.Sister;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.learning.train.FrameFit.Outline;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Sha256;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes a model of a machine's history: the same order and samples give the same bytes.
 *
 * <p>The steps: choose signals; find operating modes; take up season and time of day where they
 * help; learn each mode's normal and the dynamics; fit detectors; leave out what stands far out and
 * fit again; bring detectors to one scale on time that was not fitted; learn from labels; find the
 * threshold that keeps the budget. docs/models.md tells why.
 */
public final class Training {
    /** More rows than this add time, not knowledge. */
    private static final int ROWS_MAX = 120_000;

    /** What is held in memory at once: 240 MB, and twice that for a moment. */
    private static final long VALUES_MAX = 30_000_000;

    /** A manifest counts samples twice that a correction has written again. */
    private static final double ALL = 0.9;

    private static final int NEEDED = 2;
    private static final int WINDOW = 3;

    private Training() {}

    /**
     * Trains on what the datasets hold before the order's {@code trainUntil}; of long histories as
     * much is taken as fits in memory.
     */
    public static Trained train(TrainingOrder order, Samples samples) {
        long valuesMax = VALUES_MAX / (1 + order.sisters().size());
        var sisters = new ArrayList<SampleTable>();
        for (Sister sister : order.sisters()) {
            sisters.add(before(order, samples, sister.dataset(), sister.labels(), valuesMax));
        }
        SampleTable own = history(order, samples, valuesMax);
        Trained trained = train(order, own, sisters);
        TimeSpan learned = before(order, order.dataset().span());
        double rows = Excerpt.rows(order.dataset(), learned);
        if (own.rows() >= ALL * rows) {
            return trained;
        }
        return trained.with(
                learned,
                "The history is long: learned from %,d of about %,.0f samples, in stretches over all of it."
                        .formatted(own.rows(), rows));
    }

    /** So much of the machine's own training time as fits in memory. */
    public static SampleTable history(TrainingOrder order, Samples samples) {
        return history(order, samples, VALUES_MAX);
    }

    private static SampleTable history(TrainingOrder order, Samples samples, long valuesMax) {
        return before(order, samples, order.dataset(), order.labels(), valuesMax);
    }

    private static SampleTable before(
            TrainingOrder order,
            Samples samples,
            Dataset dataset,
            List<Label> labels,
            long valuesMax) {
        return Excerpt.of(
                samples,
                dataset,
                order.dataset().signals(),
                before(order, dataset.span()),
                labels,
                valuesMax);
    }

    private static TimeSpan before(TrainingOrder order, TimeSpan span) {
        Instant to = order.trainUntil().isBefore(span.to()) ? order.trainUntil() : span.to();
        return new TimeSpan(span.from(), to.isBefore(span.from()) ? span.from() : to);
    }

    /**
     * Trains on what the histories hold before the order's {@code trainUntil}.
     *
     * @param sisters of the order's sisters, in their order
     */
    public static Trained train(
            TrainingOrder order, SampleTable history, List<SampleTable> sisters) {
        SampleTable own = before(order.trainUntil(), history);
        var relatives = new ArrayList<Kin.Relative>();
        for (int i = 0; i < sisters.size(); i++) {
            relatives.add(
                    new Kin.Relative(
                            before(order.trainUntil(), sisters.get(i)),
                            order.sisters().get(i).labels()));
        }
        var kin = Kin.of(own, order.labels(), relatives);
        var recipe =
                new Recipe(
                        order.id(),
                        order.dataset().hash(),
                        Optional.of(order.budget()),
                        kin.labels(),
                        order.previous(),
                        order.seed(),
                        order.software());
        Trained trained = train(recipe, kin.samples());
        if (sisters.isEmpty()) {
            return trained;
        }
        String names =
                order.sisters().stream()
                        .map(sister -> sister.dataset().machine().value())
                        .collect(Collectors.joining(", "));
        return trained.with(
                CardWriter.span(own),
                "Most of what it knows it has learned from sisters (%s): look at its"
                                .formatted(names)
                        + " first findings.");
    }

    private static SampleTable before(Instant until, SampleTable history) {
        return history.slice(0, history.rowAt(ChronoUnit.MICROS.between(Instant.EPOCH, until)));
    }

    /**
     * What training takes beside the samples. Without a budget the threshold follows from the
     * scores' tail alone.
     *
     * @param order id of the order, for the card
     */
    public record Recipe(
            String order,
            Sha256 dataset,
            Optional<AlertBudget> budget,
            List<Label> labels,
            Optional<String> previous,
            long seed,
            String software) {
        public Recipe {
            labels = List.copyOf(labels);
        }
    }

    /** Trains on all of the samples. */
    public static Trained train(Recipe recipe, SampleTable samples) {
        var lessons = new Lessons(samples, recipe.labels());
        var known = History.of(samples);
        lessons.exclude(known.use());
        var history = known.thinned(ROWS_MAX);
        var choice = ChannelChoice.of(history);
        var outline = outline(history, choice);
        var trimmed = Trimming.trimmed(history, outline, lessons);
        var watched = lessons.count(Label.Kind.FAULT) > 0 ? outline.withCandidates() : outline;
        var normal = Normal.fit(trimmed, watched, 0, trimmed.rows());
        var calibration = Calibration.of(trimmed, watched, normal);
        var normed = normal.with(calibration.normed());
        double scale = calibration.scale(normed.detectors());
        var learned = lessons.weigh(lessons.choose(lessons.forgive(normed, scale), trimmed), scale);
        double lastScale = calibration.scale(learned.detectors());
        var rule = rule(samples, outline.stepMicros());
        var model =
                new NormalModel(
                        samples.signals(),
                        learned.frame(),
                        learned.detectors().stream()
                                .filter(detector -> detector.weight() > 0)
                                .toList(),
                        lastScale,
                        rule);
        var live = model.with(rule(recipe, model, samples, known));
        var card = new CardWriter(recipe, samples, lessons).write(live, choice, history, trimmed);
        return new Trained(live, card);
    }

    private static Outline outline(History history, ChannelChoice choice) {
        var tree = ModeSearch.find(history, choice.channels());
        var bare =
                new Outline(
                        choice.channels(),
                        tree,
                        Context.NONE,
                        history.stepMicros(),
                        List.of(),
                        false);
        return new Outline(
                bare.channels(),
                tree,
                ContextChoice.of(history, bare),
                bare.stepMicros(),
                WindowChoice.of(history, bare.channels()),
                false);
    }

    /** Usual time from sample to sample. */
    public static long stepMicros(SampleTable samples) {
        return History.of(samples).stepMicros();
    }

    /** From the first to the last sample. */
    public static TimeSpan span(SampleTable samples) {
        return CardWriter.span(samples);
    }

    /** The persistence that suits a machine's samples, with the threshold 1. */
    public static AlertRule rule(SampleTable samples) {
        return rule(samples, stepMicros(samples));
    }

    private static AlertRule rule(SampleTable samples, long stepMicros) {
        return new AlertRule(1, NEEDED, WINDOW, mergeGap(samples, stepMicros));
    }

    /**
     * Findings closer than this are one: half an hour of steps at least, a day at most, in short
     * histories less.
     */
    private static Duration mergeGap(SampleTable samples, long stepMicros) {
        int rows = samples.rows();
        long span = rows == 0 ? 0 : Math.max(0, samples.times()[rows - 1] - samples.times()[0]);
        long gap = Math.max(30 * stepMicros, Math.min(86_400_000_000L, span / 200));
        return Duration.of(gap, ChronoUnit.MICROS);
    }

    private static AlertRule rule(
            Recipe recipe, NormalModel model, SampleTable samples, History known) {
        if (recipe.budget().isEmpty() || model.detectors().isEmpty()) {
            return model.rule();
        }
        double[] scores = model.scores(samples);
        for (int row = 0; row < scores.length; row++) {
            scores[row] = known.use()[row] ? scores[row] : Double.NaN;
        }
        var kept =
                BudgetThreshold.keep(recipe.budget().get(), model.rule(), samples.times(), scores);
        return kept.withThreshold(Math.max(1, kept.threshold()));
    }
}
