package werkmeister.learning.table;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Which cases a model is tried on: never a random choice among rows of one run, for neighbours are
 * much alike and who has seen one knows the other.
 *
 * @param folds the fold in which each case is left out of training and tried; -1: it is only
 *     trained on
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers are handed on, never compared as a value.
public record Split(Kind kind, int[] folds) {
    /** How cases were parted. */
    public enum Kind {
        /** Training and test came in files of their own. */
        FILES,
        /** Groups such as batches or cycles are left out whole. */
        GROUPS,
        /** Machines are left out whole. */
        MACHINES,
        /** The later part of the time is left out. */
        TIME,
        /** Blocks of neighbouring rows are left out whole. */
        BLOCKS
    }

    private static final int FOLDS = 5;
    private static final double LATER = 0.3;

    /** A block has such a share of the rows. */
    private static final int BLOCKS = 100;

    /** Leaves groups out whole; {@code groups} numbers each case's group. */
    public static Split byGroup(Kind kind, int[] groups) {
        int count = 1 + Arrays.stream(groups).max().orElse(0);
        int folds = Math.min(FOLDS, count);
        return new Split(kind, mapped(groups.length, i -> groups[i] % folds));
    }

    /** Leaves the later part of each machine's time out. */
    public static Split byTime(Cases cases) {
        int[] folds = new int[cases.rows()];
        int[] starts = cases.starts();
        for (int m = 0; m < starts.length - 1; m++) {
            int from = starts[m];
            int later = from + (int) ((1 - LATER) * (starts[m + 1] - from));
            for (int row = from; row < starts[m + 1]; row++) {
                folds[row] = row < later ? -1 : 0;
            }
        }
        return new Split(Kind.TIME, folds);
    }

    /** Deals blocks of neighbouring rows to the folds in turn. */
    public static Split byBlocks(int rows) {
        int block = Math.max(1, rows / BLOCKS);
        return new Split(Kind.BLOCKS, mapped(rows, row -> row / block % FOLDS));
    }

    /** How many folds there are. */
    public int count() {
        return 1 + Arrays.stream(folds).max().orElse(-1);
    }

    private static int[] mapped(int rows, IntUnaryOperator fold) {
        int[] folds = new int[rows];
        Arrays.setAll(folds, fold);
        return folds;
    }
}
