package werkmeister.learning.train;

import werkmeister.learning.detector.Detector;
import werkmeister.learning.order.Label;
import werkmeister.plant.store.SampleTable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What people's labels teach. Faults and known events are not learned as normal. A false alarm
 * teaches each detector that raised it that the machine may go this far in this direction; what
 * goes further, or elsewhere, still counts in full. A confirmed fault gives weight to the detectors
 * that saw it.
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

    /** Gives weight to the detectors that saw the faults. */
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
        double sum = 0;
        for (double each : seen) {
            sum += faults == 0 ? 1 : BASE_WEIGHT + each / faults;
        }
        for (int k = 0; k < seen.length; k++) {
            double weight = faults == 0 ? 1 : (BASE_WEIGHT + seen[k] / faults) * seen.length / sum;
            Detector detector = normal.detectors().get(k);
            weighed.add(detector.with(detector.norm(), weight));
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
