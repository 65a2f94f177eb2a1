package werkmeister.learning.train;

import werkmeister.learning.detector.Detector;
import werkmeister.learning.detector.Mewma;
import werkmeister.learning.detector.Sight;
import werkmeister.learning.model.Frame;
import werkmeister.learning.model.FrameReader;
import werkmeister.learning.train.FrameFit.Outline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fits the detectors of a frame in one pass.
 *
 * <p>What a machine does within its training time says little about how far it wanders in the time
 * after. So each detector's covariance gets a second part: how far the means of later stretches of
 * the training time lay from the mean of all earlier ones. Directions that wander (a warming oil, a
 * clogging filter, a drifting sensor) then weigh little, by themselves, and no signal has to be
 * thrown away by hand.
 */
final class DetectorFit {
    private static final double WANDER_WEIGHT = 3;
    private static final int STRETCHES_MAX = 10;
    private static final int STRETCH_ROWS_MIN = 20;
    private static final double RIDGE = 0.01;

    /**
     * After this many samples the slowest memory has forgotten, as a share of the training rows.
     */
    private static final double SLOWEST_ROWS = 40;

    private static final double SLOWEST = 0.002;
    private static final double SLOW = 0.1;

    private final List<Cloud> clouds = new ArrayList<>();
    private final List<WindowFit> windows = new ArrayList<>();
    private final int from;
    private final int to;

    private DetectorFit(int d, int from, int to, List<Plan> plans) {
        this.from = from;
        this.to = to;
        int stretches = Math.clamp((to - from) / STRETCH_ROWS_MIN, 2, STRETCHES_MAX);
        plans.forEach(plan -> clouds.add(new Cloud(plan, d, stretches)));
    }

    private record Plan(Sight sight, double memory) {}

    /**
     * Detectors with norm and weight 1, candidates with weight 0; none where too little was judged.
     */
    static List<Detector> fit(History history, Frame frame, Outline outline, int from, int to) {
        if (frame.size() == 0 || to == from) {
            return List.of();
        }
        int rows = history.used();
        var fit = new DetectorFit(frame.size(), from, to, plans(frame, rows));
        outline.windows().forEach(window -> fit.windows.add(new WindowFit(window, rows)));
        var reader = new FrameReader(frame);
        history.walk(reader, from, to, (row, thread) -> fit.take(reader, row, thread));
        var detectors = new ArrayList<Detector>();
        fit.clouds.stream()
                .filter(cloud -> cloud.count > cloud.sum.length + 2)
                .forEach(cloud -> detectors.add(cloud.detector()));
        for (WindowFit window : fit.windows) {
            detectors.addAll(window.detectors());
            if (outline.candidates()) {
                detectors.addAll(window.candidates());
            }
        }
        return detectors;
    }

    /**
     * The slowest memory follows from all training rows, so that every part of the training time
     * has the same detectors.
     */
    private static List<Plan> plans(Frame frame, int rows) {
        double slowest = Math.clamp(SLOWEST_ROWS / Math.max(1, rows), SLOWEST, SLOW);
        var plans =
                new ArrayList<>(
                        List.of(
                                new Plan(Sight.LEVEL, 0.5),
                                new Plan(Sight.LEVEL, SLOW),
                                new Plan(Sight.LEVEL, slowest)));
        if (frame.lags() > 0) {
            plans.add(new Plan(Sight.SURPRISE, 1));
            plans.add(new Plan(Sight.SURPRISE, SLOW));
            plans.add(new Plan(Sight.LIVELINESS, 0.2));
        }
        return plans;
    }

    private void take(FrameReader reader, int row, int thread) {
        for (Cloud cloud : clouds) {
            cloud.take(reader.view(cloud.plan.sight), row, thread);
        }
        for (WindowFit window : windows) {
            window.take(reader.view(Sight.LEVEL), thread);
        }
    }

