package werkmeister.learning.predict;

import werkmeister.learning.dataset.Dataset;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.TimeSpan;

import java.util.List;
import java.util.function.Consumer;

/** Where training gets its samples from. */
@FunctionalInterface
public interface Samples {
    /** Hands on a dataset's samples of a span, in order of time, piece by piece. */
    void scan(Dataset dataset, List<String> signals, TimeSpan span, Consumer<SampleTable> batch);

    /** All of a span in steps. */
    default SampleTable in(Dataset dataset, TimeSpan span, Steps steps, List<String> signals) {
        scan(dataset, signals, span, steps::add);
        return steps.table();
    }
}
