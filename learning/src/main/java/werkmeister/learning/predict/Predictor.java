package werkmeister.learning.predict;

import werkmeister.plant.store.SampleTable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A model that answers a question: immutable, made by training, read from a file. */
public sealed interface Predictor permits LifePredictor, ClassPredictor, ForecastPredictor {
    /** The signals it wants, in this order. */
    List<String> signals();

    /** The samples it wants are the means of steps as long as this; zero: as they are. */
    Duration step();

    /** How far it looks back; empty: to the start of the machine's present life. */
    Optional<Duration> reach();

    /**
     * The answer after the last of these samples.
     *
     * @param recent of {@link #signals()}, in steps of {@link #step()}, at least one row
     */
    Outlook predict(SampleTable recent);
}
