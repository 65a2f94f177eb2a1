package werkmeister.learning.model;

import werkmeister.learning.detector.Detector;

import java.util.List;

/**
 * Knows a machine's normal running. Samples become deviations by the frame; detectors with
 * different memories measure how far these are from normal; the score is the weighted root mean
 * square of their distances.
 *
 * @param scale the raw score that counts as 1
 */
public record NormalModel(
        List<String> signals, Frame frame, List<Detector> detectors, double scale, AlertRule rule)
        implements WatchModel {
    public NormalModel {
        signals = List.copyOf(signals);
        detectors = List.copyOf(detectors);
    }

    @Override
    public Scorer scorer() {
        return new NormalScorer(this);
    }

    public NormalModel with(AlertRule other) {
        return new NormalModel(signals, frame, detectors, scale, other);
    }
}
