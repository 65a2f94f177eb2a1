package werkmeister.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A small machine: three signals that follow one hidden load, a sample every ten minutes. Each
 * batch of live samples has a stretch in which the first signal stands far off.
 */
final class SmallPlant {
    static final List<String> SIGNALS = List.of("pressure", "flow", "current");
    static final int HISTORY_ROWS = 2000;
    static final int BATCH_ROWS = 200;

    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(10);
    private static final int FAULT_FROM = 20;
    private static final int FAULT_TO = 30;

    private final double[][] rows;

    SmallPlant(long seed, int count) {
        var random = new Random(seed);
        rows = new double[count][];
        double load = 0;
        for (int row = 0; row < count; row++) {
            load = 0.9 * load + 0.4 * random.nextGaussian();
            rows[row] =
                    new double[] {
                        50 + load + 0.3 * random.nextGaussian(),
                        20 + 2 * load + 0.3 * random.nextGaussian(),
                        5 - load + 0.3 * random.nextGaussian()
                    };
        }
    }

    static Instant time(int row) {
        return START.plus(STEP.multipliedBy(row));
    }

    static int firstRow(int batch) {
        return HISTORY_ROWS + batch * BATCH_ROWS;
    }

    /** When the fault of a batch begins. */
    static Instant faultFrom(int batch) {
        return time(firstRow(batch) + FAULT_FROM);
    }

    static Instant faultTo(int batch) {
        return time(firstRow(batch) + FAULT_TO);
    }

    /** Rows as a file that a historian exports. */
    String csv(int from, int to) {
        return csv(from, to, STEP);
    }

    String csv(int from, int to, Duration step) {
        var csv = new StringBuilder("time," + String.join(",", SIGNALS) + "\n");
        for (int row = from; row < to; row++) {
            csv.append(START.plus(step.multipliedBy(row)));
            for (double value : rows[row]) {
                csv.append(String.format(Locale.ROOT, ",%.3f", value));
            }
            csv.append('\n');
        }
        return csv.toString();
    }

    /** A batch as the body of live samples. */
    String batch(int batch) {
        var json = new StringBuilder("{\"signals\":[\"pressure\",\"flow\",\"current\"],\"rows\":[");
        int first = firstRow(batch);
        for (int row = first; row < first + BATCH_ROWS; row++) {
            boolean fault = row - first >= FAULT_FROM && row - first < FAULT_TO;
            json.append(row == first ? "" : ",").append("[\"").append(time(row)).append('"');
            for (int i = 0; i < SIGNALS.size(); i++) {
                double value = rows[row][i] + (fault && i == 0 ? 10 : 0);
                json.append(String.format(Locale.ROOT, ",%.3f", value));
            }
            json.append(']');
        }
        return json.append("]}").toString();
    }
}
