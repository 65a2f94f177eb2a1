package werkmeister.plant.table;

import werkmeister.plant.table.Survey.ColumnTally;
import werkmeister.plant.table.Understanding.Finding;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a person should know of the samples themselves: gaps, repeated times, stuck and constant
 * signals.
 */
public final class Quality {
    private static final double MUCH_MISSING = 0.05;

    /**
     * Where time jumps back more often than once in so many rows, it is the layout, not a clock.
     */
    private static final long JUMPS_RARE = 50;

    private static final long DUPLICATE_ROWS = 20;

    private final List<Finding> findings = new ArrayList<>();

    private final boolean timed;

    private Quality(boolean timed) {
        this.timed = timed;
    }

    public static List<Finding> of(Survey survey, boolean timed, boolean severalMachines) {
        var quality = new Quality(timed);
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
        quality.duplicates(survey);
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
        times.jumpsBack()
                .filter(jumps -> jumps.count() * JUMPS_RARE <= times.rows())
                .ifPresent(jumps ->
                        add(
                                "ClockJump",
                                "",
                                "The clock is set back %d times, first by %s in row %d: maybe summer time ended, or somebody set it."
                                        .formatted(
                                                jumps.count(),
                                                length(jumps.micros()),
                                                jumps.row())));
        if (times.unset() > 0) {
            add(
                    "ClockReset",
                    "",
                    "%d rows lie before 1986: there the clock was not set."
                            .formatted(times.unset()));
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
            course(name, tally.course());
            stuck(name, tally);
            mark(name, tally);
        }
    }

    private void course(String name, CourseTally course) {
        if (course.onlyRises()) {
            add(
                    "MonotonicValues",
                    name,
                    "It only ever rises, as a meter does: a model rather wants its differences.");
            return;
        }
        course.outliers()
                .ifPresent(far ->
                        add(
                                "Outliers",
                                name,
                                "Values lie far outside of all others in %d places, the first in row %d (%s)."
                                        .formatted(
                                                far.count(),
                                                far.first().row(),
                                                far.first().value())));
        if (timed) {
            overTime(name, course);
        }
    }

    /** What only makes sense where rows follow each other in time. */
    private void overTime(String name, CourseTally course) {
        course.offTimes()
                .ifPresent(off ->
                        add(
                                "OffTimes",
                                name,
                                "Off about %s of the time, in %d spans or more: name the condition, so that a stop is no anomaly."
                                        .formatted(percent(off.share()), off.spans())));
        List<CourseTally.Mode> modes = course.modes();
        if (!modes.isEmpty()) {
            add(
                    "MultipleOperatingModes",
                    name,
                    "Looks like %d modes: %s."
                            .formatted(
                                    modes.size(),
                                    modes.stream()
                                            .map(mode ->
                                                    String.format(
                                                            Locale.ROOT,
                                                            "about %.4g for %s",
                                                            mode.level(),
                                                            percent(mode.share())))
                                            .collect(Collectors.joining(", "))));
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    /** Signals that hold the same values in the same rows. */
    private void duplicates(Survey survey) {
        var firsts = new HashMap<Long, String>();
        for (ColumnTally column : survey.columns()) {
            if (column instanceof ColumnTally.Numbers(var series, var tally)
                    && series.type().equals("number")
                    && tally.rows() >= DUPLICATE_ROWS
                    && !tally.constant()
                    && tally.count() > 0) {
                String name = series.name().name();
                String first = firsts.putIfAbsent(tally.course().fingerprint(), name);
                if (first != null) {
                    add(
                            "DuplicateSignal",
                            name,
                            "It equals signal (%s) in every row.".formatted(first));
                }
            }
        }
    }

    /**
     * A long run of one value in a signal that otherwise moves all the time; a machine that stands
     * is not stuck.
     */
    private void stuck(String name, SignalTally tally) {
        boolean stops = timed && tally.course().offTimes().isPresent();
        tally.stuck()
                .filter(stuck -> !(stops && stuck.value() == 0))
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
