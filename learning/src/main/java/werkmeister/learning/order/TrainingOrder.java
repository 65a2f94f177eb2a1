package werkmeister.learning.order;

import werkmeister.learning.dataset.Dataset;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleFile;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
 * @param share what it has to do with a training that several machines share; empty: nothing
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
        Optional<Brought> brought,
        Optional<Share> share) {
    public TrainingOrder {
        labels = List.copyOf(labels);
        // Orders that are older than sisters have none.
        sisters = List.copyOf(Objects.requireNonNullElse(sisters, List.of()));
    }

    /**
     * The same order where ids are others.
     *
     * @param fresh the new id of each old one
     */
    public TrainingOrder renamed(UnaryOperator<String> fresh) {
        return new TrainingOrder(
                fresh.apply(id),
                dataset,
                trainUntil,
                budget,
                labels,
                previous,
                seed,
                software,
                question,
                sisters,
                brought,
                share.map(one ->
                        switch (one) {
                            case Share.Leads leads -> leads;
                            case Share.Follows(var order) -> new Share.Follows(fresh.apply(order));
                            case Share.TakenOver(var order, var version) ->
                                    new Share.TakenOver(fresh.apply(order), version);
                        }));
    }

    /** The order that is trained for this one: itself where it shares nothing, or leads. */
    public String trained() {
        return share.map(one ->
                        switch (one) {
                            case Share.Leads _ -> id;
                            case Share.Follows(var order) -> order;
                            case Share.TakenOver(var order, var _) -> order;
                        })
                .orElse(id);
    }

    /** The machines that its training is for, its own first. */
    public List<Sharer> sharers() {
        return Stream.concat(
                        Stream.of(new Sharer(dataset, labels, trainUntil)),
                        leads().stream().flatMap(leads -> leads.others().stream()))
                .toList();
    }

    /** Those of {@link #sharers()} that are sisters of the others as well. */
    public List<MachineId> sharersThatAreSisters() {
        return leads().map(Share.Leads::sisters).orElse(List.of());
    }

    private Optional<Share.Leads> leads() {
        return share.flatMap(
                one -> one instanceof Share.Leads leads ? Optional.of(leads) : Optional.empty());
    }

    /** Whether a machine's samples are read, that of one it is for or a sister's. */
    public boolean learnsFrom(MachineId machine) {
        return datasets().anyMatch(one -> one.machine().equals(machine));
    }

    /** Signals that all machines have, those that it is for and the sisters. */
    public List<String> commonSignals() {
        return dataset.signals().stream()
                .filter(signal -> datasets().allMatch(one -> one.signals().contains(signal)))
                .toList();
    }

    /** All sample files that it learns from. */
    public List<SampleFile> files() {
        return datasets().flatMap(one -> one.files().stream()).toList();
    }

    private Stream<Dataset> datasets() {
        return Stream.concat(
                sharers().stream().map(Sharer::dataset), sisters.stream().map(Sister::dataset));
    }
}
