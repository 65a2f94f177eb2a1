package werkmeister.learning.order;

import werkmeister.learning.dataset.Dataset;

import java.util.List;

/**
 * Another machine of the same kind.
 *
 * @param labels what people know of its time, in order of time
 */
public record Sister(Dataset dataset, List<Label> labels) {
    public Sister {
        labels = List.copyOf(labels);
    }
}
