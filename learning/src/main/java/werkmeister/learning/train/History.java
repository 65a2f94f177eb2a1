package werkmeister.learning.train;

import werkmeister.learning.model.FrameReader;
import werkmeister.plant.store.SampleTable;

import java.util.Arrays;

/**
 * Samples to learn from: a table and which of its rows count.
 *
 * @param use false where a row must not be learned: a known fault, something unusual, or more than
 *     is needed
 */
@SuppressWarnings("ArrayRecordComponent") // A mask over rows, never compared as a value.
record History(SampleTable table, boolean[] use) {
    /** What is done with each judged row. */
    interface Visitor {
        /**
         * @param thread judged rows since the last cut, this one included
         */
        void row(int row, int thread);
    }

    static History of(SampleTable table) {
        boolean[] use = new boolean[table.rows()];
        Arrays.fill(use, true);
        return new History(table, use);
    }

    int rows() {
        return use.length;
    }

    int used() {
        int count = 0;
        for (boolean each : use) {
            count += each ? 1 : 0;
        }
        return count;
    }

    /** Usual time from row to row, at least a microsecond. */
    long stepMicros() {
        long[] times = table.times();
        int stride = Math.max(1, times.length / 20_000);
        double[] steps = new double[Math.max(0, (times.length - 1) / stride)];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = times[i * stride + 1] - times[i * stride];
        }
        double[] sorted = Arrays.stream(steps).filter(step -> step > 0).sorted().toArray();
        return sorted.length == 0 ? 1 : Math.max(1, (long) sorted[sorted.length / 2]);
    }

    /** Feeds the rows that count to a reader, in order; the visitor sees those that it judges. */
    void walk(FrameReader reader, int from, int to, Visitor visitor) {
        double[][] columns = table.columns();
        double[] sample = new double[columns.length];
        int thread = 0;
        for (int row = from; row < to; row++) {
            if (!use[row]) {
                reader.cut();
                thread = 0;
                continue;
            }
            for (int i = 0; i < sample.length; i++) {
                sample[i] = columns[i][row];
            }
            if (reader.next(table.times()[row], sample)) {
                visitor.row(row, ++thread);
            }
        }
    }

    /**
     * Keeps whole stretches of rows until about this many are left: enough to know what is normal
     * in every season, in a bounded time.
     */
    History thinned(int rowsMax) {
        int used = used();
        if (used <= rowsMax) {
            return this;
        }
        int stretches = 100;
        double stretch = (double) rows() / stretches;
        double share = (double) rowsMax / used;
        boolean[] kept = use.clone();
        for (int row = 0; row < kept.length; row++) {
            double within = row / stretch - Math.floor(row / stretch);
            kept[row] &= within < share;
        }
        return new History(table, kept);
    }
}
