package werkmeister.plant.store;

import java.util.Arrays;

/**
 * Whole numbers of a few bits, packed as one bit-packed run of Parquet's RLE/bit-packing hybrid:
 * eight values a group, the least significant bit first (Apache Parquet, Encodings, RLE = 3).
 * Repetition is left to the compression that follows.
 */
final class BitPacking {
    private static final int GROUP = 8;
    private static final int HEADER_MAX = 5;

    private byte[] bytes;
    private int at;
    private long pending;
    private int pendingBits;

    private BitPacking(int capacity) {
        bytes = new byte[capacity];
    }

    /** A run of one value that repeats; its width is at most eight bits. */
    static byte[] repeated(int value, int count) {
        var run = new BitPacking(HEADER_MAX + 1);
        run.header(count << 1);
        run.bytes[run.at++] = (byte) value;
        return Arrays.copyOf(run.bytes, run.at);
    }

    /** Packs a span of the values; the last group is filled up with zeros. */
    static byte[] packed(int width, int[] values, int from, int to) {
        int count = to - from;
        int groups = (count + GROUP - 1) / GROUP;
        var run = new BitPacking(HEADER_MAX + groups * width);
        run.header(groups << 1 | 1);
        for (int i = from; i < to; i++) {
            run.put(values[i], width);
        }
        int end = run.at + groups * width - (int) ((long) count * width / Byte.SIZE);
        run.flush();
        return Arrays.copyOf(run.bytes, end);
    }

    private void header(int value) {
        int rest = value;
        while (rest >>> 7 != 0) {
            bytes[at++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
    }

    private void put(int value, int width) {
        pending |= (long) value << pendingBits;
        pendingBits += width;
        while (pendingBits >= Byte.SIZE) {
            bytes[at++] = (byte) pending;
            pending >>>= Byte.SIZE;
            pendingBits -= Byte.SIZE;
        }
    }

    private void flush() {
        if (pendingBits > 0) {
            bytes[at++] = (byte) pending;
        }
    }
}
