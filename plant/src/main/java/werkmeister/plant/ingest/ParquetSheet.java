package werkmeister.plant.ingest;

import werkmeister.plant.cell.HeaderName;
import werkmeister.plant.cell.Said;
import werkmeister.plant.cell.ZoneClock;
import werkmeister.plant.store.ParquetTable;
import werkmeister.plant.store.ParquetTable.Column;
import werkmeister.plant.table.Frame;
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
import werkmeister.units.Refusal;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A Parquet file as a table: its own types say which column is a time, a number or a text, and its
 * layout is wide or long like that of a text file.
 */
final class ParquetSheet implements Sheet {
    private final Path file;
    private final ReadOptions options;
    private final ParquetTable table;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Said> questions = new ArrayList<>();
    private final Optional<Column.Times> time;
    private List<String> machines = List.of();
    private boolean isLong;
    private ZoneClock clock = new ZoneClock(ZoneOffset.UTC);

    /** Rows without a time: they are left out. */
    private long lost;

    /** How a column of numbers gets its type. */
    private interface Typing {
        Series typed(HeaderName name, double[] values, int[] rowNumbers);
    }

    ParquetSheet(Path file, ReadOptions options, ParquetTable table) {
        this.file = file;
        this.options = options;
        this.table = table;
        this.time = time();
    }

    static Sheet of(Path file, ReadOptions options) {
        var table = ParquetTable.read(file);
        if (table.rows() == 0) {
            throw Refusal.invalid(
                    "The file (%s) holds no rows: export it again.".formatted(Source.nameOf(file)));
        }
        return new ParquetSheet(file, options, table);
    }

    private Optional<Column.Times> time() {
        var times =
                table.columns().stream()
                        .filter(Column.Times.class::isInstance)
                        .map(Column.Times.class::cast)
                        .toList();
        if (options.timeColumn().isEmpty()) {
            return times.stream().findFirst();
        }
        String wanted = options.timeColumn().get();
        return Optional.of(
                times.stream()
                        .filter(column -> column.name().equals(wanted))
                        .findFirst()
                        .orElseThrow(() ->
                                Refusal.invalid(
                                        "The column (%s) of file (%s) is not of the type timestamp; of that type are: %s."
                                                .formatted(
                                                        wanted,
                                                        Source.nameOf(file),
                                                        times.stream()
                                                                .map(Column::name)
                                                                .toList()))));
    }

    boolean isTimed() {
        return time.isPresent();
    }

    int width() {
        return table.columns().size();
    }

    /** Whether rows that stand so can be taken as they come. */
    @Override
    public boolean isPlain(Standing standing) {
        return !standing.isLong()
                || standing.several().isEmpty() && LongBlocks.areOrdered(standing.frame());
    }

    /** The rows with the type of each column. */
    @Override
    public Frame typed() {
        return frame(table, 0, this::typed);
    }

    @Override
    public Standing standing() {
        Frame frame = typed();
        tellOfLost();
        askForZone();
        return Standing.of(frame, time.isPresent());
    }

    @Override
    public RawTable table(Standing standing) {
        Frame frame = arranged(standing);
        var survey = Survey.of(frame);
        var quality = new QualityColumns.Tally();
        quality.add(frame);
        findings.addAll(quality.findings());
        if (time.isEmpty()) {
            findings.add(Remarks.noTime(layout()));
        }
        findings.addAll(Quality.of(survey, time.isPresent(), machines.size() > 1));
        return RawTable.of(understanding(survey, table.rows()), frame);
    }

    /**
     * A block's rows that have a time, in the file's order.
     *
     * @param firstRow of the block, counted from 0
     */
    Frame frame(ParquetTable block, long firstRow, UnaryOperator<String> typeOfName) {
        return frame(
                block,
                firstRow,
                (name, values, _) -> Series.numbers(name, typeOfName.apply(name.name()), values));
    }

    private Frame frame(ParquetTable block, long firstRow, Typing typing) {
        if (firstRow == 0) {
            clock = new ZoneClock(zone());
            lost = 0;
        }
        Optional<Column.Times> own = time.map(column -> times(block, column.name()));
        int[] kept =
                IntStream.range(0, block.rows())
                        .filter(row ->
                                own.isEmpty() || own.get().micros()[row] != ParquetTable.NO_TIME)
                        .toArray();
        lost += block.rows() - kept.length;
        int[] rowNumbers =
                IntStream.range(0, block.rows()).map(row -> (int) (firstRow + row + 1)).toArray();
        long[] times = own.map(this::utc).orElseGet(() -> counted(block.rows(), firstRow));
        var all = new Frame(rowNumbers, times, new String[0], List.of());
        Frame frame = all.with(series(block, rowNumbers, typing));
        return kept.length == block.rows() ? frame : frame.pick(kept);
    }