    /** The smoothed values of one detector and what they tell. */
    private final class Cloud {
        final Plan plan;
        final double[] sum;
        final double[] squares;
        final double[] smooth;
        final double[] smoothSum;
        final double[][] products;
        final double[][] stretchSums;
        final int[] stretchCounts;
        int seen;
        int count;

        Cloud(Plan plan, int d, int stretches) {
            this.plan = plan;
            sum = new double[d];
            squares = new double[d];
            smooth = new double[d];
            smoothSum = new double[d];
            products = new double[d][d];
            stretchSums = new double[stretches][d];
            stretchCounts = new int[stretches];
        }

        void take(double[] values, int row, int thread) {
            int stretch = (int) ((long) (row - from) * stretchCounts.length / (to - from));
            stretchCounts[stretch]++;
            seen++;
            for (int i = 0; i < values.length; i++) {
                sum[i] += values[i];
                squares[i] += values[i] * values[i];
                stretchSums[stretch][i] += values[i];
                double start = thread == 1 ? (seen > 20 ? sum[i] / seen : values[i]) : smooth[i];
                smooth[i] = start + plan.memory * (values[i] - start);
            }
            if (thread > Math.min(2 / plan.memory, Math.min(200, (to - from) / 4.0))) {
                count++;
                for (int i = 0; i < values.length; i++) {
                    smoothSum[i] += smooth[i];
                    for (int j = 0; j <= i; j++) {
                        products[i][j] += smooth[i] * smooth[j];
                    }
                }
            }
        }

        Mewma detector() {
            int d = sum.length;
            double[] centre = new double[d];
            double[] spread = new double[d];
            for (int i = 0; i < d; i++) {
                centre[i] = sum[i] / seen;
                spread[i] = Math.sqrt(Math.max(0, squares[i] / seen - centre[i] * centre[i]));
                spread[i] = Math.max(spread[i], 1e-6);
            }
            double[][] covariance = new double[d][d];
            for (int i = 0; i < d; i++) {
                for (int j = 0; j <= i; j++) {
                    double within =
                            products[i][j] / count - smoothSum[i] / count * (smoothSum[j] / count);
                    covariance[i][j] = within / (spread[i] * spread[j]);
                }
            }
            addWander(covariance, spread);
            for (int i = 0; i < d; i++) {
                covariance[i][i] += RIDGE;
                for (int j = 0; j < i; j++) {
                    covariance[j][i] = covariance[i][j];
                }
            }
            return new Mewma(
                    plan.sight, plan.memory, centre, spread, Symmetric.inverse(covariance), 1, 1);
        }

        private void addWander(double[][] covariance, double[] spread) {
            List<double[]> steps = wander(spread);
            for (double[] step : steps) {
                for (int i = 0; i < step.length; i++) {
                    for (int j = 0; j <= i; j++) {
                        covariance[i][j] += WANDER_WEIGHT * step[i] * step[j] / steps.size();
                    }
                }
            }
        }

        /**
         * For each stretch and each later one: how far the later mean lies from the mean of all up
         * to the former.
         */
        private List<double[]> wander(double[] spread) {
            int[] filled =
                    IntStream.range(0, stretchCounts.length)
                            .filter(s -> stretchCounts[s] >= 5)
                            .toArray();
            var steps = new ArrayList<double[]>();
            double[] before = new double[spread.length];
            for (int k = 0; k < filled.length - 1; k++) {
                double[] mean = mean(filled[k], spread);
                for (int i = 0; i < before.length; i++) {
                    before[i] += (mean[i] - before[i]) / (k + 1);
                }
                for (int later = k + 1; k >= filled.length / 3 && later < filled.length; later++) {
                    double[] step = mean(filled[later], spread);
                    for (int i = 0; i < step.length; i++) {
                        step[i] -= before[i];
                    }
                    steps.add(step);
                }
            }
            return steps;
        }

        private double[] mean(int stretch, double[] spread) {
            double[] mean = new double[spread.length];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = stretchSums[stretch][i] / stretchCounts[stretch] / spread[i];
            }
            return mean;
        }
    }
}
