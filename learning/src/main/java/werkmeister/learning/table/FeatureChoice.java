package werkmeister.learning.table;

import werkmeister.learning.table.Withheld.Reason;
import werkmeister.plant.table.LabelColumns;
import werkmeister.plant.table.RawTable;
import werkmeister.plant.table.Understanding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which columns of a table a model sees, and which are kept from it and why.
 *
 * @param features in the table's order
 */
public record FeatureChoice(List<Feature> features, List<Withheld> withheld) {
    private static final int CATEGORIES_MAX = 30;

    public FeatureChoice {
        features = List.copyOf(features);
        withheld = List.copyOf(withheld);
    }

    /**
     * Chooses by a table that is trained on.
     *
     * @param ignored columns that a person keeps from the model
     * @param leaks whether a column gives the target away
     */
    public static FeatureChoice of(
            RawTable table, Roles roles, List<String> ignored, Predicate<String> leaks) {
        var features = new ArrayList<Feature>();
        var withheld = new ArrayList<Withheld>();
        var labels = new HashSet<>(LabelColumns.found(table).used());
        for (String column : Roles.columns(table)) {
            if (roles.taken().contains(column)) {
                continue;
            }
            Optional<Reason> reason = reason(table, column, ignored, labels, leaks);
            if (reason.isPresent()) {
                withheld.add(new Withheld(column, reason.get()));
            } else if (table.texts().containsKey(column)) {
                values(table, column)
                        .forEach(value -> features.add(new Feature(column, Optional.of(value))));
            } else {
                features.add(new Feature(column, Optional.empty()));
            }
        }
        return new FeatureChoice(features, withheld);
    }

    public List<String> names() {
        return features.stream().map(Feature::name).toList();
    }

    private static Optional<Reason> reason(
            RawTable table,
            String column,
            List<String> ignored,
            Set<String> labels,
            Predicate<String> leaks) {
        if (ignored.contains(column)) {
            return Optional.of(Reason.ASKED);
        }
        if (isId(table, column)) {
            return Optional.of(Reason.ID);
        }
        if (isConstant(table, column)) {
            return Optional.of(Reason.CONSTANT);
        }
        if (leaks.test(column)) {
            return Optional.of(Reason.LEAK);
        }
        return labels.contains(column) ? Optional.of(Reason.LABEL) : Optional.empty();
    }

    /** A counter of rows, another column that tells machines apart, or a name of each row. */
    private static boolean isId(RawTable table, String column) {
        boolean counted =
                table.understood().signals().stream()
                        .filter(known -> known.name().equals(column))
                        .map(Understanding.Column::type)
                        .anyMatch(type ->
                                type.equals("counter")
                                        || type.equals("machine")
                                        || type.equals("quality"));
        return counted
                || (table.texts().containsKey(column)
                        ? values(table, column).size() > CATEGORIES_MAX
                        : Leaks.isId(table.column(column)));
    }

    private static boolean isConstant(RawTable table, String column) {
        String[] texts = table.texts().get(column);
        return texts == null
                ? Arrays.stream(table.column(column))
                                .filter(x -> !Double.isNaN(x))
                                .distinct()
                                .limit(2)
                                .count()
                        < 2
                : Arrays.stream(texts).distinct().limit(2).count() < 2;
    }

    private static TreeSet<String> values(RawTable table, String column) {
        var values = new TreeSet<String>();
        for (String text : table.texts().getOrDefault(column, new String[0])) {
            values.add(text);
            if (values.size() > CATEGORIES_MAX) {
                return values;
            }
        }
        return values;
    }
}
