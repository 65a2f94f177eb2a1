package werkmeister.plant.store;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads whole numbers of a few bits in Parquet's RLE/bit-packing hybrid (Apache Parquet, Encodings,
 * RLE = 3), the counterpart of {@link BitPacking}.
 */
final class HybridRuns {
    /** So many bytes must follow the last value, for eight are looked at together. */
    static final int PADDING = Long.BYTES;

    private static final int GROUP = 8;
    private static final int WIDTH_MAX = 24;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int at;
    private final int end;

    HybridRuns(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /** Whether it is one run of 1 over so many values: the levels of a page that lacks nothing. */
    boolean areOnes(int count) throws IOException {
        int start = at;
        int header = header();
        boolean ones = (header & 1) == 0 && header >>> 1 == count && at < end && bytes[at] == 1;
        at = start;
        return ones;
    }

    /** Fills the array up to a count. */
    void read(int width, int[] values, int count) throws IOException {
        if (width < 0 || width > WIDTH_MAX) {
            throw new IOException("Numbers of %d bits are not read.".formatted(width));
        }
        for (int done = 0; done < count; ) {
            int header = header();
            int length = (header >>> 1) * ((header & 1) == 0 ? 1 : GROUP);
            int taken = Math.min(length, count - done);
            if (length <= 0) {
                throw new IOException("A run of numbers is empty.");
            }
            if ((header & 1) == 0) {
                Arrays.fill(values, done, done + taken, repeated(width));
            } else {
                packed(width, values, done, taken);
                at += (header >>> 1) * width;
            }
            done += taken;
        }
    }

    private void packed(int width, int[] values, int from, int count) throws IOException {
        if (at + (long) count * width / Byte.SIZE > end) {
            throw new IOException("A run of numbers is cut short.");
        }
        int mask = (1 << width) - 1;
        long bit = (long) at * Byte.SIZE;
        for (int i = 0; i < count; i++) {
            long eight = (long) LONGS.get(bytes, (int) (bit >>> 3));
            values[from + i] = (int) (eight >>> (bit & 7)) & mask;
            bit += width;
        }
    }

    private int repeated(int width) {
        int value = 0;
        for (int i = 0; i < (width + 7) / Byte.SIZE; i++) {
            value |= (bytes[at++] & 0xFF) << (i * Byte.SIZE);
        }
        return value;
    }

    private int header() throws IOException {
        int value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 7) {
            if (at >= end) {
                throw new IOException("The numbers of a page end too early.");
            }
            int next = bytes[at++];
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("The length of a run is no number.");
    }
}
