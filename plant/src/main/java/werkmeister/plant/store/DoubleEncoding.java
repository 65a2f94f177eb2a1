package werkmeister.plant.store;

import com.github.luben.zstd.ZstdCompressCtx;

import org.apache.parquet.column.Encoding;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the doubles of a column are laid out in its pages: a dictionary where readings have few
 * distinct values (the common case), else what of it, BYTE_STREAM_SPLIT and plain is smallest on
 * the column's first rows.
 */
sealed interface DoubleEncoding {
    /** Rows that the trial is made on. */
    int TRIAL = 2_000;

    /** So few rows are not worth a trial: live samples come so, and are joined before long. */
    int FEW = 64;

    Encoding code();

    /** The values that are there in a span of rows, whose number is known. */
    byte[] page(double[] values, int from, int to, int present);

    static DoubleEncoding choose(double[] values, ZstdCompressCtx zstd) {
        if (values.length < FEW) {
            return new Plain();
        }
        Optional<Dictionary> dictionary = ValueNumbers.of(values).map(Dictionary::new);
        if (dictionary.isPresent() && dictionary.get().isSmall(values.length)) {
            return dictionary.get();
        }
        var candidates = new ArrayList<DoubleEncoding>(List.of(new Plain(), new Split()));
        dictionary.ifPresent(candidates::add);
        return smallest(candidates, values, zstd);
    }

    private static DoubleEncoding smallest(
            List<DoubleEncoding> candidates, double[] values, ZstdCompressCtx zstd) {
        int to = Math.min(values.length, TRIAL);
        int present = 0;
        for (int i = 0; i < to; i++) {
            present += Double.isNaN(values[i]) ? 0 : 1;
        }
        DoubleEncoding best = candidates.getFirst();
        long bestSize = Long.MAX_VALUE;
        for (DoubleEncoding candidate : candidates) {
            byte[] page = candidate.page(values, 0, to, present);
            long size = zstd.compress(page).length + candidate.overhead(values.length, to);
            if (size < bestSize) {
                best = candidate;
                bestSize = size;
            }
        }
        return best;
    }

    /** What it costs once a column, in proportion to the rows of the trial. */
    default long overhead(int rows, int trial) {
        return 0;
    }

    record Plain() implements DoubleEncoding {
        @Override
        public Encoding code() {
            return Encoding.PLAIN;
        }

        @Override
        public byte[] page(double[] values, int from, int to, int present) {
            ByteBuffer bytes = ParquetWriting.littleEndian(present * Double.BYTES);
            for (int i = from; i < to; i++) {
                if (!Double.isNaN(values[i])) {
                    bytes.putDouble(values[i]);
                }
            }
            return bytes.array();
        }
    }

    record Split() implements DoubleEncoding {
        @Override
        public Encoding code() {
            return Encoding.BYTE_STREAM_SPLIT;
        }

        @Override
        public byte[] page(double[] values, int from, int to, int present) {
            var bytes = new byte[present * Double.BYTES];
            int at = 0;
            for (int i = from; i < to; i++) {
                if (!Double.isNaN(values[i])) {
                    long bits = Double.doubleToRawLongBits(values[i]);
                    for (int b = 0; b < Double.BYTES; b++) {
                        bytes[b * present + at] = (byte) (bits >>> (b * Byte.SIZE));
                    }
                    at++;
                }
            }
            return bytes;
        }
    }

    /** The column's distinct values, and of each row the number of its own. */
    record Dictionary(ValueNumbers numbers) implements DoubleEncoding {
        /** Bytes a value below which nothing else is tried. */
        private static final int SURELY_SMALL = 2;

        @Override
        public Encoding code() {
            return Encoding.RLE_DICTIONARY;
        }

        boolean isSmall(int rows) {
            long bits = (long) rows * width() + (long) numbers.size() * Double.SIZE;
            return bits <= (long) rows * SURELY_SMALL * Byte.SIZE;
        }

        private int width() {
            int greatest = Math.max(1, numbers.size() - 1);
            return Integer.SIZE - Integer.numberOfLeadingZeros(greatest);
        }

        /** The dictionary itself. */
        byte[] page() {
            ByteBuffer bytes = ParquetWriting.littleEndian(numbers.size() * Double.BYTES);
            for (long bits : numbers.distinct()) {
                bytes.putLong(bits);
            }
            return bytes.array();
        }

        @Override
        public long overhead(int rows, int trial) {
            return (long) numbers.size() * Double.BYTES * trial / Math.max(1, rows);
        }

        @Override
        public byte[] page(double[] values, int from, int to, int present) {
            byte[] packed = numbers.packed(width(), values, from, to, present);
            var bytes = new byte[packed.length + 1];
            bytes[0] = (byte) width();
            System.arraycopy(packed, 0, bytes, 1, packed.length);
            return bytes;
        }
    }
}
