package werkmeister.learning.foreign;

import werkmeister.learning.model.Explanation;
import werkmeister.learning.model.FrameReader;
import werkmeister.learning.model.Scorer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Scores samples by a foreign model. A missing value is the last that was measured; after a pause
 * the window fills anew. A signal's part in a score is by how much the model is calmer when that
 * signal is what it usually is (occlusion: Zeiler and Fergus, ECCV 2014).
 */
final class ForeignScorer implements Scorer {
    private final ForeignModel model;
    private final double[] latest;
    private final double[] samples;
    private int filled;
    private long lastTime;
    private double unusual = Double.NaN;

    ForeignScorer(ForeignModel model) {
        this.model = model;
        this.latest = new double[model.signals().size()];
        this.samples = new double[model.window() * latest.length];
        Arrays.fill(latest, Double.NaN);
    }

    @Override
    public double next(long time, double[] values) {
        return model.scale().score(unusual(time, values));
    }

    /** What the model says, on no scale; NaN where it is not asked. */
    double unusual(long time, double[] values) {
        long pause = FrameReader.PAUSE_STEPS * model.scale().stepMicros();
        if (time - lastTime > pause) {
            filled = 0;
        }
        lastTime = time;
        unusual = take(values) ? model.unusual(samples) : Double.NaN;
        return unusual;
    }

    private boolean take(double[] values) {
        boolean seen = false;
        boolean whole = true;
        for (int i = 0; i < latest.length; i++) {
            if (Double.isFinite(values[i])) {
                latest[i] = values[i];
                seen = true;
            }
            whole &= !Double.isNaN(latest[i]);
        }
        if (!seen || !whole) {
            return false;
        }
        System.arraycopy(samples, latest.length, samples, 0, samples.length - latest.length);
        System.arraycopy(latest, 0, samples, samples.length - latest.length, latest.length);
        filled++;
        return filled >= model.window();
    }

    @Override
    public Explanation explain() {
        if (Double.isNaN(unusual)) {
            return new Explanation(List.of());
        }
        double[] usual = model.scale().usual();
        double[] calmer = new double[latest.length];
        double sum = 0;
        for (int i = 0; i < calmer.length; i++) {
            double[] without = samples.clone();
            for (int at = i; at < without.length; at += latest.length) {
                without[at] = usual[i];
            }
            calmer[i] = Math.max(0, unusual - model.unusual(without));
            sum += calmer[i];
        }
        var parts = new ArrayList<Explanation.Part>();
        for (int i = 0; i < calmer.length; i++) {
            parts.add(
                    new Explanation.Part(
                            model.signals().get(i),
                            latest[i],
                            usual[i],
                            sum > 0 ? calmer[i] / sum : 0));
        }
        parts.sort(Comparator.comparingDouble(Explanation.Part::share).reversed());
        return new Explanation(parts);
    }
}
