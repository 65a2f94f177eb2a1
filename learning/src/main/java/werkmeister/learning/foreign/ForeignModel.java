package werkmeister.learning.foreign;

import werkmeister.learning.model.AlertRule;
import werkmeister.learning.model.Scorer;
import werkmeister.learning.model.WatchModel;
import werkmeister.learning.order.Brought;
import werkmeister.units.Refusal;

import java.util.List;

/**
 * A model that was made elsewhere, on the scale of scores: 0 is what it usually says in normal
 * time, 1 what it rarely says.
 */
public final class ForeignModel implements WatchModel {
    private final Runtime runtime;
    private final Brought brought;
    private final Scale scale;
    private final AlertRule rule;

    ForeignModel(Runtime runtime, Brought brought, Scale scale, AlertRule rule) {
        this.runtime = runtime;
        this.brought = brought;
        this.scale = scale;
        this.rule = rule;
    }

    /**
     * What was measured in the training time.
     *
     * @param usual per signal, the median; {@code spread} its standard deviation
     * @param middle what the model says in the middle of normal time, the higher the more unusual
     * @param rare what it rarely says there
     */
    @SuppressWarnings("ArrayRecordComponent") // Columns are handed on, never compared as values.
    record Scale(long stepMicros, double[] usual, double[] spread, double middle, double rare) {
        /** NaN stays NaN. */
        double score(double unusual) {
            return Math.max(0, (unusual - middle) / (rare - middle));
        }
    }

    @Override
    public List<String> signals() {
        return runtime.signals();
    }

    @Override
    public Scorer scorer() {
        return new ForeignScorer(this);
    }

    @Override
    public AlertRule rule() {
        return rule;
    }

    int window() {
        return runtime.window();
    }

    Scale scale() {
        return scale;
    }

    Brought brought() {
        return brought;
    }

    /** How unusual these samples are to the model, on no scale yet. */
    double unusual(double[] samples) {
        double[] said = runtime.said(samples);
        boolean expected = said.length == samples.length && samples.length > 1;
        Brought.Says says =
                brought.says().orElse(expected ? Brought.Says.EXPECTED : Brought.Says.UNUSUAL);
        if (says == Brought.Says.EXPECTED) {
            return distance(samples, said);
        }
        if (said.length != 1) {
            throw Refusal.invalid(
                    "%s says %d numbers of a sample; one is needed: name its output, or say that they are the samples expected."
                            .formatted(brought.name(), said.length));
        }
        return says == Brought.Says.UNUSUAL ? said[0] : -said[0];
    }

    /** Root mean square of what lies between, in spreads. */
    private double distance(double[] samples, double[] expected) {
        if (expected.length != samples.length) {
            throw Refusal.invalid(
                    "%s says %d numbers of %d: they cannot be the samples expected."
                            .formatted(brought.name(), expected.length, samples.length));
        }
        double sum = 0;
        for (int i = 0; i < samples.length; i++) {
            double between = (samples[i] - expected[i]) / scale.spread()[i % signals().size()];
            sum += between * between;
        }
        return Math.sqrt(sum / samples.length);
    }
}
