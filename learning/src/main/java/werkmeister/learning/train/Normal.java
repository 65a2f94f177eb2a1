package werkmeister.learning.train;

import werkmeister.learning.detector.Detector;
import werkmeister.learning.model.Frame;
import werkmeister.learning.model.FrameReader;
import werkmeister.learning.train.FrameFit.Outline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Normal running as learned from a part of a history: a frame and its detectors. */
record Normal(Frame frame, List<Detector> detectors) {
    private static final int WARM_ROWS = 2_000;
    private static final int COLD_ROWS = 20;

    static Normal fit(History history, Outline outline, int from, int to) {
        var frame = FrameFit.fit(history, outline, from, to);
        return new Normal(frame, DetectorFit.fit(history, frame, outline, from, to));
    }

    /**
     * Distances of judged rows.
     *
     * @param rows which rows
     * @param byDetector a column a detector, not divided by norms
     */
    @SuppressWarnings("ArrayRecordComponent") // Columns are handed on, never compared as values.
    record Distances(int[] rows, double[][] byDetector) {
        /** The weighted root mean square over the detectors, a value a row. */
        double[] combined(List<Detector> detectors) {
            double[] combined = new double[rows.length];
            double weights = detectors.stream().mapToDouble(Detector::weight).sum();
            for (int k = 0; k < byDetector.length; k++) {
                double norm = detectors.get(k).norm();
                double weight = detectors.get(k).weight() / weights;
                for (int i = 0; i < combined.length; i++) {
                    double distance = byDetector[k][i] / norm;
                    combined[i] += weight * distance * distance;
                }
            }
            Arrays.setAll(combined, i -> Math.sqrt(combined[i]));
            return combined;
        }
    }

    /** What is done with the detectors' states at each judged row. */
    interface Watcher {
        void row(int row, double[][] states);
    }

    /** Runs the detectors over the rows that count, warmed up by the rows before. */
    void watch(History history, int from, int to, Watcher watcher) {
        double[][] states = states();
        var reader = new FrameReader(frame);
        int start = Math.max(0, from - WARM_ROWS);
        history.walk(
                reader,
                start,
                to,
                (row, _) -> {
                    for (int k = 0; k < states.length; k++) {
                        detectors.get(k).take(reader.view(detectors.get(k).sight()), states[k]);
                    }
                    if (row >= from) {
                        watcher.row(row, states);
                    }
                });
    }

    /** Distances of about so many of the rows that count, evenly spread. */
    Distances distances(History history, int from, int to, int rowsMax) {
        int stride = Math.max(1, (to - from) / rowsMax);
        var rows = new ArrayList<Integer>();
        var columns = new ArrayList<double[]>();
        double[][] rooms = states();
        watch(
                history,
                from,
                to,
                (row, states) -> {
                    if (row % stride == 0 && row >= Math.min(COLD_ROWS, (to - from) / 4)) {
                        rows.add(row);
                        columns.add(distances(states, rooms));
                    }
                });
        double[][] byDetector = new double[detectors.size()][rows.size()];
        for (int i = 0; i < columns.size(); i++) {
            for (int k = 0; k < byDetector.length; k++) {
                byDetector[k][i] = columns.get(i)[k];
            }
        }
        return new Distances(rows.stream().mapToInt(Integer::intValue).toArray(), byDetector);
    }

    private double[] distances(double[][] states, double[][] rooms) {
        double[] distances = new double[states.length];
        Arrays.setAll(distances, k -> detectors.get(k).distance(states[k], rooms[k]));
        return distances;
    }

    /** A state a detector that has seen nothing. */
    double[][] states() {
        return detectors.stream()
                .map(detector -> new double[detector.stateSize()])
                .toArray(double[][]::new);
    }

    Normal with(List<Detector> others) {
        return new Normal(frame, others);
    }
}
