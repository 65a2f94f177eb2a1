package werkmeister.plant.ingest;

import werkmeister.plant.cell.CalendarTime;
import werkmeister.plant.cell.HeaderName;
import werkmeister.plant.cell.NumericTime;
import werkmeister.plant.cell.Said;
import werkmeister.plant.cell.TimePattern;
import werkmeister.plant.cell.ZoneClock;
import werkmeister.plant.table.Frame;
import werkmeister.plant.table.LabelName;
import werkmeister.plant.table.LongBlocks;
import werkmeister.plant.table.Machines;
import werkmeister.plant.table.Quality;
import werkmeister.plant.table.QualityColumns;
import werkmeister.plant.table.RawTable;
import werkmeister.plant.table.Series;
import werkmeister.plant.table.SignalTally;
import werkmeister.plant.table.Standing;
import werkmeister.plant.table.Survey;
import werkmeister.plant.table.TimeTally;
import werkmeister.plant.table.Understanding;
import werkmeister.plant.table.Understanding.Finding;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Turns what was read into the table and the account of it. */
final class Account implements Sheet {
    private static final Pattern COUNTER_NAME =
            Pattern.compile(
                    "c\\d+|row|index|idx|id|.*["
                        + " _]id|udi|uid|nr\\.?|no\\.?|#|lfd.*|.*counter|.*zähler|cycles?|.*["
                        + " _]cycles?|zyklus|zyklen|seq.*|step|record.*|unnamed.*|level_0|.*number");
    private static final Pattern LABEL_NAME =
            Pattern.compile(
                    "anomal(y|ies|ous).*|is.?anomal.*|change.?points?|labels?|y|target|.*fault.*|.*failure.*|outlier|is.?outlier|attack|ground.?truth|störung|stoerung|defekt|ausfall|broken|.*label");
    private static final int MIN_COUNTED = 20;
    private static final int MONTHS = 12;
    private static final long DAY = 86_400_000_000L;

    /** In so many days there is one that is late in its month. */
    private static final long SURELY_LATE_DAYS = 40;

    private final Source source;
    private final Plan plan;
    private final TableReading reading;
    private final ReadOptions options;
    private final List<Finding> findings = new ArrayList<>();
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
    private final List<Said> questions = new ArrayList<>();
    private List<String> machines = List.of();
    private boolean isLong;

    Account(Source source, Plan plan, TableReading reading, ReadOptions options) {
        this.source = source;
        this.plan = plan;
        this.reading = reading;
        this.options = options;
    }

    @Override
    public RawTable table(Standing standing) {
        Frame frame = arranged(standing);
        var survey = Survey.of(frame);
        var quality = new QualityColumns.Tally();
        quality.add(frame);
        findings.addAll(quality.findings());
        tell(survey, () -> hasLateDay(frame));
        return RawTable.of(account(survey), frame);
    }

    /** The account of a plain wide file that was read block by block. */
    Understanding understanding(Survey survey, QualityColumns.Tally quality) {
        return understanding(survey, quality, List.of());
    }

    /** The same of a long file. */
    Understanding understandingLong(
            Survey survey, QualityColumns.Tally quality, List<Finding> found) {
        isLong = true;
        return understanding(survey, quality, found);
    }

    private Understanding understanding(
            Survey survey, QualityColumns.Tally quality, List<Finding> found) {
        findings.addAll(source.notes());
        findings.addAll(plan.shape().notes());
        for (Survey.ColumnTally column : survey.columns()) {
            noteType(column.series().name(), column.series().type());
        }
        findings.addAll(found);
        findings.addAll(quality.findings());
        long span = survey.times().latest() - survey.times().first();
        tell(survey, () -> span > SURELY_LATE_DAYS * DAY);
        if (machines.isEmpty() && survey.times().back() > 0) {
            askForMachines(survey);
        }
        return account(survey);
    }

    /** The same where a column tells machines apart. */
    Understanding understanding(
            Survey survey,
            QualityColumns.Tally quality,
            String machineColumn,
            List<String> several,
            boolean asked) {
        machines = several;
        if (!asked) {
            questions.add(Machines.question(machineColumn, several.size()));
        }
        return understanding(
                survey, quality, List.of(Standing.machines(machineColumn, several.size())));
    }

    /**
     * Whether rows that stand so can be taken as they come. Coarse times are spread over all rows
     * that share them.
     */
    boolean isPlain(Standing standing) {
        Frame frame = standing.frame();
        return standing.isLong()
                ? standing.several().isEmpty() && LongBlocks.areOrdered(frame)
                : standing.several().isPresent() || !isCoarse(frame.times(), frame.rowNumbers());
    }

    @Override
    public Standing standing() {
        findings.addAll(source.notes());
        findings.addAll(plan.shape().notes());
        return Standing.of(typed(), plan.time().isPresent());
    }

    private void tell(Survey survey, BooleanSupplier hasLateDay) {
        reading();
        time(hasLateDay);
        findings.addAll(Quality.of(survey, plan.time().isPresent(), machines.size() > 1));
        decimal();
    }

