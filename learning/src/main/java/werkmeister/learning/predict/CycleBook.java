package werkmeister.learning.predict;

import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.dataset.Samples;
import werkmeister.learning.order.Label;
import werkmeister.learning.order.Question;
import werkmeister.plant.store.SampleTable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;

/**
 * The finished cycles of a machine and what each was, where somebody knows.
 *
 * @param group the signal that tells cycles apart
 */
record CycleBook(Dataset dataset, String group, List<Cycle> cycles) {
    /** A cycle has a class if such a share of its samples says so: a signal may lag a little. */
    private static final double AGREED = 0.9;

    CycleBook {
        cycles = List.copyOf(cycles);
    }

    /**
     * A finished cycle.
     *
     * @param from time of its first sample, microseconds since the epoch; {@code to} of its last
     * @param truth empty where nobody knows, or where its samples do not agree
     * @param disputed whether its samples do not agree
     */
    record Cycle(long from, long to, int rows, String truth, boolean disputed) {}

    static CycleBook of(
            Samples samples, Dataset dataset, List<Label> labels, Question question, String group) {
        var cycles = new ArrayList<Cycle>();
        var cut =
                new CycleCut(
                        group, cycle -> cycles.add(cycle(cycle, truths(cycle, labels, question))));
        var signals = new ArrayList<>(List.of(group));
        question.target().ifPresent(signals::add);
        samples.scan(dataset, signals, dataset.span(), cut::add);
        return new CycleBook(dataset, group, cycles);
    }

    /** What the samples say, as far as they say anything. */
    private static String[] truths(SampleTable cycle, List<Label> labels, Question question) {
        String[] truths = ClassWork.truths(cycle, question, labels);
        return question.target().isEmpty()
                ? truths
                : Arrays.stream(truths).filter(code -> !code.isEmpty()).toArray(String[]::new);
    }

    private static Cycle cycle(SampleTable cycle, String[] truths) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String truth : truths) {
            counts.merge(truth, 1, Integer::sum);
        }
        Optional<Map.Entry<String, Integer>> most =
                counts.entrySet().stream().max(Map.Entry.comparingByValue());
        boolean agreed =
                most.filter(entry -> entry.getValue() >= AGREED * truths.length).isPresent();
        return new Cycle(
                cycle.times()[0],
                cycle.times()[cycle.rows() - 1],
                cycle.rows(),
                agreed ? most.map(Map.Entry::getKey).orElseThrow() : "",
                most.isPresent() && !agreed);
    }

    long rows() {
        return cycles.stream().mapToLong(Cycle::rows).sum();
    }

    long disputed() {
        return cycles.stream().filter(Cycle::disputed).count();
    }

    /** Every so many-th of them. */
    CycleBook every(int step) {
        var some = new ArrayList<Cycle>();
        for (int i = 0; i < cycles.size(); i += step) {
            some.add(cycles.get(i));
        }
        return new CycleBook(dataset, group, some);
    }

    /** Hands on the samples of the cycles in the book, each with its number here. */
    void scan(Samples samples, List<String> signals, ObjIntConsumer<SampleTable> each) {
        var read = new ArrayList<>(signals);
        read.add(group);
        Map<Long, Integer> numbers = new TreeMap<>();
        for (int i = 0; i < cycles.size(); i++) {
            numbers.put(cycles.get(i).from(), i);
        }
        var cut =
                new CycleCut(
                        group,
                        cycle -> {
                            if (numbers.containsKey(cycle.times()[0])) {
                                int number = Objects.requireNonNull(numbers.get(cycle.times()[0]));
                                each.accept(cycle.select(signals), number);
                            }
                        });
        samples.scan(dataset, read, dataset.span(), cut::add);
    }
}
