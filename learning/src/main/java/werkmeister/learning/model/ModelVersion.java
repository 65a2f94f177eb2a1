package werkmeister.learning.model;

import werkmeister.learning.order.TrainingOrder;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A model version: its files and where it came from.
 *
 * @param number counts up from 1 per machine
 * @param job the factory's job that made it
 */
public record ModelVersion(
        int number,
        TrainingOrder order,
        String job,
        List<ModelFile> files,
        Duration trained,
        Instant published) {
    public ModelVersion {
        files = List.copyOf(files);
    }

    /** Such as {@code press-1/v2}. */
    public String id() {
        return order.dataset().machine() + "/v" + number;
    }

    public long bytes() {
        return files.stream().mapToLong(ModelFile::bytes).sum();
    }

    /** The same of an order under another id. */
    public ModelVersion with(TrainingOrder other) {
        return new ModelVersion(number, other, job, files, trained, published);
    }

    /** The same with its files elsewhere. */
    public ModelVersion at(List<ModelFile> places) {
        return new ModelVersion(number, order, job, places, trained, published);
    }
}
