package werkmeister.plant.table;

import werkmeister.plant.table.Survey.ColumnTally;
import werkmeister.plant.table.Understanding.Finding;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a person should know of the samples themselves: gaps, repeated times, stuck and constant
 * signals.
 */
public final class Quality {
    private static final double MUCH_MISSING = 0.05;

    private final List<Finding> findings = new ArrayList<>();

    private Quality() {}

    public static List<Finding> of(Survey survey, boolean timed, boolean severalMachines) {
        var quality = new Quality();
        if (timed && !severalMachines) {
            quality.order(survey.times());
            quality.gaps(survey.times());
        }
        for (ColumnTally column : survey.columns()) {
            if (column instanceof ColumnTally.Numbers(var series, var tally)
                    && tally.rows() > 0
                    && !series.type().equals(QualityColumns.TYPE)) {
                quality.column(series.name().name(), series.type(), tally);
            }
        }
        return quality.findings;
    }

    private void order(TimeTally times) {
        if (times.back() > 0) {
            add(
                    "UnsortedTimestamps",
                    "",
                    "Time goes back %d times, first in row %d: rows were sorted."
                            .formatted(times.back(), times.firstBackRow()));
        }
        if (times.repeated() > 0) {
            add(
                    "DuplicateTimestamps",
                    "",
                    "%d rows repeat the time of another: of equal times the last row counts."
                            .formatted(times.repeated()));
        }
    }

    private void gaps(TimeTally times) {
        times.gaps()
                .ifPresent(gaps ->
                        add(
                                "LargeTimestampGaps",
                                "",
                                "%d gaps; the longest of %s after %s."
                                        .formatted(
                                                gaps.count(),
                                                length(gaps.longestMicros()),
                                                Instant.EPOCH.plus(
                                                        gaps.after(), ChronoUnit.MICROS))));
    }

    private static String length(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .substring(2)
                .toLowerCase(Locale.ROOT);
    }

    private void column(String name, String type, SignalTally tally) {
        if (tally.count() == 0) {
            add("MissingCompleteSensorData", name, "No row has a value.");
            return;
        }
        double missing = tally.missing() / (double) tally.rows();
        if (missing > MUCH_MISSING) {
            add(
                    "MissingSensorData",
                    name,
                    String.format(
                            Locale.ROOT, "%.1f %% of the values are missing.", missing * 100));
        }
        if (tally.constant()) {
            add("ConstantSignal", name, "All values are %s.".formatted(tally.min().orElseThrow()));
        } else if (type.equals("number")) {
            stuck(name, tally);
            mark(name, tally);
            monotonic(name, tally);
        }
    }

    private void monotonic(String name, SignalTally tally) {
        if (tally.monotonic()) {
            add(
                    "MonotonicValues",
                    name,
                    "The values never turn back, as those of a meter: what it counts a step may"
                            + " tell more.");
        }
    }

    /** A long run of one value in a signal that otherwise moves all the time. */
    private void stuck(String name, SignalTally tally) {
        tally.stuck()
                .ifPresent(stuck ->
                        add(
                                "StuckSignal",
                                name,
                                "%d rows from row %d on have the same value (%s)."
                                        .formatted(stuck.rows(), stuck.row(), stuck.value())));
    }

    private void mark(String name, SignalTally tally) {
        tally.mark()
                .ifPresent(mark ->
                        add(
                                "PossibleMissingMark",
                                name,
                                "The value %s occurs %d times, far from all others: if it means \"no value\", name it as a null token."
                                        .formatted(mark.value(), mark.count())));
    }

    private void add(String kind, String where, String text) {
        findings.add(new Finding(kind, where, text));
    }
}
