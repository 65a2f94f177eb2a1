package werkmeister.plant.ingest;

import werkmeister.plant.cell.CalendarTime;
import werkmeister.plant.cell.NumericTime;
import werkmeister.plant.cell.Said;
import werkmeister.plant.cell.ZoneClock;
import werkmeister.plant.table.Understanding.Finding;

import java.util.List;
import java.util.function.BooleanSupplier;

/** What a person should know, and be asked, of how a text was read. */
final class Remarks {
    private static final int MIN_COUNTED = 20;
    static final Said NO_ZONE =
            new Said(
                    "The times have no zone: they were read as UTC. If they are local, name the"
                            + " zone, such as --zone Europe/Berlin.",
                    "Die Zeiten haben keine Zone: sie wurden als UTC gelesen. Wenn es Ortszeiten"
                            + " sind, nennen Sie die Zone, etwa --zone Europe/Berlin.");
    private static final Said DAY_SAID = new Said("day", "der Tag");
    private static final Said MONTH_SAID = new Said("month", "der Monat");
    private static final Said COMMA_UNSURE =
            new Said(
                    "Every comma in the numbers stands before three digits: it was read as the"
                            + " decimal mark. If that is wrong, say --decimal point.",
                    "Jedes Komma in den Zahlen steht vor drei Ziffern: es wurde als Dezimalzeichen"
                            + " gelesen. Wenn das falsch ist: --decimal point.");
    private static final Said POINT_UNSURE =
            new Said(
                    "Every point or comma in the numbers stands before three digits: it was read as"
                            + " a decimal point (a comma: between thousands). If that is wrong, say"
                            + " --decimal comma.",
                    "Jeder Punkt und jedes Komma in den Zahlen steht vor drei Ziffern: der Punkt"
                            + " wurde als Dezimalzeichen gelesen (ein Komma als Tausendertrennung)."
                            + " Wenn das falsch ist: --decimal comma.");

    private final Plan plan;
    private final TableReading reading;
    private final ReadOptions options;
    private final List<Finding> findings;
    private final List<Said> questions;

    /** The findings and questions are added to these lists. */
    Remarks(
            Plan plan,
            TableReading reading,
            ReadOptions options,
            List<Finding> findings,
            List<Said> questions) {
        this.plan = plan;
        this.reading = reading;
        this.options = options;
        this.findings = findings;
        this.questions = questions;
    }

    /** What happened to rows while the file was read. */
    void reading() {
        if (reading.rejectedTotal() > 0) {
            findings.add(
                    new Finding(
                            "Rejected",
                            "",
                            Said.of(
                                    "%d cells or rows could not be read; the first in row %d.",
                                    "%d Zellen oder Zeilen waren nicht lesbar; die erste in Zeile"
                                            + " %d.",
                                    reading.rejectedTotal(),
                                    reading.rejected().getFirst().row())));
        }
        long badTimes = (long) reading.badTimes() + reading.missingTimes();
        if (badTimes > 0) {
            findings.add(
                    new Finding(
                            "UnsupportedTimestamps",
                            plan.time().map(TimePlan::name).orElse(""),
                            Said.of(
                                    "%d rows have no time that can be read: they are left out.",
                                    "%d Zeilen haben keine lesbare Zeit: sie bleiben weg.",
                                    badTimes)));
        }
        invalidCells();
        if (reading.shortRows() > 0) {
            findings.add(
                    new Finding(
                            "ShortRows",
                            "",
                            Said.of(
                                    "%d rows have fewer cells than the others: what lacks is"
                                            + " missing.",
                                    "%d Zeilen haben weniger Zellen als die anderen: was fehlt,"
                                            + " gilt als fehlend.",
                                    reading.shortRows())));
        }
        if (reading.repeatedHeaders() > 0) {
            findings.add(
                    new Finding(
                            "RepeatedHeader",
                            "",
                            Said.of(
                                    "The header stands again %d times among the rows.",
                                    "Die Kopfzeile steht noch %d-mal zwischen den Zeilen.",
                                    reading.repeatedHeaders())));
        }
        if (reading.cutOff()) {
            findings.add(
                    new Finding(
                            "CutOff",
                            "",
                            Said.of(
                                    "The file ends within its last row: perhaps it was copied while"
                                            + " it was written.",
                                    "Die Datei endet mitten in ihrer letzten Zeile: vielleicht"
                                        + " wurde sie kopiert, während sie geschrieben wurde.")));
        }
        int width = plan.shape().width();
        if (!plan.shape().header() && width > 2 * reading.rows() && reading.rows() >= MIN_COUNTED) {
            questions.add(
                    Said.of(
                            "There are more columns (%d) than rows (%d): maybe the file is turned,"
                                    + " with a row a signal; then say --turned.",
                            "Es gibt mehr Spalten (%d) als Zeilen (%d): vielleicht ist die Datei"
                                    + " gestürzt, mit einer Zeile je Signal; dann --turned.",
                            width,
                            reading.rows()));
        }
    }

