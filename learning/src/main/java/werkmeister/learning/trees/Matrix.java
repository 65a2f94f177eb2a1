package werkmeister.learning.trees;

/**
 * Rows of features, one row after the other.
 *
 * @param values of row {@code r} and column {@code c} at {@code r * columns + c}; NaN where there
 *     is none
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers are handed on, never compared as a value.
public record Matrix(int rows, int columns, float[] values) {
    public Matrix {
        if (values.length != (long) rows * columns) {
            throw new IllegalArgumentException(
                    "%d values are not %d rows of %d.".formatted(values.length, rows, columns));
        }
    }

    /** From columns of equal length. */
    public static Matrix of(double[][] columns, int rows) {
        float[] values = new float[rows * columns.length];
        for (int c = 0; c < columns.length; c++) {
            for (int r = 0; r < rows; r++) {
                values[r * columns.length + c] = (float) columns[c][r];
            }
        }
        return new Matrix(rows, columns.length, values);
    }

    /** These rows, in this order. */
    public Matrix pick(int[] picked) {
        float[] some = new float[picked.length * columns];
        for (int i = 0; i < picked.length; i++) {
            System.arraycopy(values, picked[i] * columns, some, i * columns, columns);
        }
        return new Matrix(picked.length, columns, some);
    }
}
