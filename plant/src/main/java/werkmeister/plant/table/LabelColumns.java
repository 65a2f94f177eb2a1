package werkmeister.plant.table;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Which columns of a file say what was unusual.
 *
 * <p>A column is evidently a label if it is called like one and holds a few classes, if its texts
 * tell normal from faulty, or if it is set in no other rows than those that a label marks. None of
 * them reaches the model. Of several, those called anomaly are believed before faults, these before
 * classes, and points of change last.
 *
 * @param used the columns that the rows are judged by; empty if nobody knows what was unusual
 * @param withheld all columns that the model must not see, the used ones among them
 */
public record LabelColumns(List<String> used, List<String> withheld) {
    public static final int FEW = 50;
    private static final int LEAKS_AT_LEAST = 3;
    private static final double LEAKS_SHARE = 0.99;

    /** Finds them where nobody named any. */
    public static LabelColumns found(RawTable table) {
        var candidates = new ArrayList<LabelName>();
        for (String column : table.signals()) {
            LabelName.ofNumbers(column, Classes.of(table.column(column), FEW))
                    .ifPresent(candidates::add);
        }
        table.texts()
                .forEach((column, texts) ->
                        LabelName.ofTexts(column, Classes.of(texts, FEW))
                                .ifPresent(candidates::add));
        int best = candidates.stream().mapToInt(LabelName::rank).min().orElse(0);
        var used =
                candidates.stream()
                        .filter(candidate -> candidate.rank() == best)
                        .map(LabelName::column)
                        .toList();
        var withheld = new TreeSet<>(candidates.stream().map(LabelName::column).toList());
        return new LabelColumns(used, List.copyOf(withheld)).withLeaks(table);
    }

    /** Those that a person named, and whatever else is evidently a label. */
    public static LabelColumns named(RawTable table, List<String> names) {
        var withheld = new TreeSet<>(found(table).withheld());
        withheld.addAll(names);
        return new LabelColumns(names, List.copyOf(withheld)).withLeaks(table);
    }

    /** Whatever is evidently a label is withheld, and none is used: labels come from elsewhere. */
    public static LabelColumns withheldOnly(RawTable table) {
        return new LabelColumns(List.of(), found(table).withheld());
    }

    /** True where a used column marks the row. */
    public boolean[] rows(RawTable table) {
        var rows = new boolean[table.rows()];
        for (String column : used) {
            boolean[] marked =
                    table.texts().containsKey(column)
                            ? Classes.of(table.texts().get(column), FEW).unusual()
                            : Classes.of(table.column(column), FEW).unusual();
            for (int i = 0; i < rows.length; i++) {
                rows[i] |= marked[i];
            }
        }
        return rows;
    }

    private LabelColumns withLeaks(RawTable table) {
        if (used.isEmpty()) {
            return this;
        }
        boolean[] labels = rows(table);
        var all = new TreeSet<>(withheld);
        for (String column : table.signals()) {
            if (isLeak(table.column(column), labels)) {
                all.add(column);
            }
        }
        return new LabelColumns(used, List.copyOf(all));
    }

    /** Two states, and one of them practically only where a label is. */
    private static boolean isLeak(double[] values, boolean[] labels) {
        int set = 0;
        int within = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0 && values[i] != 1) {
                return false;
            }
            if (values[i] == 1) {
                set++;
                within += labels[i] ? 1 : 0;
            }
        }
        return set >= LEAKS_AT_LEAST && within >= LEAKS_SHARE * set;
    }
}
