package werkmeister.learning.model;

import werkmeister.plant.store.SampleTable;

import java.util.Arrays;
import java.util.List;

/** Early warning for one machine: immutable, made by training, read from a file. */
public interface WatchModel {
    /** The signals it wants, in the order of a sample's values. */
    List<String> signals();

    /** A fresh scorer that has seen nothing yet. */
    Scorer scorer();

    /** The score of each row of samples, by a fresh scorer. */
    default double[] scores(SampleTable samples) {
        SampleTable picked = samples.select(signals());
        Scorer scorer = scorer();
        double[] scores = new double[picked.rows()];
        Arrays.setAll(scores, row -> scorer.next(picked.times()[row], picked.row(row)));
        return scores;
    }

    /**
     * The persistence that it was calibrated with and the threshold that training proposes; a gate
     * may set another.
     */
    AlertRule rule();
}