    private void askForMachines(Survey survey) {
        survey.columns().stream()
                .map(Survey.ColumnTally::series)
                .filter(column -> column.isText() || Machines.isNamedMachine(column))
                .findFirst()
                .ifPresent(column ->
                        questions.add(
                                Said.of(
                                        "Time goes back %d times. If column (%s) tells machines or"
                                            + " runs apart, split the file by it: it is too large"
                                            + " to be seen as a whole.",
                                        "Die Zeit springt %d-mal zurück. Wenn Spalte (%s) Maschinen"
                                                + " oder Läufe unterscheidet, teilen Sie die Datei"
                                                + " danach: sie ist zu groß, um sie als Ganzes zu"
                                                + " sehen.",
                                        survey.times().back(),
                                        column.name().name())));
    }

    /** The columns as they were read, with their types. */
    Frame typed() {
        Frame frame = frame(reading, _ -> "number");
        var typed = new ArrayList<Series>();
        for (Series column : frame.columns()) {
            if (column.isText()) {
                typed.add(column);
            } else {
                var tally = SignalTally.of(column.numbers(), frame.rowNumbers());
                String type = type(column, tally, typed.isEmpty(), plan.shape().header());
                noteType(column.name(), type);
                typed.add(column.as(type));
            }
        }
        return frame.with(typed);
    }

    /** The rows that a reading holds, each column of numbers with the type that its name has. */
    static Frame frame(TableReading reading, UnaryOperator<String> typeOfName) {
        int rows = reading.rows();
        var series = new ArrayList<Series>();
        for (Column column : reading.columns()) {
            switch (column) {
                case Column.Numbers numbers ->
                        series.add(numbers(numbers.name(), numbers.values(rows), typeOfName));
                case Column.Flags flags ->
                        series.add(numbers(flags.name(), flags.values(rows), typeOfName));
                case Column.Texts texts ->
                        series.add(Series.texts(texts.name(), texts.values(rows)));
                case null -> {}
            }
        }
        return new Frame(reading.rowNumbers(), reading.times(), reading.timeTexts(), series);
    }

    private static Series numbers(
            HeaderName name, double[] values, UnaryOperator<String> typeOfName) {
        return Series.numbers(name, typeOfName.apply(name.name()), values);
    }

    private void noteType(HeaderName name, String type) {
        finding(name, type).ifPresent(findings::add);
    }

    /** What a person should know of a column of this type. */
    static Optional<Finding> finding(HeaderName name, String type) {
        return switch (type) {
            case "label" ->
                    Optional.of(
                            new Finding(
                                    "Label",
                                    name.name(),
                                    Said.of(
                                            "Looks like a label that people gave: it is not taken"
                                                    + " as a signal of the machine.",
                                            "Sieht aus wie ein Label, das Menschen vergaben: es"
                                                    + " wird nicht als Signal der Maschine"
                                                    + " genommen.")));
            case "counter" ->
                    Optional.of(
                            new Finding(
                                    "RowCounter",
                                    name.name(),
                                    Said.of(
                                            "Counts the rows: it is not taken as a signal of the"
                                                    + " machine.",
                                            "Zählt die Zeilen: wird nicht als Signal der Maschine"
                                                    + " genommen.")));
            default -> Optional.empty();
        };
    }

    /**
     * What a column of numbers is.
     *
     * @param first whether it is the first column
     * @param headed whether the names stand in the file
     */
    static String type(Series column, SignalTally tally, boolean first, boolean headed) {
        HeaderName name = column.name();
        boolean nameless = name.header().isBlank() || name.header().startsWith("Unnamed");
        boolean flag = tally.isFlag() && !(nameless && first);
        String plain = name.name().toLowerCase(Locale.ROOT);
        if (flag && LABEL_NAME.matcher(plain).matches()
                || LabelName.isEvident(name.name(), column.numbers())) {
            return "label";
        }
        boolean counter =
                !flag
                        && (first || COUNTER_NAME.matcher(plain).matches())
                        && tally.counts(nameless && headed ? 2 : MIN_COUNTED);
        return counter ? "counter" : flag ? "flag" : "number";
    }

    /** Long files made wide, machines told apart, coarse clocks spread. */
    private Frame arranged(Standing standing) {
        isLong = standing.isLong();
        machines = standing.machines();
        findings.addAll(standing.findings());
        if (standing.several().isPresent() && options.machine().isPresent()) {
            machines = List.of(options.machine().get());
            return standing.only(options.machine().get(), findings);
        }
        standing.question().ifPresent(questions::add);
        Frame all = standing.all(findings);
        boolean asItLies = !isLong && machines.isEmpty() && plan.time().isPresent();
        return asItLies ? spread(all) : all;
    }

    /** Whether most rows share their time with the row before, as in a minute without seconds. */
    private static boolean isCoarse(long[] times, int[] rowNumbers) {
        int repeated = repeated(times);
        return times.length >= 10
                && repeated * 2 > times.length
                && TimeTally.of(times, rowNumbers).periodSeconds().isPresent();
    }

