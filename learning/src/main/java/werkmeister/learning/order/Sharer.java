package werkmeister.learning.order;

import werkmeister.learning.dataset.Dataset;

import java.time.Instant;
import java.util.List;

/**
 * A machine that a training is for, maybe one of several.
 *
 * @param labels what people know of its time, in order of time
 * @param trainUntil training sees nothing of it from this instant on, where it is tried on later
 *     time
 */
public record Sharer(Dataset dataset, List<Label> labels, Instant trainUntil) {
    public Sharer {
        labels = List.copyOf(labels);
    }
}
