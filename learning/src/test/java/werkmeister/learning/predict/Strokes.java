package werkmeister.learning.predict;

import werkmeister.learning.dataset.Dataset;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/**
 * A press that makes strokes of 20 samples, one a second. In each the force rises once, early where
 * the grade is 0, late where it is 1; where it is 2 it is short and high. No sample tells early
 * from late.
 */
final class Strokes {
    static final Instant START = Instant.parse("2026-03-02T06:00:00Z");
    static final int ROWS = 20;
    static final List<String> SIGNALS =
            List.of("stroke", "force", "heat", "grade", "copy", "ejected", "parts", "fixed");

    private Strokes() {}

    static SampleTable of(int strokes, int seed, IntUnaryOperator grades) {
        var random = new Random(seed);
        int rows = strokes * ROWS;
        long start = ChronoUnit.MICROS.between(Instant.EPOCH, START);
        long[] times = new long[rows];
        double[][] columns = new double[SIGNALS.size()][rows];
        for (int row = 0; row < rows; row++) {
            int stroke = row / ROWS;
            int at = row % ROWS;
            int grade = grades.applyAsInt(stroke);
            times[row] = start + row * 1_000_000L;
            columns[0][row] = 4_000 + stroke;
            columns[1][row] = force(grade, at) + random.nextGaussian();
            columns[2][row] = 40 + random.nextGaussian();
            columns[3][row] = grade;
            columns[4][row] = 10 * grade + 7;
            columns[5][row] = grade == 2 && at == ROWS - 1 ? 1 : 0;
            columns[6][row] = 17 * stroke + 3;
            columns[7][row] = 1;
        }
        return new SampleTable(times, SIGNALS, columns);
    }

    private static double force(int grade, int at) {
        return switch (grade) {
            case 0 -> at >= 3 && at < 7 ? 20 : 0;
            case 1 -> at >= 13 && at < 17 ? 20 : 0;
            default -> at >= 9 && at < 11 ? 40 : 0;
        };
    }

    static Dataset dataset(String machine, SampleTable table) {
        Instant last = Instant.EPOCH.plus(table.times()[table.rows() - 1], ChronoUnit.MICROS);
        var span = new TimeSpan(START, last.plusNanos(1000));
        var file = new SampleFile(machine, table.rows(), START, last, 1, Sha256.of(machine));
        return Dataset.of(
                new TenantId("t"), new MachineId(machine), List.of(file), table.signals(), span);
    }
}
