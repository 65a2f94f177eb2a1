package werkmeister.learning.table;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Some rows of columns, by their numbers. */
public final class Rows {
    private Rows() {}

    /** The numbers of the rows for which it holds. */
    public static int[] where(int rows, IntPredicate holds) {
        return IntStream.range(0, rows).filter(holds).toArray();
    }

    /** The values of these rows, in this order. */
    public static int[] pick(int[] column, int[] rows) {
        return Arrays.stream(rows).map(row -> column[row]).toArray();
    }

    /** The values of these rows, in this order. */
    public static double[] pick(double[] column, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> column[row]).toArray();
    }

    /** The values of these rows, in this order, column by column. */
    public static double[][] pick(double[][] columns, int[] rows) {
        return Arrays.stream(columns).map(column -> pick(column, rows)).toArray(double[][]::new);
    }
}