    /** Columns of numbers in which something else stands here and there. */
    private void invalidCells() {
        for (Column column : reading.columns()) {
            if (column == null || column instanceof Column.Texts) {
                continue;
            }
            // A header that stands again is no number in any column.
            long invalid = column.others() - reading.repeatedHeaders();
            if (invalid > 0) {
                findings.add(
                        new Finding(
                                "InvalidSensorData",
                                column.name().name(),
                                Said.of(
                                        "%d cells are no numbers: they are missing.",
                                        "%d Zellen sind keine Zahlen: sie gelten als fehlend.",
                                        invalid)));
            }
        }
    }

    void time(String layout, BooleanSupplier hasLateDay) {
        if (options.arrangement().turned()) {
            findings.add(
                    new Finding(
                            "Turned",
                            "",
                            Said.of(
                                    "Each row of the file was read as a column.",
                                    "Jede Zeile der Datei wurde als Spalte gelesen.")));
        }
        if (plan.time().isEmpty()) {
            findings.add(noTime(layout));
            return;
        }
        TimePlan time = plan.time().get();
        ZoneClock clock = reading.clock();
        if (clock.repeated() > 0) {
            findings.add(
                    new Finding(
                            "RepeatedHour",
                            time.name(),
                            Said.of(
                                    "%d rows lie in the second of the two equal hours at the end of"
                                            + " summer time: they were told apart by order.",
                                    "%d Zeilen liegen in der zweiten der beiden gleichen Stunden am"
                                        + " Ende der Sommerzeit: sie wurden nach ihrer Reihenfolge"
                                        + " unterschieden.",
                                    clock.repeated())));
        }
        if (clock.inGap() > 0) {
            findings.add(
                    new Finding(
                            "MissingHour",
                            time.name(),
                            Said.of(
                                    "%d rows lie in the hour that does not exist at the start of"
                                            + " summer time: maybe the file's clock has no summer"
                                            + " time.",
                                    "%d Zeilen liegen in der Stunde, die es zu Beginn der"
                                            + " Sommerzeit nicht gibt: vielleicht kennt die Uhr der"
                                            + " Datei keine Sommerzeit.",
                                    clock.inGap())));
        }
        if (relative(time)) {
            findings.add(
                    new Finding(
                            "RelativeTime",
                            time.name(),
                            Said.of(
                                    "Times count from the start of the recording: the start was put"
                                            + " at 1970-01-01.",
                                    "Die Zeiten zählen vom Beginn der Aufzeichnung: der Beginn"
                                            + " wurde auf den 01.01.1970 gelegt.")));
        } else if (isClockOnly(time)) {
            questions.add(
                    Said.of(
                            "The times have no date: they were put on 1970-01-01.",
                            "Die Zeiten haben kein Datum: sie wurden auf den 01.01.1970 gelegt."));
        } else if (reading.local() && options.zone().isEmpty()) {
            questions.add(NO_ZONE);
        }
        dayOrder(time, hasLateDay);
    }

