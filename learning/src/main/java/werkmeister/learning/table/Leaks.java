package werkmeister.learning.table;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * Finds columns that give the answer away: known only together with what is to be told, they would
 * make a model look perfect that is worth nothing.
 */
public final class Leaks {
    private static final int SET_MIN = 3;
    private static final double WITHIN = 0.99;

    /** A column with more values than this times the classes is a measurement. */
    private static final int VALUES_A_CLASS = 2;

    private static final double EQUAL = 0.9999;

    private Leaks() {}

    /** Whether a column is the class in other words, or is set in one class alone. */
    public static boolean tells(String[] column, int[] classes) {
        return isTheClass(column, classes) || isSetInOneClass(column, classes);
    }

    /** Each value stands for one class, and there are hardly more values than classes. */
    private static boolean isTheClass(String[] column, int[] classes) {
        Map<String, Integer> classByValue = new HashMap<>();
        var seen = new HashSet<Integer>();
        for (int row = 0; row < column.length; row++) {
            Integer known = classByValue.putIfAbsent(column[row], classes[row]);
            if (known != null && known != classes[row]) {
                return false;
            }
            seen.add(classes[row]);
        }
        return seen.size() > 1
                && classByValue.size() <= VALUES_A_CLASS * seen.size()
                && classByValue.size() * 2 < column.length;
    }

    /**
     * Two states, of which the rarer one stands practically in one class only, and that is rare.
     */
    private static boolean isSetInOneClass(String[] column, int[] classes) {
        Map<String, Integer> counts = new HashMap<>();
        for (String value : column) {
            counts.merge(value, 1, Integer::sum);
            if (counts.size() > 2) {
                return false;
            }
        }
        if (counts.size() != 2) {
            return false;
        }
        var rarer = counts.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
        String set = rarer.getKey();
        int times = rarer.getValue();
        Map<Integer, Integer> within = new HashMap<>();
        for (int row = 0; row < column.length; row++) {
            if (column[row].equals(set)) {
                within.merge(classes[row], 1, Integer::sum);
            }
        }
        var most = within.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        long ofClass = Arrays.stream(classes).filter(c -> c == most.getKey()).count();
        return times >= SET_MIN
                && most.getValue() >= WITHIN * times
                && ofClass * 2 < classes.length;
    }

    /** Whether a column is a number in other words: it rises or falls with it exactly. */
    public static boolean tells(double[] column, double[] target) {
        double n = 0;
        double x = 0;
        double y = 0;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int row = 0; row < column.length; row++) {
            if (!Double.isNaN(column[row]) && !Double.isNaN(target[row])) {
                n++;
                x += column[row];
                y += target[row];
                xx += column[row] * column[row];
                yy += target[row] * target[row];
                xy += column[row] * target[row];
            }
        }
        double covariance = xy - x * y / n;
        double variances = (xx - x * x / n) * (yy - y * y / n);
        return n > 10 && variances > 0 && covariance * covariance > EQUAL * EQUAL * variances;
    }

    /** Whether a column counts or names the rows: whole, and never the same twice. */
    public static boolean isId(double[] column) {
        if (column.length < 20) {
            return false;
        }
        var seen = new HashSet<Double>();
        for (double value : column) {
            if (value != Math.rint(value) || !seen.add(value)) {
                return false;
            }
        }
        double[] sorted = column.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - 1] - sorted[0] < 4.0 * sorted.length;
    }
}
