package werkmeister.learning.model;

import werkmeister.learning.detector.Detector;
import werkmeister.units.Sha256;
import werkmeister.units.TimeSpan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What people should know of a model before they trust it.
 *
 * @param dataset content hash of the samples it learned from
 * @param span from the first to the last sample that training saw
 * @param rows samples that training saw, {@code judgedRows} of them as normal running time
 * @param signals each signal with its use and the reason
 * @param modes the operating modes found
 * @param detectors what looks for what, with its weight
 * @param thresholdBasis how the proposed threshold came about, as a sentence
 * @param warnings what makes the model weaker than it could be, each a sentence
 * @param limits what the model is not for
 */
public record ModelCard(
        String order,
        Sha256 dataset,
        TimeSpan span,
        long rows,
        long judgedRows,
        List<SignalUse> signals,
        List<Mode> modes,
        List<Detector> detectors,
        AlertRule rule,
        String thresholdBasis,
        long seed,
        String software,
        Optional<String> previous,
        List<String> warnings,
        String limits) {
    /** Stands on every card. */
    public static final String LIMITS =
            "Advisory only: a hint for people, never a safety function. It knows the running time"
                + " it has learned from; a new product or a rebuilt machine needs a new version.";

    public ModelCard {
        signals = List.copyOf(signals);
        modes = List.copyOf(modes);
        detectors = List.copyOf(detectors);
        warnings = List.copyOf(warnings);
    }

    /** The same with another span and one more warning. */
    public ModelCard with(TimeSpan other, String warning) {
        var more = new ArrayList<>(warnings);
        more.add(warning);
        return new ModelCard(
                order,
                dataset,
                other,
                rows,
                judgedRows,
                signals,
                modes,
                detectors,
                rule,
                thresholdBasis,
                seed,
                software,
                previous,
                more,
                limits);
    }

    /** How a signal is used. */
    public record SignalUse(String signal, Use use, String reason) {}

    /** The part a signal plays. */
    public enum Use {
        /** Judged by its level beside the other signals. */
        LEVEL,
        /** Wanders without fault: judged by its changes, not by its level. */
        CHANGE,
        /** Not used. */
        DROPPED
    }

    /** An operating mode: its share of the samples and whether time in it is judged. */
    public record Mode(String name, double share, boolean judged) {}

    /** A detector: what it looks for and how much it weighs. */
    public record Detector(String name, double weight, String looksFor) {}
}
