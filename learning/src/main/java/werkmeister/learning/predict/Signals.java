package werkmeister.learning.predict;

import werkmeister.learning.table.Leaks;
import werkmeister.learning.table.Withheld;
import werkmeister.learning.table.Withheld.Reason;
import werkmeister.plant.store.SampleTable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which signals a predictor looks at, and from which it is kept. */
record Signals(List<String> used, List<Withheld> withheld) {
    Signals {
        used = List.copyOf(used);
        withheld = List.copyOf(withheld);
    }

    /**
     * Chooses by a table that is trained on.
     *
     * @param leaks whether a column gives the answer away
     */
    static Signals of(SampleTable table, Optional<String> target, Predicate<double[]> leaks) {
        var used = new ArrayList<String>();
        var withheld = new ArrayList<Withheld>();
        for (String signal : table.signals()) {
            if (target.filter(signal::equals).isPresent()) {
                continue;
            }
            double[] column = table.column(signal);
            Optional<Reason> reason = reason(column, leaks);
            reason.ifPresentOrElse(
                    why -> withheld.add(new Withheld(signal, why)), () -> used.add(signal));
        }
        return new Signals(used, withheld);
    }

    private static Optional<Reason> reason(double[] column, Predicate<double[]> leaks) {
        if (Arrays.stream(column).filter(x -> !Double.isNaN(x)).distinct().limit(2).count() < 2) {
            return Optional.of(Reason.CONSTANT);
        }
        if (Leaks.isId(column)) {
            return Optional.of(Reason.ID);
        }
        return leaks.test(column) ? Optional.of(Reason.LEAK) : Optional.empty();
    }

    /** A sentence for each reason to look twice. */
    List<String> warnings() {
        List<String> leaking =
                withheld.stream()
                        .filter(one -> one.reason() == Reason.LEAK)
                        .map(Withheld::column)
                        .toList();
        return leaking.isEmpty()
                ? List.of()
                : List.of(
                        "Kept from the model because they give the answer away: %s."
                                .formatted(String.join(", ", leaking)));
    }
}
