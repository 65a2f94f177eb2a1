package werkmeister.plant.table;

/** The distinct values of a column by their bits, as long as there are few. */
final class FewValues {
    /** More are not told apart. */
    static final int MANY = 50;

    private static final int SLOTS_LOG = 7;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L; // 2^64 over the golden ratio

    private final long[] slots = new long[1 << SLOTS_LOG];
    private final boolean[] taken = new boolean[1 << SLOTS_LOG];
    private int size;

    void add(double value) {
        long bits = Double.doubleToLongBits(value);
        int slot = (int) (bits * SPREAD >>> (Long.SIZE - SLOTS_LOG));
        while (taken[slot]) {
            if (slots[slot] == bits) {
                return;
            }
            slot = slot + 1 & slots.length - 1;
        }
        taken[slot] = true;
        slots[slot] = bits;
        size++;
    }

    /** Those that are told apart; a missing value is one of them. */
    int size() {
        return size;
    }

    boolean areMany() {
        return size >= MANY;
    }
}
