package werkmeister.learning.model;

import java.util.List;

/** Early warning for one machine: immutable, made by training, read from a file. */
public interface WatchModel {
    /** The signals it wants, in the order of a sample's values. */
    List<String> signals();

    /** A fresh scorer that has seen nothing yet. */
    Scorer scorer();

    /**
     * The persistence that it was calibrated with and the threshold that training proposes; a gate
     * may set another.
     */
    AlertRule rule();
}
