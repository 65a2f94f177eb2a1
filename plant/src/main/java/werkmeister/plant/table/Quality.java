package werkmeister.plant.table;

import werkmeister.plant.cell.Said;
import werkmeister.plant.table.Survey.ColumnTally;
import werkmeister.plant.table.Understanding.Finding;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/**
 * What a person should know of the samples themselves: gaps, repeated times, stuck and constant
 * signals.
 */
public final class Quality {
    /** A signal that lacks more of the file's rows at its ends begins late or ends early. */
    private static final double SHORT_RANGE = 0.1;

    private static final int RANGE_ROWS = 1_000;

    /** So many whole values at most are states. */
    private static final int STATES = 12;

    private static final int STATES_ROWS = 500;

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
                    Said.of(
                            "Time goes back %d times, first in row %d: rows were sorted.",
                            "Die Zeit springt %d-mal zurück, zuerst in Zeile %d: die Zeilen wurden"
                                    + " geordnet.",
                            times.back(),
                            times.firstBackRow()));
        }
        times.jumpsBack()
                .filter(jumps -> jumps.count() * JUMPS_RARE <= times.rows())
                .ifPresent(jumps ->
                        add(
                                "ClockJump",
                                "",
                                Said.of(
                                        "The clock is set back %d times, first by %s in row %d:"
                                                + " maybe summer time ended, or somebody set it.",
                                        "Die Uhr wird %d-mal zurückgestellt, zuerst um %s in Zeile"
                                            + " %d: vielleicht endete die Sommerzeit, oder jemand"
                                            + " stellte sie.",
                                        jumps.count(),
                                        length(jumps.micros()),
                                        jumps.row())));
        if (times.unset() > 0) {
            add(
                    "ClockReset",
                    "",
                    Said.of(
                            "%d rows lie before 1986: there the clock was not set.",
                            "%d Zeilen liegen vor 1986: dort war die Uhr nicht gestellt.",
                            times.unset()));
        }
        if (times.repeated() > 0) {
            add(
                    "DuplicateTimestamps",
                    "",
                    Said.of(
                            "%d rows repeat the time of another: of equal times the last row"
                                    + " counts.",
                            "%d Zeilen wiederholen die Zeit einer anderen: von gleichen Zeiten gilt"
                                    + " die letzte Zeile.",
                            times.repeated()));
        }
    }

    private void gaps(TimeTally times) {
        times.gaps()
                .ifPresent(gaps ->
                        add(
                                "LargeTimestampGaps",
                                "",
                                Said.of(
                                        "%d gaps; the longest of %s after %s.",
                                        "%d Lücken; die längste von %s nach %s.",
                                        gaps.count(),
                                        length(gaps.longestMicros()),
                                        Instant.EPOCH.plus(gaps.after(), ChronoUnit.MICROS))));
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
            add(
                    "MissingCompleteSensorData",
                    name,
                    Said.of("No row has a value.", "Keine Zeile hat einen Wert."));
            return;
        }
        double missing = tally.missing() / (double) tally.rows();
        if (missing > MUCH_MISSING) {
            add(
                    "MissingSensorData",
                    name,
                    Said.of(
                            "%.1f %% of the values are missing.",
                            "%.1f %% der Werte fehlen.", missing * 100));
        }
        range(name, tally);
        if (tally.constant()) {
            add(
                    "ConstantSignal",
                    name,
                    Said.of(
                            "All values are %s.",
                            "Alle Werte sind %s.", Said.number(tally.min().orElseThrow())));
        } else if (type.equals("number")) {
            states(name, tally);
            course(name, tally.course());
            stuck(name, tally);
            mark(name, tally);
        }
    }

    /** A sensor that came late, or went early. */
    private void range(String name, SignalTally tally) {
        long lacking = tally.before() + tally.behind();
        if (timed && tally.rows() >= RANGE_ROWS && lacking > SHORT_RANGE * tally.rows()) {
            add(
                    "InsufficientSensorData",
                    name,
                    Said.of(
                            "Its values cover only %s of the rows: %d rows before the first and %d"
                                    + " after the last have none.",
                            "Seine Werte decken nur %s der Zeilen ab: %d Zeilen vor dem ersten und"
                                    + " %d nach dem letzten haben keinen.",
                            percent(1 - lacking / (double) tally.rows()),
                            tally.before(),
                            tally.behind()));
        }
    }

    private void states(String name, SignalTally tally) {
        tally.states()
                .ifPresent(states -> {
                    if (states <= STATES && tally.count() >= STATES_ROWS) {
                        add(
                                "CategoricalValues",
                                name,
                                Said.of(
                                        "It takes but %d values, all whole: rather states than"
                                                + " measurements.",
                                        "Es nimmt nur %d Werte an, alle ganz: eher Zustände als"
                                                + " Messwerte.",
                                        states - (tally.missing() > 0 ? 1 : 0)));
                    }
                });
    }

    private void course(String name, CourseTally course) {
        if (course.onlyRises()) {
            add(
                    "MonotonicValues",
                    name,
                    Said.of(
                            "It only ever rises, as a meter does: a model rather wants its"
                                    + " differences.",
                            "Es steigt nur, wie ein Zähler: ein Modell braucht eher seine"
                                    + " Differenzen."));
            return;
        }
        course.outliers()
                .ifPresent(far ->
                        add(
                                "Outliers",
                                name,
                                Said.of(
                                        "Values lie far outside of all others in %d places, the"
                                                + " first in row %d (%s).",
                                        "An %d Stellen liegen Werte weit außerhalb aller anderen,"
                                                + " zuerst in Zeile %d (%s).",
                                        far.count(),
                                        far.first().row(),
                                        Said.number(far.first().value()))));
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
                                Said.of(
                                        "Off about %s of the time, in %d spans or more: name the"
                                                + " condition, so that a stop is no anomaly.",
                                        "Steht etwa %s der Zeit, in %d oder mehr Abschnitten:"
                                                + " nennen Sie die Bedingung, damit ein Stillstand"
                                                + " keine Anomalie ist.",
                                        percent(off.share()),
                                        off.spans())));
        List<CourseTally.Mode> modes = course.modes();
        if (!modes.isEmpty()) {
            add(
                    "MultipleOperatingModes",
                    name,
                    Said.of(
                            "Looks like %d modes: %s.",
                            "Sieht nach %d Betriebsarten aus: %s.",
                            modes.size(),
                            Said.list(modes.stream().map(Quality::mode).toList())));
        }
    }

    private static Said mode(CourseTally.Mode mode) {
        return Said.of("about %.4g for %s", "etwa %.4g zu %s", mode.level(), percent(mode.share()));
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
                            Said.of(
                                    "It equals signal (%s) in every row.",
                                    "Es gleicht in jeder Zeile dem Signal (%s).", first));
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
                                Said.of(
                                        "%d rows from row %d on have the same value (%s).",
                                        "%d Zeilen ab Zeile %d haben denselben Wert (%s).",
                                        stuck.rows(),
                                        stuck.row(),
                                        Said.number(stuck.value()))));
    }

    private void mark(String name, SignalTally tally) {
        tally.mark()
                .ifPresent(mark ->
                        add(
                                "PossibleMissingMark",
                                name,
                                Said.of(
                                        "The value %s occurs %d times, far from all others: if it"
                                                + " means \"no value\", name it as a null token.",
                                        "Der Wert %s kommt %d-mal vor, weit entfernt von allen"
                                            + " anderen: wenn er „kein Wert“ bedeutet, nennen Sie"
                                            + " ihn so.",
                                        Said.number(mark.value()),
                                        mark.count())));
    }

    private void add(String kind, String where, Said said) {
        findings.add(new Finding(kind, where, said));
    }
}
