package werkmeister.learning.train;

import werkmeister.plant.store.SampleTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Makes series with known faults: correlated signals that follow two hidden, sluggish quantities.
 */
public final class Plants {
    private final Random random;
    private final double[][] columns;
    private final boolean[] labels;
    private long stepMicros = 60_000_000;

    private Plants(long seed, int rows, int signals) {
        random = new Random(seed);
        columns = new double[signals][rows];
        labels = new boolean[rows];
        double sluggish = 0.9;
        double[][] load = new double[signals][2];
        for (double[] each : load) {
            each[0] = random.nextGaussian();
            each[1] = random.nextGaussian();
        }
        double[] hidden = new double[2];
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < 2; k++) {
                hidden[k] =
                        sluggish * hidden[k]
                                + Math.sqrt(1 - sluggish * sluggish) * random.nextGaussian();
            }
            for (int i = 0; i < signals; i++) {
                columns[i][row] =
                        50
                                + 10 * i
                                + load[i][0] * hidden[0]
                                + load[i][1] * hidden[1]
                                + 0.5 * random.nextGaussian();
            }
        }
    }

    public static Plants of(long seed, int rows, int signals) {
        return new Plants(seed, rows, signals);
    }

    public Plants every(long seconds) {
        stepMicros = seconds * 1_000_000;
        return this;
    }

    /** A signal stands higher by an amount. */
    public Plants shift(int signal, int from, int to, double by) {
        return change(from, to, row -> columns[signal][row] += by);
    }

    /** A signal creeps up to an amount. */
    public Plants creep(int signal, int from, int to, double by) {
        return change(from, to, row -> columns[signal][row] += by * (row - from) / (to - from));
    }

    /** A signal gets restless. */
    public Plants shake(int signal, int from, int to, double spread) {
        return change(from, to, row -> columns[signal][row] += spread * random.nextGaussian());
    }

    /** A signal stands still. */
    public Plants freeze(int signal, int from, int to) {
        return change(from, to, row -> columns[signal][row] = columns[signal][from]);
    }

    /** A signal no longer goes with the others: it repeats what it did long ago. */
    public Plants part(int signal, int from, int to) {
        return change(from, to, row -> columns[signal][row] = columns[signal][row - from + 100]);
    }

    /** All signals follow the time of day or year. */
    public Plants season(double amplitude, long periodSeconds) {
        for (int row = 0; row < labels.length; row++) {
            double wave =
                    amplitude * Math.sin(2 * Math.PI * row * stepMicros / 1e6 / periodSeconds);
            for (int i = 0; i < columns.length; i++) {
                columns[i][row] += wave * (1 + 0.3 * i);
            }
        }
        return this;
    }

    /** The machine works in shifts: off, product A, product B. */
    public Plants modes(int stay) {
        for (int row = 0; row < labels.length; row++) {
            int mode = row / stay % 3;
            for (int i = 0; i < columns.length; i++) {
                columns[i][row] =
                        switch (mode) {
                            case 0 -> 0.02 * columns[i][row] / 50;
                            case 1 -> columns[i][row];
                            default -> 30 + columns[i][row] * (i % 2 == 0 ? 1.2 : 0.8);
                        };
            }
        }
        return this;
    }

    public SampleTable table() {
        long[] times =
                IntStream.range(0, labels.length).mapToLong(row -> row * stepMicros).toArray();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            names.add("signal" + i);
        }
        return new SampleTable(times, names, columns);
    }

    public boolean[] labels() {
        return labels;
    }

    private interface Touch {
        void row(int row);
    }

    private Plants change(int from, int to, Touch touch) {
        for (int row = from; row < to; row++) {
            touch.row(row);
            labels[row] = true;
        }
        return this;
    }
}
