package werkmeister.learning.predict;

import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts samples into cycles: a new one begins whenever the signal that tells cycles apart says
 * another value; where it says nothing, the cycle goes on. The first cycle may have begun before
 * the samples and the last one goes on, so neither is handed on.
 */
final class CycleCut {
    /** Nobody means so long a cycle, and it must be held in memory whole. */
    private static final int ROWS_MAX = 100_000;

    private final String group;
    private final Consumer<SampleTable> finished;
    private final List<SampleTable> parts = new ArrayList<>();
    private double now = Double.NaN;
    private int rows;
    private boolean begun;

    /**
     * @param finished takes the samples of each cycle, in order of time
     */
    CycleCut(String group, Consumer<SampleTable> finished) {
        this.group = group;
        this.finished = finished;
    }

    /** The next samples, in order of time. */
    void add(SampleTable batch) {
        double[] numbers = batch.column(group);
        int from = 0;
        for (int row = 0; row < batch.rows(); row++) {
            if (Double.isNaN(numbers[row]) || numbers[row] == now) {
                continue;
            }
            if (!Double.isNaN(now)) {
                keep(batch.slice(from, row));
                finish();
            }
            now = numbers[row];
            from = row;
        }
        if (!Double.isNaN(now)) {
            keep(batch.slice(from, batch.rows()));
        }
    }

    private void keep(SampleTable part) {
        rows += part.rows();
        if (rows > ROWS_MAX) {
            throw Refusal.invalid(
                    "A cycle told apart by signal (%s) has more than %d samples: maybe another signal counts the cycles."
                            .formatted(group, ROWS_MAX));
        }
        if (part.rows() > 0) {
            parts.add(part);
        }
    }

    private void finish() {
        if (begun) {
            finished.accept(joined(parts));
        }
        begun = true;
        parts.clear();
        rows = 0;
    }

    /** One table of several that follow each other. */
    static SampleTable joined(List<SampleTable> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        List<String> signals = parts.getFirst().signals();
        int rows = parts.stream().mapToInt(SampleTable::rows).sum();
        long[] times = new long[rows];
        double[][] columns = new double[signals.size()][rows];
        int at = 0;
        for (SampleTable part : parts) {
            System.arraycopy(part.times(), 0, times, at, part.rows());
            for (int c = 0; c < columns.length; c++) {
                System.arraycopy(part.columns()[c], 0, columns[c], at, part.rows());
            }
            at += part.rows();
        }
        return new SampleTable(times, signals, columns);
    }
}
