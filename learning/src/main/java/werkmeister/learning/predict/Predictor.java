package werkmeister.learning.predict;

import werkmeister.plant.store.SampleTable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A model that answers a question: immutable, made by training, read from a file. */
public sealed interface Predictor
        permits LifePredictor, ClassPredictor, CyclePredictor, ForecastPredictor {
    /** The signals it wants, in this order. */
    List<String> signals();

    /** The samples it wants are the means of steps as long as this; zero: as they are. */
    Duration step();

    /** How far it looks back; empty: to the start of the machine's present life. */
    Optional<Duration> reach();

    /** The classes that it can tell; none where it tells something else. */
    default List<String> classes() {
        return List.of();
    }

    /** Whether these samples reach back far enough for an answer. */
    default boolean isEnough(SampleTable recent) {
        return recent.rows() > 0;
    }

    /**
     * The answer after the last of these samples.
     *
     * @param recent of {@link #signals()}, in steps of {@link #step()}, at least one row
     */
    Outlook predict(SampleTable recent);
}
