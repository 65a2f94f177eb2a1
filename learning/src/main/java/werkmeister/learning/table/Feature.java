package werkmeister.learning.table;

import werkmeister.plant.table.RawTable;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a model sees of a column: its numbers, or whether it holds a certain text.
 *
 * @param value the text that is looked for; empty: the column holds numbers
 */
public record Feature(String column, Optional<String> value) {
    public String name() {
        return value.map(text -> column + "=" + text).orElse(column);
    }

    /** NaN where there is nothing. */
    double[] values(RawTable table) {
        if (value.isEmpty()) {
            return table.signals().contains(column) ? table.column(column) : missing(table.rows());
        }
        String wanted = value.get();
        String[] texts = Roles.columns(table).contains(column) ? Roles.texts(table, column) : null;
        return texts == null
                ? missing(table.rows())
                : Arrays.stream(texts).mapToDouble(text -> text.equals(wanted) ? 1 : 0).toArray();
    }

    private static double[] missing(int rows) {
        double[] missing = new double[rows];
        Arrays.fill(missing, Double.NaN);
        return missing;
    }
}
