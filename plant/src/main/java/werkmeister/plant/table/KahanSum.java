package werkmeister.plant.table;

/**
 * A sum that is right to the last digits over hundreds of millions of values (Kahan, Further
 * remarks on reducing truncation errors, 1965). Every fourth value goes to the same of four sums,
 * so that the processor need not wait for one addition before the next; which one depends on the
 * row alone, so that blocks of any size give the same sum. Missing values count as 0.
 */
final class KahanSum {
    private double sum0;
    private double sum1;
    private double sum2;
    private double sum3;
    private double lost0;
    private double lost1;
    private double lost2;
    private double lost3;

    private long rows;

    void add(double[] values) {
        int at = 0;
        while (at < values.length && (rows + at & 3) != 0) {
            one((int) (rows + at & 3), values[at++]);
        }
        at = fours(values, at);
        while (at < values.length) {
            one((int) (rows + at & 3), values[at++]);
        }
        rows += values.length;
    }

    private int fours(double[] values, int from) {
        double s0 = sum0;
        double s1 = sum1;
        double s2 = sum2;
        double s3 = sum3;
        double l0 = lost0;
        double l1 = lost1;
        double l2 = lost2;
        double l3 = lost3;
        int at = from;
        for (; at + 4 <= values.length; at += 4) {
            double n0 = there(values[at]) - l0;
            double n1 = there(values[at + 1]) - l1;
            double n2 = there(values[at + 2]) - l2;
            double n3 = there(values[at + 3]) - l3;
            double t0 = s0 + n0;
            double t1 = s1 + n1;
            double t2 = s2 + n2;
            double t3 = s3 + n3;
            l0 = t0 - s0 - n0;
            l1 = t1 - s1 - n1;
            l2 = t2 - s2 - n2;
            l3 = t3 - s3 - n3;
            s0 = t0;
            s1 = t1;
            s2 = t2;
            s3 = t3;
        }
        sum0 = s0;
        sum1 = s1;
        sum2 = s2;
        sum3 = s3;
        lost0 = l0;
        lost1 = l1;
        lost2 = l2;
        lost3 = l3;
        return at;
    }

    private void one(int lane, double value) {
        switch (lane) {
            case 0 -> {
                double next = there(value) - lost0;
                double total = sum0 + next;
                lost0 = total - sum0 - next;
                sum0 = total;
            }
            case 1 -> {
                double next = there(value) - lost1;
                double total = sum1 + next;
                lost1 = total - sum1 - next;
                sum1 = total;
            }
            case 2 -> {
                double next = there(value) - lost2;
                double total = sum2 + next;
                lost2 = total - sum2 - next;
                sum2 = total;
            }
            default -> {
                double next = there(value) - lost3;
                double total = sum3 + next;
                lost3 = total - sum3 - next;
                sum3 = total;
            }
        }
    }

    private static double there(double value) {
        return Double.isNaN(value) ? 0 : value;
    }

    double total() {
        return sum0 + sum1 + (sum2 + sum3) - (lost0 + lost1 + lost2 + lost3);
    }
}