    /** What stands in for the time. */
    static Finding noTime(String layout) {
        return new Finding(
                "NoTime",
                "",
                switch (layout) {
                    case "runs" ->
                            Said.of(
                                    "No column holds a time: rows are counted, run by run; a row is"
                                            + " a cycle of its run.",
                                    "Keine Spalte enthält eine Zeit: die Zeilen werden gezählt,"
                                        + " Lauf für Lauf; eine Zeile ist ein Zyklus ihres Laufs.");
                    case "cycles" ->
                            Said.of(
                                    "No column holds a time: rows are counted, one a cycle.",
                                    "Keine Spalte enthält eine Zeit: die Zeilen werden gezählt,"
                                            + " eine je Zyklus.");
                    default ->
                            Said.of(
                                    "No column holds a time: rows are counted.",
                                    "Keine Spalte enthält eine Zeit: die Zeilen werden gezählt.");
                });
    }

    static boolean relative(TimePlan time) {
        return time.readers().stream()
                .anyMatch(reader ->
                        reader instanceof NumericTime numeric && numeric.count().relative());
    }

    private static boolean isClockOnly(TimePlan time) {
        return time.readers().size() == 1
                && time.readers().getFirst() instanceof CalendarTime calendar
                && calendar.order() == CalendarTime.Order.CLOCK;
    }

    /** Asks which is the day and which the month where no day is above 12. */
    private void dayOrder(TimePlan time, BooleanSupplier hasLateDay) {
        if (time.readers().isEmpty()
                || options.dateOrder().isPresent()
                || !(time.readers().getFirst() instanceof CalendarTime calendar)
                || calendar.order() != CalendarTime.Order.DMY
                        && calendar.order() != CalendarTime.Order.MDY) {
            return;
        }
        String sample = sampleTime(time);
        if (sample.matches("\\D*\\d{1,2}\\..*") || sample.matches(".*[A-Za-z]{3}.*\\d{4}.*")) {
            return;
        }
        if (hasLateDay.getAsBoolean()) {
            return;
        }
        boolean dayFirst = calendar.order() == CalendarTime.Order.DMY;
        questions.add(
                Said.of(
                        "In the dates (%s) day and month could be the other way round: the %s was"
                                + " read first. If that is wrong, say --date-order %s.",
                        "In den Daten (%s) könnten Tag und Monat vertauscht sein: %s wurde zuerst"
                                + " gelesen. Wenn das falsch ist: --date-order %s.",
                        sample,
                        dayFirst ? DAY_SAID : MONTH_SAID,
                        dayFirst ? "mdy" : "dmy"));
    }

    private String sampleTime(TimePlan time) {
        int column = time.columns().getFirst();
        return plan.shape().rows().stream()
                .filter(row -> column < row.size() && !row.get(column).isEmpty())
                .map(row -> row.get(column))
                .findFirst()
                .orElse("");
    }

    void decimal() {
        if (plan.decimalUnsure()) {
            questions.add(plan.decimal() == ',' ? COMMA_UNSURE : POINT_UNSURE);
        }
        for (Plan.Column column : plan.columns()) {
            boolean differs =
                    column.kind() == Plan.Kind.NUMBER && column.style().decimal() != plan.decimal();
            if (differs) {
                findings.add(
                        new Finding(
                                "MixedDecimals",
                                column.name().name(),
                                Said.of(
                                        "The decimal mark of this column is (%s), that of the file"
                                                + " (%s).",
                                        "Das Dezimalzeichen dieser Spalte ist (%s), das der Datei"
                                                + " (%s).",
                                        column.style().decimal(),
                                        plan.decimal())));
            }
        }
    }
}
