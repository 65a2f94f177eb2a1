package werkmeister.learning.train;

import werkmeister.learning.detector.Detector;
import werkmeister.learning.detector.WindowDetector;
import werkmeister.learning.detector.WindowMeasure;
import werkmeister.learning.model.Frame;
import werkmeister.learning.model.NormalModel;
import werkmeister.learning.train.FrameFit.Outline;
import werkmeister.plant.store.SampleTable;

import java.util.List;

/** What labels could choose, all chosen. */
public final class Candidates {
    private Candidates() {}

    /** The model with its candidates, as if confirmed faults had chosen each of them. */
    public static NormalModel all(NormalModel model, SampleTable trained) {
        Frame frame = model.frame();
        var windows =
                model.detectors().stream()
                        .filter(WindowDetector.class::isInstance)
                        .map(detector -> ((WindowDetector) detector).window())
                        .distinct()
                        .toList();
        var outline =
                new Outline(
                        frame.channels(),
                        frame.modes(),
                        frame.context(),
                        frame.stepMicros(),
                        windows,
                        true);
        List<Detector> detectors =
                DetectorFit.fit(History.of(trained), frame, outline, 0, trained.rows()).stream()
                        .filter(WindowMeasure.class::isInstance)
                        .map(detector -> detector.with(1, 1))
                        .toList();
        return new NormalModel(model.signals(), frame, detectors, 1, model.rule());
    }
}
