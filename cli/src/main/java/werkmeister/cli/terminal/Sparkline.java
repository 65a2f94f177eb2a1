package werkmeister.cli.terminal;

import java.util.function.IntPredicate;

/**
 * A small picture of a long row of numbers: one block a cell, as high as the cell's highest number.
 */
public final class Sparkline {
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";

    private final int length;
    private final int cells;

    /** A picture of so many numbers in at most so many characters. */
    public Sparkline(int length, int width) {
        this.length = length;
        this.cells = Math.max(0, Math.min(length, width));
    }

    /**
     * The numbers from 0 to {@code top}; what is higher is cut, what is not a number is left blank.
     */
    public String of(double[] numbers, double top) {
        var picture = new StringBuilder();
        for (int cell = 0; cell < cells; cell++) {
            double high = Double.NaN;
            for (int i = start(cell); i < start(cell + 1); i++) {
                high = Double.isNaN(high) ? numbers[i] : Math.max(high, orLowest(numbers[i]));
            }
            picture.append(block(high, top));
        }
        return picture.toString();
    }

    /** A mark under each cell that holds a marked number, blanks elsewhere. */
    public String marks(IntPredicate marked, char mark) {
        var line = new StringBuilder();
        for (int cell = 0; cell < cells; cell++) {
            boolean any = false;
            for (int i = start(cell); i < start(cell + 1) && !any; i++) {
                any = marked.test(i);
            }
            line.append(any ? mark : ' ');
        }
        return line.toString().stripTrailing();
    }

    private int start(int cell) {
        return (int) ((long) cell * length / cells);
    }

    private static double orLowest(double number) {
        return Double.isNaN(number) ? Double.NEGATIVE_INFINITY : number;
    }

    private static char block(double high, double top) {
        if (Double.isNaN(high)) {
            return ' ';
        }
        double share = top > 0 ? Math.clamp(high / top, 0, 1) : 0;
        return BLOCKS.charAt((int) Math.min(BLOCKS.length() - 1, share * BLOCKS.length()));
    }
}
