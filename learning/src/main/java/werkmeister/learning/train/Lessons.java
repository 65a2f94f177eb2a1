package werkmeister.learning.train;

import werkmeister.learning.detector.Detector;
import werkmeister.learning.order.Label;
import werkmeister.plant.store.SampleTable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What people's labels teach. Faults and known events are not learned as normal. A false alarm
 * teaches each detector that raised it that the machine may go this far in this direction; what
 * goes further, or elsewhere, still counts in full. Confirmed faults choose the detectors and give
 * weight to those that saw them.
 */
final class Lessons {
    /**
     * What a false alarm may score at most the next time: just too little for a finding. To forgive
     * more would hide faults that go the same way.
     */
    private static final double FORGIVEN = 0.95;

    private static final int ROUNDS = 3;
    private static final double SEEN_MAX = 4;

    private static final double BASE_WEIGHT = 0.3;

    private static final int FAULT_ROWS_MAX = 500;
    private static final int NORMAL_ROWS_MAX = 20_000;

    private final SampleTable table;
    private final List<Label> labels;

    Lessons(SampleTable table, List<Label> labels) {
        this.table = table;
        this.labels = labels.stream().filter(label -> from(label) < to(label)).toList();
    }

    int count(Label.Kind kind) {
        return (int) labels.stream().filter(label -> label.kind() == kind).count();
    }

    /** Rows that must not be learned as normal. */
    void exclude(boolean[] use) {
        for (Label label : labels) {
            for (int row = from(label);
                    row < to(label) && label.kind() != Label.Kind.NORMAL;
                    row++) {
                use[row] = false;
            }
        }
    }

    /** Is this row known to be normal? */
    boolean normal(int row) {
        return labels.stream()
                .anyMatch(label ->
                        label.kind() == Label.Kind.NORMAL && from(label) <= row && row < to(label));
    }

    /** Forgives false alarms. */
    Normal forgive(Normal normal, double scale) {
        var learned = normal;
        for (int round = 0; round < ROUNDS; round++) {
            for (Label label : labels) {
                if (label.kind() == Label.Kind.NORMAL) {
                    learned = forgive(learned, label, scale);
                }
            }
        }
        return learned;
    }

    /**
     * Chooses the detectors that tell the faults best; all stay as they are where none is known.
     */
    Normal choose(Normal normal, History history) {
        List<Label> faults =
                labels.stream().filter(label -> label.kind() == Label.Kind.FAULT).toList();
        if (faults.isEmpty() || normal.detectors().isEmpty()) {
            return normal;
        }
        var parts = new ArrayList<Normal.Distances>();
        for (Label fault : faults) {
            parts.add(normal.distances(History.of(table), from(fault), to(fault), FAULT_ROWS_MAX));
        }
        parts.add(normal.distances(history, 0, history.rows(), NORMAL_ROWS_MAX));
        int[] numbers = new int[parts.stream().mapToInt(part -> part.rows().length).sum()];
        double[][] squares = new double[normal.detectors().size()][numbers.length];
        int at = 0;
        for (int p = 0; p < parts.size(); p++) {
            int rows = parts.get(p).rows().length;
            int number = p < faults.size() ? p : DetectorChoice.NORMAL;
            Arrays.fill(numbers, at, at + rows, number);
            for (int k = 0; k < squares.length; k++) {
                double norm = normal.detectors().get(k).norm();
                for (int i = 0; i < rows; i++) {
                    double distance = parts.get(p).byDetector()[k][i] / norm;
                    squares[k][at + i] = distance * distance;
                }
            }
            at += rows;
        }
        return normal.with(new DetectorChoice(squares, numbers).of(normal.detectors()));
    }

    /** Gives weight to the chosen detectors that saw the faults. */
    Normal weigh(Normal normal, double scale) {
        double[] seen = new double[normal.detectors().size()];
        int faults = 0;
        for (Label label : labels) {
            if (label.kind() == Label.Kind.FAULT) {
                double[] peaks = peaks(normal, label).distances;
                faults++;
                for (int k = 0; k < seen.length; k++) {
                    seen[k] +=
                            Math.min(
                                    SEEN_MAX,
                                    peaks[k] / (normal.detectors().get(k).norm() * scale));
                }
            }
        }
        var weighed = new ArrayList<Detector>();
        if (faults == 0) {
            return normal;
        }
        double[] weights = new double[seen.length];
        for (int k = 0; k < seen.length; k++) {
            weights[k] = normal.detectors().get(k).weight() * (BASE_WEIGHT + seen[k] / faults);
        }
        double sum = Arrays.stream(weights).sum();
        for (int k = 0; k < seen.length; k++) {
            Detector detector = normal.detectors().get(k);
            weighed.add(detector.with(detector.norm(), weights[k] * seen.length / sum));
        }
        return normal.with(weighed);
    }

    private Normal forgive(Normal normal, Label label, double scale) {
        Peaks peaks = peaks(normal, label);
        var learned = new ArrayList<Detector>();
        for (int k = 0; k < peaks.distances.length; k++) {
            Detector detector = normal.detectors().get(k);
            double allowed = FORGIVEN * scale * detector.norm();
            learned.add(
                    peaks.distances[k] > allowed
                            ? detector.forgiving(peaks.states[k], allowed)
                            : detector);
        }
        return normal.with(learned);
    }

    private record Peaks(double[] distances, double[][] states) {}

    private Peaks peaks(Normal normal, Label label) {
        int detectors = normal.detectors().size();
        var peaks = new Peaks(new double[detectors], new double[detectors][]);
        double[][] rooms = normal.states();
        normal.watch(
                History.of(table),
                from(label),
                to(label),
                (_, states) -> {
                    for (int k = 0; k < detectors; k++) {
                        double distance = normal.detectors().get(k).distance(states[k], rooms[k]);
                        if (distance >= peaks.distances[k]) {
                            peaks.distances[k] = distance;
                            peaks.states[k] = states[k].clone();
                        }
                    }
                });
        return peaks;
    }

    private int from(Label label) {
        return table.rowAt(micros(label.span().from()));
    }

    private int to(Label label) {
        return table.rowAt(micros(label.span().to()));
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
