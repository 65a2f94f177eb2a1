package werkmeister.learning.train;

import werkmeister.learning.detector.Detector;
import werkmeister.learning.detector.Extrapolation;
import werkmeister.learning.detector.IsolationForest;
import werkmeister.learning.detector.Mewma;
import werkmeister.learning.detector.NearestShape;
import werkmeister.learning.detector.SpectralResidual;
import werkmeister.learning.detector.WindowCentres;
import werkmeister.learning.detector.WindowMeasure;
import werkmeister.learning.detector.WindowPca;
import werkmeister.learning.model.ModelCard;
import werkmeister.learning.model.NormalModel;
import werkmeister.learning.order.Label;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.TimeSpan;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a model's card. */
record CardWriter(Training.Recipe recipe, SampleTable samples, Lessons lessons) {
    private static final int ROWS_FEW = 1_000;

    ModelCard write(NormalModel model, ChannelChoice choice, History history, History trimmed) {
        return new ModelCard(
                recipe.order(),
                recipe.dataset(),
                span(samples),
                samples.rows(),
                trimmed.used(),
                choice.uses(),
                modes(model),
                model.detectors().stream().map(CardWriter::detector).toList(),
                model.rule(),
                basis(),
                recipe.seed(),
                recipe.software(),
                recipe.previous(),
                warnings(model, history, trimmed),
                ModelCard.LIMITS);
    }

    static TimeSpan span(SampleTable samples) {
        int rows = samples.rows();
        Instant from = rows == 0 ? Instant.EPOCH : at(samples.times()[0]);
        Instant to = rows == 0 ? Instant.EPOCH : at(samples.times()[rows - 1]);
        return new TimeSpan(from, to.isBefore(from) ? from : to);
    }

    private static List<ModelCard.Mode> modes(NormalModel model) {
        return model.frame().regimes().stream()
                .map(regime -> new ModelCard.Mode(regime.name(), regime.share(), regime.judged()))
                .toList();
    }

    private static ModelCard.Detector detector(Detector detector) {
        return switch (detector) {
            case Mewma mewma ->
                    new ModelCard.Detector(
                            "%s, memory %s"
                                    .formatted(
                                            mewma.sight().name().toLowerCase(Locale.ROOT),
                                            mewma.memory()),
                            mewma.weight(),
                            looksFor(mewma));
            case WindowPca pca ->
                    new ModelCard.Detector(
                            "windows of %d samples, principal components"
                                    .formatted(pca.window().samples()),
                            pca.weight(),
                            "another course of a signal than it usually takes");
            case WindowCentres centres ->
                    new ModelCard.Detector(
                            "windows of %d samples, k-means".formatted(centres.window().samples()),
                            centres.weight(),
                            "a course that is like none of a signal's usual ones");
            case WindowMeasure measured -> measured(measured);
        };
    }

    private static ModelCard.Detector measured(WindowMeasure detector) {
        String windows = "windows of %d samples, ".formatted(detector.window().samples());
        return switch (detector.measure()) {
            case NearestShape _ ->
                    new ModelCard.Detector(
                            windows + "matrix profile",
                            detector.weight(),
                            "a shape that was never there, at any height");
            case Extrapolation _ ->
                    new ModelCard.Detector(
                            windows + "polynomial residual",
                            detector.weight(),
                            "a value that does not go on from those before it");
            case SpectralResidual _ ->
                    new ModelCard.Detector(
                            windows + "spectral residual",
                            detector.weight(),
                            "a value that stands out of its surroundings");
            case IsolationForest _ ->
                    new ModelCard.Detector(
                            windows + "isolation forest",
                            detector.weight(),
                            "a stretch whose level, step, spread or rise is rare");
        };
    }

    private static String looksFor(Mewma detector) {
        return switch (detector.sight()) {
            case LEVEL ->
                    detector.memory() >= 0.5
                            ? "sudden large deviations"
                            : detector.memory() >= 0.1
                                    ? "deviations that last"
                                    : "small deviations that last long";
            case SURPRISE ->
                    detector.memory() >= 1
                            ? "jumps that the latest samples did not announce"
                            : "another course than the machine's usual dynamics";
            case LIVELINESS -> "signals that get restless or freeze";
        };
    }

    private String basis() {
        return recipe.budget()
                .map(budget ->
                        "At most %s findings a week on the training time, and never below 1 (rare in normal time)."
                                .formatted(budget.findingsPerWeek()))
                .orElse(
                        "1: rare in the training time, both where the model was fitted and in later"
                                + " parts of it.");
    }

    private List<String> warnings(NormalModel model, History history, History trimmed) {
        var warnings = new ArrayList<String>();
        if (model.detectors().isEmpty()) {
            warnings.add(
                    "Too little was measured to judge anything: this model never raises a"
                            + " finding.");
        }
        if (trimmed.used() < ROWS_FEW) {
            warnings.add(
                    "Learned from few rows (%d): thresholds are raised for that."
                            .formatted(trimmed.used()));
        }
        int left = history.used() - trimmed.used();
        if (left > 0) {
            warnings.add(
                    "%d unusual rows (%.1f %%) of the training time were not learned as normal: look at them."
                            .formatted(left, 100.0 * left / history.used()));
        }
        if (lessons.count(Label.Kind.FAULT) == 0) {
            warnings.add("No known fault was at hand to weigh the detectors by.");
        }
        return warnings;
    }

    private static Instant at(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
