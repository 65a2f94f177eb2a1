package werkmeister.plant.table;

import werkmeister.plant.cell.HeaderName;

import java.util.Arrays;

/**
 * A column that has been read: numbers or texts, the other array being empty.
 *
 * @param type as in {@link Understanding.Column}
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Columns of millions of rows are handed on, never compared as
// values.
public record Series(HeaderName name, String type, double[] numbers, String[] texts) {
    public static Series numbers(HeaderName name, String type, double[] numbers) {
        return new Series(name, type, numbers, new String[0]);
    }

    public static Series texts(HeaderName name, String[] texts) {
        return new Series(name, "text", new double[0], texts);
    }

    public boolean isText() {
        return type.equals("text") || type.equals("machine") && numbers.length == 0;
    }

    public Series as(String other) {
        return new Series(name, other, numbers, texts);
    }

    /** A row as text, whatever the column holds. */
    public String text(int row) {
        if (texts.length > 0) {
            return texts[row];
        }
        double value = numbers[row];
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    Series append(Series other) {
        double[] allNumbers = Arrays.copyOf(numbers, numbers.length + other.numbers.length);
        System.arraycopy(other.numbers, 0, allNumbers, numbers.length, other.numbers.length);
        String[] allTexts = Arrays.copyOf(texts, texts.length + other.texts.length);
        System.arraycopy(other.texts, 0, allTexts, texts.length, other.texts.length);
        return new Series(name, type, allNumbers, allTexts);
    }

    public Series pick(int[] rows) {
        var pickedNumbers = new double[numbers.length == 0 ? 0 : rows.length];
        var pickedTexts = new String[texts.length == 0 ? 0 : rows.length];
        for (int i = 0; i < rows.length; i++) {
            if (numbers.length > 0) {
                pickedNumbers[i] = numbers[rows[i]];
            } else if (texts.length > 0) {
                pickedTexts[i] = texts[rows[i]];
            }
        }
        return new Series(name, type, pickedNumbers, pickedTexts);
    }
}
