package werkmeister.plant.store;

import java.util.Arrays;
import java.util.Optional;

/**
 * The distinct values of a column by their bits, numbered in the order of their first use. Missing
 * values have no number.
 */
final class ValueNumbers {
    /** More distinct values than these make a dictionary no longer worth its bytes. */
    static final int MOST = 1 << 12;

    private static final int SLOTS_LOG = 14;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L; // 2^64 over the golden ratio

    private final long[] slots = new long[1 << SLOTS_LOG];
    private final int[] numberOfSlot = new int[1 << SLOTS_LOG];
    private final long[] distinct = new long[MOST];
    private final int[] numbers;
    private int size;

    private ValueNumbers(int rows) {
        numbers = new int[rows];
    }

    /** Empty if there are too many. */
    static Optional<ValueNumbers> of(double[] values) {
        var found = new ValueNumbers(values.length);
        long last = 0;
        int lastNumber = -1;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                long bits = Double.doubleToRawLongBits(values[i]);
                if (lastNumber < 0 || bits != last) {
                    lastNumber = found.number(bits);
                    last = bits;
                    if (lastNumber < 0) {
                        return Optional.empty();
                    }
                }
                found.numbers[i] = lastNumber;
            }
        }
        return Optional.of(found);
    }

    /** The value's number, -1 if it is one too many. */
    private int number(long bits) {
        int slot = (int) (bits * SPREAD >>> (Long.SIZE - SLOTS_LOG));
        while (numberOfSlot[slot] != 0) {
            if (slots[slot] == bits) {
                return numberOfSlot[slot] - 1;
            }
            slot = slot + 1 & slots.length - 1;
        }
        if (size == MOST) {
            return -1;
        }
        slots[slot] = bits;
        distinct[size++] = bits;
        numberOfSlot[slot] = size;
        return size - 1;
    }

    /** Packs the numbers of a span of rows in which so many values are there. */
    byte[] packed(int width, double[] values, int from, int to, int present) {
        if (present == to - from) {
            return BitPacking.packed(width, numbers, from, to);
        }
        var there = new int[present];
        int at = 0;
        for (int i = from; i < to; i++) {
            if (!Double.isNaN(values[i])) {
                there[at++] = numbers[i];
            }
        }
        return BitPacking.packed(width, there, 0, present);
    }

    /** How many distinct values there are. */
    int size() {
        return size;
    }

    /** The bits of the distinct values. */
    long[] distinct() {
        return Arrays.copyOf(distinct, size);
    }
}
