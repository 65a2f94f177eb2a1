package werkmeister.learning.dataset;

import werkmeister.plant.store.SampleTable;
import werkmeister.units.TimeSpan;

import java.util.List;
import java.util.function.Consumer;

/** Where training gets its samples from. */
@FunctionalInterface
public interface Samples {
    /**
     * Hands on a dataset's samples of a span, in order of time, piece by piece; a signal that the
     * dataset does not have is missing.
     */
    void scan(Dataset dataset, List<String> signals, TimeSpan span, Consumer<SampleTable> batch);
}
