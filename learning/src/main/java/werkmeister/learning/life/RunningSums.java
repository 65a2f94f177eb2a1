package werkmeister.learning.life;

/**
 * Sums over the rows of a run, so that mean, slope and spread of any window of it are known at
 * once. Missing values are left out.
 */
final class RunningSums {
    private final int from;
    private final double centre;
    private final double[] count;
    private final double[] place;
    private final double[] placeSquare;
    private final double[] value;
    private final double[] valueSquare;
    private final double[] product;
    private double n;
    private double places;
    private double placeSquares;
    private double values;
    private double valueSquares;
    private double products;

    /** Of rows {@code from} to before {@code to}. */
    RunningSums(double[] signal, int from, int to) {
        int rows = to - from;
        this.from = from;
        count = new double[rows + 1];
        place = new double[rows + 1];
        placeSquare = new double[rows + 1];
        value = new double[rows + 1];
        valueSquare = new double[rows + 1];
        product = new double[rows + 1];
        centre = first(signal, from, to);
        for (int i = 0; i < rows; i++) {
            // Near zero no digits are lost in differences of sums.
            double x = signal[from + i] - centre;
            boolean there = !Double.isNaN(x);
            count[i + 1] = count[i] + (there ? 1 : 0);
            place[i + 1] = place[i] + (there ? i : 0);
            placeSquare[i + 1] = placeSquare[i] + (there ? (double) i * i : 0);
            value[i + 1] = value[i] + (there ? x : 0);
            valueSquare[i + 1] = valueSquare[i] + (there ? x * x : 0);
            product[i + 1] = product[i] + (there ? i * x : 0);
        }
    }

    private static double first(double[] signal, int from, int to) {
        for (int row = from; row < to; row++) {
            if (!Double.isNaN(signal[row])) {
                return signal[row];
            }
        }
        return 0;
    }

    /** Looks at rows {@code first} to {@code last}, as far as the run has them. */
    void look(int first, int last) {
        int a = Math.max(0, first - from);
        int b = last - from + 1;
        n = count[b] - count[a];
        places = place[b] - place[a];
        placeSquares = placeSquare[b] - placeSquare[a];
        values = value[b] - value[a];
        valueSquares = valueSquare[b] - valueSquare[a];
        products = product[b] - product[a];
    }

    /** NaN if no value is there. */
    double mean() {
        return values / n + centre;
    }

    /** Change a row, of the straight line that fits best; NaN with fewer than three values. */
    double slope() {
        double within = placeSquares - places * places / n;
        return n < 3 ? Double.NaN : (products - places * values / n) / within;
    }

    /** Standard deviation; NaN with fewer than three values. */
    double spread() {
        return n < 3
                ? Double.NaN
                : Math.sqrt(Math.max(0, valueSquares - values * values / n) / (n - 1));
    }
}
