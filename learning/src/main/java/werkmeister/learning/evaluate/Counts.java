package werkmeister.learning.evaluate;

/** Rows by what was said of them and what they were. */
record Counts(long truePositive, long falsePositive, long trueNegative, long falseNegative) {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    static Counts of(boolean[] labels, boolean[] alarms) {
        long tp = 0;
        long fp = 0;
        long tn = 0;
        long fn = 0;
        for (int row = 0; row < labels.length; row++) {
            if (labels[row]) {
                tp += alarms[row] ? 1 : 0;
                fn += alarms[row] ? 0 : 1;
            } else {
                fp += alarms[row] ? 1 : 0;
                tn += alarms[row] ? 0 : 1;
            }
        }
        return new Counts(tp, fp, tn, fn);
    }

    Counts plus(Counts other) {
        return new Counts(
                truePositive + other.truePositive,
                falsePositive + other.falsePositive,
                trueNegative + other.trueNegative,
                falseNegative + other.falseNegative);
    }

    double precision() {
        return share(truePositive, truePositive + falsePositive);
    }

    double recall() {
        return share(truePositive, truePositive + falseNegative);
    }

    double f1() {
        return share(2 * truePositive, 2 * truePositive + falsePositive + falseNegative);
    }

    double falseAlarmRate() {
        return share(falsePositive, falsePositive + trueNegative);
    }

    double missedAlarmRate() {
        return share(falseNegative, falseNegative + truePositive);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
