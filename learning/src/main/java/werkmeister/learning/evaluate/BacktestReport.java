package werkmeister.learning.evaluate;

import werkmeister.plant.store.SampleTable;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a backtest found. Without labels {@code point}, {@code events} and the baselines are left
 * out.
 *
 * @param threshold the median of the series' thresholds
 * @param findings of the scored rows, whether or not labels are known
 */
public record BacktestReport(
        List<File> files,
        Optional<Point> point,
        Optional<Events> events,
        Map<String, Baseline> baselines,
        double threshold,
        double trainSeconds,
        double scoreSeconds,
        Findings findings,
        List<ScoredSeries> scored) {
    /** A judged series. */
    public record File(String file, int rows, int trainRows) {}

    /**
     * Metrics over rows, counts pooled over the files; VUS-PR is the mean over the files that have
     * labelled rows.
     */
    public record Point(
            double precision,
            double recall,
            double f1,
            double falseAlarmRate,
            double missedAlarmRate,
            double vusPr) {}

    /** Metrics over labelled spans. The lead is from the finding to the span's end. */
    public record Events(int total, int caught, double medianLeadSeconds, double falsePerWeek) {}

    /** A trivial rival on the same rows. */
    public record Baseline(double f1, double vusPr) {}

    /** Findings raised on the scored rows. */
    public record Findings(int total, double perWeek) {}

    /** Judges scored series; a series without labels counts as findings only. */
    static BacktestReport of(
            List<Backtest.Series> all,
            List<ScoredSeries> scored,
            List<SampleTable> trainedOn,
            long seed,
            double trainSeconds,
            double scoreSeconds) {
        var point = new PointTally();
        var labelled = new Verdicts();
        var every = new Verdicts();
        for (int i = 0; i < scored.size(); i++) {
            Backtest.Series series = all.get(i);
            boolean[] nothing = new boolean[scored.get(i).rows()];
            every.take(scored.get(i), nothing);
            if (series.labels().isPresent()) {
                boolean[] known = series.labels().get();
                boolean[] labels = Arrays.copyOfRange(known, series.trainRows(), known.length);
                labelled.take(scored.get(i), labels);
                point.take(series, scored.get(i), labels, trainedOn.get(i), seed + i);
            }
        }
        boolean judged = all.stream().anyMatch(series -> series.labels().isPresent());
        return new BacktestReport(
                files(all),
                judged ? Optional.of(point.point()) : Optional.empty(),
                judged ? Optional.of(labelled.events()) : Optional.empty(),
                point.baselines(),
                medianThreshold(scored),
                trainSeconds,
                scoreSeconds,
                every.findings(),
                List.copyOf(scored));
    }

    private static List<File> files(List<Backtest.Series> all) {
        return all.stream()
                .map(series -> new File(series.name(), series.table().rows(), series.trainRows()))
                .toList();
    }

    private static double medianThreshold(List<ScoredSeries> scored) {
        return scored.stream()
                .mapToDouble(ScoredSeries::threshold)
                .sorted()
                .skip(scored.size() / 2)
                .findFirst()
                .orElse(1);
    }
}
