package werkmeister.learning.order;

import werkmeister.learning.dataset.Dataset;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleFile;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
 * @param sisters machines of the same kind that are learned from, too
 * @param brought a model made elsewhere that is to be tried; empty: one is to be made
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
        Optional<Question> question,
        List<Sister> sisters,
        Optional<Brought> brought) {
    public TrainingOrder {
        labels = List.copyOf(labels);
        // Orders that are older than sisters have none.
        sisters = List.copyOf(Objects.requireNonNullElse(sisters, List.of()));
    }

    /** The same order under another id. */
    public TrainingOrder named(String other) {
        return new TrainingOrder(
                other,
                dataset,
                trainUntil,
                budget,
                labels,
                previous,
                seed,
                software,
                question,
                sisters,
                brought);
    }

    /** Whether a machine's samples are read, its own or a sister's. */
    public boolean learnsFrom(MachineId machine) {
        return dataset.machine().equals(machine)
                || sisters.stream().anyMatch(one -> one.dataset().machine().equals(machine));
    }

    /** All sample files that it learns from. */
    public List<SampleFile> files() {
        return Stream.concat(Stream.of(dataset), sisters.stream().map(Sister::dataset))
                .flatMap(one -> one.files().stream())
                .toList();
    }
}
