package werkmeister.plant.ingest;

import werkmeister.plant.cell.CalendarTime;
import werkmeister.plant.cell.HeaderName;
import werkmeister.plant.cell.Said;
import werkmeister.plant.cell.TimePattern;
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
    @Override
    public boolean isPlain(Standing standing) {
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
        var remarks = new Remarks(plan, reading, options, findings, questions);
        remarks.reading();
        remarks.time(layout(), hasLateDay);
        findings.addAll(Quality.of(survey, plan.time().isPresent(), machines.size() > 1));
        remarks.decimal();
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
    @Override
    public Frame typed() {
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

    /** Whether any day is so late in its month that it cannot be a month itself. */
    private boolean hasLateDay(Frame frame) {
        ZoneId zone = TableReading.zone(options);
        return Arrays.stream(frame.times())
                .anyMatch(micros -> instant(micros).atZone(zone).getDayOfMonth() > MONTHS);
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
        boolean dated = plan.time().isPresent() && !Remarks.relative(plan.time().get());
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
