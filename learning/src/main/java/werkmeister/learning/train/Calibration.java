package werkmeister.learning.train;

import werkmeister.learning.detector.Detector;
import werkmeister.learning.model.Quantile;
import werkmeister.learning.train.FrameFit.Outline;
import werkmeister.learning.train.Normal.Distances;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Brings detectors to one scale by what is rare in normal time, both in the training time itself
 * and in its later parts as seen by models that were fitted on its earlier parts only. The
 * geometric mean of both is the norm: the first alone is too low for time to come, the second
 * alone, of models with less data, too high.
 */
final class Calibration {
    /** Where the earlier part ends, as shares of the training rows. */
    private static final double[] CUTS = {0.5, 0.65, 0.8};

    private static final int LONG_ROWS = 100_000;
    private static final int JUDGED_ROWS = 60_000;

    /** A limit from few rows is uncertain: it is raised by this over the root of their number. */
    private static final double CAUTION = 12;

    private final Normal normal;
    private final Distances inside;
    private final List<Distances> ahead;
    private final double rare;
    private final double caution;

    private Calibration(Normal normal, Distances inside, List<Distances> ahead) {
        this.normal = normal;
        this.inside = inside;
        this.ahead = ahead;
        int rows = Math.max(1, inside.rows().length);
        this.rare = Quantile.rare(rows);
        this.caution = 1 + CAUTION / Math.sqrt(rows);
    }

    static Calibration of(History history, Outline outline, Normal normal) {
        int rows = history.rows();
        var inside = normal.distances(history, 0, rows, JUDGED_ROWS);
        var ahead = new ArrayList<Distances>();
        double[] cuts = rows > LONG_ROWS ? new double[] {0.65} : CUTS;
        for (double cut : cuts) {
            int at = (int) (rows * cut);
            var earlier = Normal.fit(history, outline, 0, at);
            if (earlier.detectors().size() == normal.detectors().size()) {
                var later = earlier.distances(history, at, rows, JUDGED_ROWS);
                if (later.rows().length > 5) {
                    ahead.add(later);
                }
            }
        }
        return new Calibration(normal, inside, ahead);
    }

    /** The detectors with their norms. */
    List<Detector> normed() {
        var normed = new ArrayList<Detector>();
        for (int k = 0; k < normal.detectors().size(); k++) {
            int detector = k;
            double norm =
                    level(
                            inside.byDetector()[k],
                            ahead.stream().map(d -> d.byDetector()[detector]).toList());
            Detector each = normal.detectors().get(k);
            normed.add(each.with(norm, each.weight()));
        }
        return normed;
    }

    /** The combined distance of these detectors that counts as 1. */
    double scale(List<Detector> detectors) {
        double level =
                level(
                        inside.combined(detectors),
                        ahead.stream().map(distances -> distances.combined(detectors)).toList());
        return level * caution;
    }

    private double level(double[] within, List<double[]> later) {
        double usual = Quantile.of(within, rare);
        double[] levels =
                later.stream().mapToDouble(values -> Quantile.of(values, rare)).sorted().toArray();
        double coming = levels.length == 0 ? 1.5 * usual : Quantile.ofSorted(levels, 0.5);
        double level = Math.sqrt(usual * coming);
        return level > 1e-9 && Double.isFinite(level) ? level : 1;
    }

    /** How much higher the rare distance lay in time not fitted, for the card. */
    double optimism(List<Detector> detectors) {
        double usual = Quantile.of(inside.combined(detectors), rare);
        double[] levels =
                ahead.stream()
                        .mapToDouble(d -> Quantile.of(d.combined(detectors), rare))
                        .sorted()
                        .toArray();
        return levels.length == 0 || Arrays.stream(levels).anyMatch(Double::isNaN)
                ? 1
                : Quantile.ofSorted(levels, 0.5) / usual;
    }
}
