package werkmeister.learning.order;

import werkmeister.learning.dataset.Dataset;
import werkmeister.plant.store.SampleFile;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is to be learned. It is the provenance of the version that comes of it.
 *
 * @param id of the order, such as {@code order-3}
 * @param trainUntil training sees nothing from this instant on; the gate replays the rest
 * @param labels what people know of this machine's time, in order of time
 * @param previous the version that this one is meant to replace, such as {@code press-1/v1}
 * @param software the product's version that places the order
 * @param question what is asked; empty: whether something unusual is going on
 */
public record TrainingOrder(
        String id,
        Dataset dataset,
        Instant trainUntil,
        AlertBudget budget,
        List<Label> labels,
        Optional<String> previous,
        long seed,
        String software,
        Optional<Question> question) {
    public TrainingOrder {
        labels = List.copyOf(labels);
    }

    /** The same order under another id. */
    public TrainingOrder named(String other) {
        return new TrainingOrder(
                other, dataset, trainUntil, budget, labels, previous, seed, software, question);
    }

    /** All sample files that it learns from. */
    public List<SampleFile> files() {
        return Stream.concat(
                        Stream.of(dataset),
                        question.stream()
                                .flatMap(asked -> asked.sisters().stream())
                                .map(Sister::dataset))
                .flatMap(one -> one.files().stream())
                .toList();
    }
}