    /** Rows that share their time with the row before; none where time goes back. */
    private static int repeated(long[] times) {
        int repeated = 0;
        for (int i = 1; i < times.length; i++) {
            if (times[i] < times[i - 1]) {
                return 0;
            }
            repeated += times[i] == times[i - 1] ? 1 : 0;
        }
        return repeated;
    }

    /** Rows that share a coarse time spread evenly up to the next. */
    private Frame spread(Frame frame) {
        long[] times = frame.times();
        if (!isCoarse(times, frame.rowNumbers())) {
            return frame;
        }
        double period = TimeTally.of(times, frame.rowNumbers()).periodSeconds().orElseThrow() * 1e6;
        var spread = times.clone();
        for (int from = 0; from < times.length; ) {
            int to = from;
            while (to < times.length && times[to] == times[from]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                spread[i] = times[from] + (long) (period * (i - from) / (to - from));
            }
            from = to;
        }
        findings.add(
                new Finding(
                        "CoarseTimestamps",
                        plan.time().map(TimePlan::name).orElse(""),
                        Said.of(
                                "%d of %d rows share their time with the row before: they were"
                                        + " spread evenly up to the next time.",
                                "%d von %d Zeilen haben dieselbe Zeit wie die Zeile davor: sie"
                                        + " wurden gleichmäßig bis zur nächsten Zeit verteilt.",
                                repeated(times),
                                times.length)));
        return frame.withTimes(spread);
    }

    /** What happened to rows while the file was read. */
    private void reading() {
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

    private void time(BooleanSupplier hasLateDay) {
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
            findings.add(noTime(layout()));
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
            questions.add(
                    Said.of(
                            "The times have no zone: they were read as UTC. If they are local, name"
                                    + " the zone, such as --zone Europe/Berlin.",
                            "Die Zeiten haben keine Zone: sie wurden als UTC gelesen. Wenn es"
                                    + " Ortszeiten sind, nennen Sie die Zone, etwa --zone"
                                    + " Europe/Berlin."));
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

    private String layout() {
        return layout(isLong, plan.time().isPresent(), !machines.isEmpty(), findings);
    }

    /** The layout as {@link Understanding.Format} names it. */
    static String layout(boolean isLong, boolean timed, boolean runs, List<Finding> findings) {
        if (isLong) {
            return "long";
        }
        if (timed) {
            return "wide";
        }
        boolean counted =
                findings.stream().anyMatch(finding -> finding.kind().equals("RowCounter"));
        return runs ? "runs" : counted ? "cycles" : "rows";
    }

    private static boolean relative(TimePlan time) {
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

    /** Whether any day is so late in its month that it cannot be a month itself. */
    private boolean hasLateDay(Frame frame) {
        ZoneId zone = TableReading.zone(options);
        return Arrays.stream(frame.times())
                .anyMatch(micros -> instant(micros).atZone(zone).getDayOfMonth() > MONTHS);
    }

    private String sampleTime(TimePlan time) {
        int column = time.columns().getFirst();
        return plan.shape().rows().stream()
                .filter(row -> column < row.size() && !row.get(column).isEmpty())
                .map(row -> row.get(column))
                .findFirst()
                .orElse("");
    }

    private void decimal() {
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

    private Understanding account(Survey survey) {
        boolean timed = plan.time().isPresent();
        TimeTally times = survey.times();
        return new Understanding(
                source.name(),
                format(),
                reading.dataRows(),
                reading.rejected(),
                reading.rejectedTotal(),
                timed ? Optional.of(instant(times.first())) : Optional.empty(),
                timed ? Optional.of(instant(times.latest())) : Optional.empty(),
                timed ? times.periodSeconds() : Optional.empty(),
                machines,
                survey.columns().stream().map(Survey.ColumnTally::understood).toList(),
                findings,
                questions.stream().map(Said::en).toList(),
                questions.stream().map(Said::de).toList());
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private Understanding.Format format() {
        char separator = plan.shape().separator();
        boolean dated = plan.time().isPresent() && !relative(plan.time().get());
        return new Understanding.Format(
                separator == RowScanner.NONE || source.workbook() ? "" : String.valueOf(separator),
                String.valueOf(plan.decimal()),
                source.encoding(),
                plan.shape().header(),
                layout(),
                plan.time().map(TimePlan::name),
                plan.time().map(this::pattern),
                dated ? Optional.of(reading.local() ? zoneName() : "UTC") : Optional.empty());
    }

    private String zoneName() {
        ZoneId zone = TableReading.zone(options);
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    /** The format of the times as people write it down. */
    private String pattern(TimePlan time) {
        if (time.readers().isEmpty()) {
            return "year, month, day in columns";
        }
        var patterns = new ArrayList<String>();
        for (int i = 0; i < time.readers().size(); i++) {
            int column = time.columns().get(i);
            String cell =
                    plan.shape().rows().stream()
                            .filter(row -> column < row.size() && !row.get(column).isEmpty())
                            .map(row -> row.get(column))
                            .findFirst()
                            .orElse("");
            patterns.add(
                    time.readers().get(i) instanceof CalendarTime calendar
                            ? TimePattern.of(cell, calendar.order())
                            : time.readers().get(i).name());
        }
        return String.join(" + ", patterns);
    }
}
