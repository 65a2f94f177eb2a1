package werkmeister.learning.predict;

import werkmeister.learning.dataset.Samples;
import werkmeister.learning.order.Question;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.learning.table.Roles;
import werkmeister.plant.store.SampleTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the signal that tells cycles apart where there is no mistaking it: it is called like one,
 * counts up by one and never falls, holds several samples each time, and what is to be told hardly
 * ever changes within. Where two do, a person must say.
 */
final class CycleSignal {
    private static final int CYCLES_MIN = 20;
    static final int ROWS_MIN = 4;
    private static final double BY_ONE = 0.9;
    private static final double DISPUTED_MAX = 0.1;

    private final String name;
    private double last = Double.NaN;
    private long rows;
    private long rises;
    private long byOne;
    private boolean counts = true;

    private CycleSignal(String name) {
        this.name = name;
    }

    static Optional<String> found(TrainingOrder order, Question question, Samples samples) {
        List<CycleSignal> named =
                order.dataset().signals().stream()
                        .filter(Roles::isGroupName)
                        .filter(signal -> !question.target().equals(Optional.of(signal)))
                        .filter(signal ->
                                order.sisters().stream()
                                        .allMatch(one -> one.dataset().signals().contains(signal)))
                        .map(CycleSignal::new)
                        .toList();
        if (named.isEmpty()) {
            return Optional.empty();
        }
        var names = new ArrayList<String>();
        named.forEach(one -> names.add(one.name));
        samples.scan(
                order.dataset(),
                names,
                order.dataset().span(),
                batch -> named.forEach(one -> one.add(batch)));
        List<CycleSignal> counters = named.stream().filter(CycleSignal::isCounter).toList();
        return counters.size() == 1 && agrees(counters.getFirst().name, order, question, samples)
                ? Optional.of(counters.getFirst().name)
                : Optional.empty();
    }

    private static boolean agrees(
            String group, TrainingOrder order, Question question, Samples samples) {
        CycleBook book = CycleBook.of(samples, order.dataset(), order.labels(), question, group);
        return book.disputed() <= DISPUTED_MAX * book.cycles().size();
    }

    private void add(SampleTable batch) {
        for (double value : batch.column(name)) {
            if (Double.isNaN(value)) {
                continue;
            }
            rows++;
            counts &= value == Math.rint(value) && !(value < last);
            if (value > last) {
                rises++;
                byOne += value == last + 1 ? 1 : 0;
            }
            last = value;
        }
    }

    private boolean isCounter() {
        return counts && rises >= CYCLES_MIN && byOne >= BY_ONE * rises && rows >= ROWS_MIN * rises;
    }
}
