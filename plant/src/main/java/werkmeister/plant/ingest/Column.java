package werkmeister.plant.ingest;

import org.jspecify.annotations.Nullable;

import werkmeister.plant.cell.CellKind;
import werkmeister.plant.cell.HeaderName;
import werkmeister.plant.cell.NullTokens;
import werkmeister.plant.cell.NumberReader;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A column that grows row by row while a file is read. A cell written to a row that is then
 * rejected is overwritten.
 */
abstract sealed class Column {
    private final HeaderName name;

    Column(HeaderName name) {
        this.name = name;
    }

    HeaderName name() {
        return name;
    }

    /** Takes the cell of a row; false if it is not what the column holds. */
    abstract boolean cell(int row, byte[] bytes, int from, int to);

    /** Notes that a row has no such cell. */
    abstract void missing(int row);

    /** Makes room for so many rows. */
    abstract void grow(int rows);

    /** Cells read as numbers, however the column is kept. */
    abstract long numbers();

    /** Cells that hold something which is no number. */
    abstract long others();

    /** Numbers. */
    static final class Numbers extends Column {
        private final NumberReader reader;
        private double[] values = new double[0];
        private long numbers;
        private long bad;

        Numbers(HeaderName name, NumberReader reader) {
            super(name);
            this.reader = reader;
        }

        double[] values(int rows) {
            return Arrays.copyOf(values, rows);
        }

        @Override
        boolean cell(int row, byte[] bytes, int from, int to) {
            values[row] = reader.read(bytes, from, to);
            return switch (reader.outcome()) {
                case NUMBER -> {
                    numbers++;
                    yield true;
                }
                case MISSING -> true;
                case BAD -> {
                    bad++;
                    yield false;
                }
            };
        }

        /** Takes a cell whose end is not known yet; its end, or -1 if it is no plain number. */
        int number(int row, byte[] bytes, int from, int limit, byte separator) {
            int end = reader.end(bytes, from, limit, separator);
            if (end >= 0) {
                double value = reader.quick();
                values[row] = value;
                numbers += Double.isNaN(value) ? 0 : 1;
            }
            return end;
        }

        @Override
        void missing(int row) {
            values[row] = Double.NaN;
        }

        @Override
        void grow(int rows) {
            values = Arrays.copyOf(values, rows);
        }

        @Override
        long numbers() {
            return numbers;
        }

        @Override
        long others() {
            return bad;
        }
    }

    /** Words of two states, kept as 0 and 1; figures 0 and 1 may stand among them. */
    static final class Flags extends Column {
        private final NullTokens nulls;
        private double[] values = new double[0];
        private long flags;
        private long bad;

        Flags(HeaderName name, NullTokens nulls) {
            super(name);
            this.nulls = nulls;
        }

        double[] values(int rows) {
            return Arrays.copyOf(values, rows);
        }

        @Override
        boolean cell(int row, byte[] bytes, int from, int to) {
            String word =
                    new String(bytes, from, to - from, StandardCharsets.UTF_8)
                            .strip()
                            .toLowerCase(Locale.ROOT);
            Double flag = CellKind.FLAGS.get(word);
            if (flag == null && (word.equals("0") || word.equals("1"))) {
                flag = Double.valueOf(word);
            }
            boolean missing = flag == null && nulls.contains(word);
            values[row] = flag == null ? Double.NaN : flag;
            flags += flag == null ? 0 : 1;
            bad += flag == null && !missing ? 1 : 0;
            return flag != null || missing;
        }

        @Override
        void missing(int row) {
            values[row] = Double.NaN;
        }

        @Override
        void grow(int rows) {
            values = Arrays.copyOf(values, rows);
        }

        @Override
        long numbers() {
            return flags;
        }

        @Override
        long others() {
            return bad;
        }
    }

    /** Texts; equal texts are one object as long as there are not too many of them. */
    static final class Texts extends Column {
        private static final int SLOTS = 1 << 12;

        private final Source source;
        private final NumberReader numbers;
        private final @Nullable String[] seen = new String[SLOTS];
        private final byte[][] seenBytes = new byte[SLOTS][];
        private String[] values = new String[0];
        private long numeric;
        private long filled;

        Texts(HeaderName name, Source source, NumberReader numbers) {
            super(name);
            this.source = source;
            this.numbers = numbers;
        }

        String[] values(int rows) {
            return Arrays.copyOf(values, rows);
        }

        @Override
        boolean cell(int row, byte[] bytes, int start, int end) {
            int from = start;
            int to = end;
            while (from < to && bytes[from] == ' ') {
                from++;
            }
            while (to > from && bytes[to - 1] == ' ') {
                to--;
            }
            numbers.read(bytes, from, to);
            numeric += numbers.outcome() == NumberReader.Outcome.NUMBER ? 1 : 0;
            filled += numbers.outcome() == NumberReader.Outcome.MISSING ? 0 : 1;
            values[row] = text(bytes, from, to);
            return true;
        }

        private String text(byte[] bytes, int from, int to) {
            int hash = 1;
            for (int i = from; i < to; i++) {
                hash = 31 * hash + bytes[i];
            }
            int slot = (hash ^ hash >>> 12) & SLOTS - 1;
            String known = seen[slot];
            byte[] knownBytes = seenBytes[slot];
            if (known != null
                    && knownBytes != null
                    && Arrays.equals(knownBytes, 0, knownBytes.length, bytes, from, to)) {
                return known;
            }
            String text = source.decode(bytes, from, to);
            seen[slot] = text;
            seenBytes[slot] = Arrays.copyOfRange(bytes, from, to);
            return text;
        }

        @Override
        void missing(int row) {
            values[row] = "";
        }

        @Override
        void grow(int rows) {
            int before = values.length;
            values = Arrays.copyOf(values, rows);
            Arrays.fill(values, before, rows, "");
        }

        @Override
        long numbers() {
            return numeric;
        }

        @Override
        long others() {
            return filled - numeric;
        }
    }
}