    private static Column.Times times(ParquetTable block, String name) {
        return block.columns().stream()
                .filter(column -> column.name().equals(name))
                .filter(Column.Times.class::isInstance)
                .map(Column.Times.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static long[] counted(int rows, long firstRow) {
        return IntStream.range(0, rows).mapToLong(row -> (firstRow + row) * 1_000_000L).toArray();
    }

    private long[] utc(Column.Times column) {
        if (column.universal()) {
            return column.micros();
        }
        return Arrays.stream(column.micros())
                .map(micros -> micros == ParquetTable.NO_TIME ? micros : clock.utc(micros))
                .toArray();
    }

    private void tellOfLost() {
        if (lost > 0) {
            findings.add(
                    new Finding(
                            "Rejected",
                            "",
                            Said.of("%d rows have no time.", "%d Zeilen haben keine Zeit.", lost)));
        }
    }

    private void askForZone() {
        if (time.isPresent() && !time.get().universal() && options.zone().isEmpty()) {
            questions.add(Remarks.NO_ZONE);
        }
    }

    private ZoneId zone() {
        return options.zone().orElse(ZoneOffset.UTC);
    }

    private List<Series> series(ParquetTable block, int[] rowNumbers, Typing typing) {
        var series = new ArrayList<Series>();
        for (Column column : block.columns()) {
            var name = HeaderName.of(column.name());
            switch (column) {
                case Column.Numbers(_, var values) ->
                        series.add(typing.typed(name, values, rowNumbers));
                case Column.Texts(_, var values) -> series.add(Series.texts(name, values));
                case Column.Times _ -> {}
            }
        }
        return series;
    }

    private Series typed(HeaderName name, double[] values, int[] rowNumbers) {
        var plain = Series.numbers(name, "number", values);
        String type = Account.type(plain, SignalTally.of(values, rowNumbers), false, true);
        Account.finding(name, type).ifPresent(findings::add);
        return plain.as(type);
    }

    private Frame arranged(Standing standing) {
        isLong = standing.isLong();
        machines = standing.machines();
        findings.addAll(standing.findings());
        if (standing.several().isPresent() && options.machine().isPresent()) {
            machines = List.of(options.machine().get());
            return standing.only(options.machine().get(), findings);
        }
        standing.question().ifPresent(questions::add);
        return standing.all(findings);
    }

    /**
     * The account of a file that was read block by block.
     *
     * @param asked whether a person said that there are several machines
     */
    Understanding understanding(BlockSurvey seen, long rows, boolean asked) {
        Survey survey = seen.survey();
        for (Survey.ColumnTally column : survey.columns()) {
            Account.finding(column.series().name(), column.series().type())
                    .ifPresent(findings::add);
        }
        tellOfLost();
        askForZone();
        isLong = seen.tall().isPresent();
        seen.tall().map(Standing::tall).ifPresent(findings::add);
        seen.readings().ifPresent(readings -> findings.addAll(readings.findings()));
        seen.machineColumn()
                .ifPresent(column -> {
                    machines = seen.machines();
                    findings.add(Standing.machines(column, machines.size()));
                    if (!asked) {
                        questions.add(Machines.question(column, machines.size()));
                    }
                });
        findings.addAll(seen.quality().findings());
        findings.addAll(Quality.of(survey, true, machines.size() > 1));
        return understanding(survey, rows);
    }

    private Understanding understanding(Survey survey, long rows) {
        TimeTally times = survey.times();
        boolean timed = time.isPresent();
        return new Understanding(
                Source.nameOf(file),
                new Understanding.Format(
                        "",
                        ".",
                        "Parquet",
                        true,
                        layout(),
                        time.map(Column::name),
                        time.map(_ -> "timestamp"),
                        time.map(column -> column.universal() ? "UTC" : zone().getId())),
                rows,
                List.of(),
                isLong ? 0 : lost,
                timed ? Optional.of(instant(times.first())) : Optional.empty(),
                timed ? Optional.of(instant(times.latest())) : Optional.empty(),
                timed ? times.periodSeconds() : Optional.empty(),
                machines,
                survey.columns().stream().map(Survey.ColumnTally::understood).toList(),
                findings,
                questions.stream().map(Said::en).toList(),
                questions.stream().map(Said::de).toList());
    }

    private String layout() {
        return Account.layout(isLong, time.isPresent(), !machines.isEmpty(), findings);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
