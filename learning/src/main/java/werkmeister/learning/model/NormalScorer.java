package werkmeister.learning.model;

import werkmeister.learning.detector.Detector;
import werkmeister.learning.detector.Mewma;
import werkmeister.learning.detector.Sight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Scores samples by a {@link NormalModel}. Nothing is allocated while scoring. */
public final class NormalScorer implements Scorer {
    /** Memory of what is shown to people as the actual value. */
    private static final double SHOWN_MEMORY = 0.1;

    /** A pause longer than this many usual steps starts afresh. */
    public static final int FRESH_STEPS = 1_000;

    private final NormalModel model;
    private final FrameReader reader;
    private final double[][] states;
    private final double[][] rooms;
    private final double weights;
    private final double[] shownDeviation;
    private final double[] shownValue;
    private boolean shown;
    private int judgedMode;
    private long lastTime;

    NormalScorer(NormalModel model) {
        this.model = model;
        int d = model.frame().size();
        reader = new FrameReader(model.frame());
        states =
                model.detectors().stream()
                        .map(detector -> new double[detector.stateSize()])
                        .toArray(double[][]::new);
        rooms = Arrays.stream(states).map(double[]::clone).toArray(double[][]::new);
        weights = model.detectors().stream().mapToDouble(Detector::weight).sum();
        shownDeviation = new double[d];
        shownValue = new double[d];
    }

    @Override
    public double next(long time, double[] values) {
        if (Math.abs(time - lastTime) / FRESH_STEPS > model.frame().stepMicros()) {
            Arrays.stream(states).forEach(row -> Arrays.fill(row, 0));
            shown = false;
        }
        lastTime = time;
        if (!reader.next(time, values) || states.length == 0) {
            return Double.NaN;
        }
        show();
        double sum = 0;
        for (int k = 0; k < states.length; k++) {
            Detector detector = model.detectors().get(k);
            detector.take(reader.view(detector.sight()), states[k]);
            double distance = detector.distanceInNorms(states[k], rooms[k]);
            sum += detector.weight() * distance * distance;
        }
        return Math.sqrt(sum / weights) / model.scale();
    }

    @Override
    public Explanation explain() {
        int d = shown ? shownValue.length : 0; // Nothing judged yet, nothing to explain.
        double[] parts = new double[d];
        double total = 0;
        for (int i = 0; i < d; i++) {
            parts[i] = part(i);
            total += parts[i];
        }
        List<Explanation.Part> found = new ArrayList<>();
        for (int i = 0; i < d; i++) {
            Channel channel = model.frame().channels().get(i);
            found.add(
                    new Explanation.Part(
                            model.signals().get(channel.column()),
                            shownValue[i],
                            channel.asSeen(shownValue[i] - gap(i)),
                            total > 0 ? parts[i] / total : 0));
        }
        found.sort(Comparator.comparingDouble(Explanation.Part::share).reversed());
        return new Explanation(found);
    }

    private void show() {
        double memory = shown ? SHOWN_MEMORY : 1;
        shown = true;
        judgedMode = reader.mode();
        for (int i = 0; i < shownValue.length; i++) {
            shownValue[i] += memory * (reader.values()[i] - shownValue[i]);
            shownDeviation[i] += memory * (reader.deviation()[i] - shownDeviation[i]);
        }
    }

    /**
     * A channel's part in the squared score: what it and its pull by the others add to the
     * distances.
     */
    private double part(int channel) {
        double sum = 0;
        for (int k = 0; k < states.length; k++) {
            Detector detector = model.detectors().get(k);
            double own = Math.max(0, detector.part(channel, states[k]));
            sum += detector.weight() * own / (detector.norm() * detector.norm());
        }
        return sum;
    }

    /** How far a channel is from what the others let expect, in its own unit. */
    private double gap(int channel) {
        double spread = model.frame().regimes().get(judgedMode).spread()[channel];
        for (int k = 0; k < states.length; k++) {
            if (model.detectors().get(k) instanceof Mewma mewma
                    && mewma.sight() == Sight.LEVEL
                    && mewma.memory() <= SHOWN_MEMORY) {
                return mewma.beside(channel, states[k]) * spread;
            }
        }
        return shownDeviation[channel] * spread;
    }
}
