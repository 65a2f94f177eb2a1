package werkmeister.plant.ingest;

import werkmeister.plant.cell.HeaderName;
import werkmeister.plant.cell.Said;
import werkmeister.plant.cell.ZoneClock;
import werkmeister.plant.store.ParquetTable;
import werkmeister.plant.store.ParquetTable.Column;
import werkmeister.plant.table.Frame;
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

    private ParquetSheet(Path file, ReadOptions options, ParquetTable table) {
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

    @Override
    public Standing standing() {
        return Standing.of(frame(), time.isPresent());
    }

    @Override
    public RawTable table(Standing standing) {
        Frame frame = arranged(standing);
        var survey = Survey.of(frame);
        var quality = new QualityColumns.Tally();
        quality.add(frame);
        findings.addAll(quality.findings());
        if (time.isEmpty()) {
            findings.add(Account.noTime(layout()));
        }
        findings.addAll(Quality.of(survey, time.isPresent(), machines.size() > 1));
        return RawTable.of(understanding(survey), frame);
    }

    /** The rows that have a time, in the file's order. */
    private Frame frame() {
        int[] kept =
                IntStream.range(0, table.rows())
                        .filter(row ->
                                time.isEmpty() || time.get().micros()[row] != ParquetTable.NO_TIME)
                        .toArray();
        if (kept.length < table.rows()) {
            findings.add(
                    new Finding(
                            "Rejected",
                            "",
                            Said.of(
                                    "%d rows have no time.",
                                    "%d Zeilen haben keine Zeit.", table.rows() - kept.length)));
        }
        long[] times = times();
        var all =
                new Frame(
                        IntStream.rangeClosed(1, table.rows()).toArray(),
                        times,
                        Arrays.stream(times).mapToObj(this::text).toArray(String[]::new),
                        List.of());
        return all.with(series(all.rowNumbers())).pick(kept);
    }

    private long[] times() {
        if (time.isEmpty()) {
            return IntStream.range(0, table.rows()).mapToLong(row -> row * 1_000_000L).toArray();
        }
        if (time.get().universal()) {
            return time.get().micros();
        }
        if (options.zone().isEmpty()) {
            questions.add(
                    Said.of(
                            "The times have no zone: they were read as UTC. If they are local, name"
                                    + " the zone, such as --zone Europe/Berlin.",
                            "Die Zeiten haben keine Zone: sie wurden als UTC gelesen. Wenn es"
                                    + " Ortszeiten sind, nennen Sie die Zone, etwa --zone"
                                    + " Europe/Berlin."));
        }
        var clock = new ZoneClock(zone());
        return Arrays.stream(time.get().micros())
                .map(micros -> micros == ParquetTable.NO_TIME ? micros : clock.utc(micros))
                .toArray();
    }

    private ZoneId zone() {
        return options.zone().orElse(ZoneOffset.UTC);
    }

    private String text(long micros) {
        return time.isPresent() && micros != ParquetTable.NO_TIME
                ? Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString()
                : "";
    }

    private List<Series> series(int[] rowNumbers) {
        var series = new ArrayList<Series>();
        for (Column column : table.columns()) {
            var name = HeaderName.of(column.name());
            switch (column) {
                case Column.Numbers(_, var values) -> series.add(typed(name, values, rowNumbers));
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

    private Understanding understanding(Survey survey) {
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
                table.rows(),
                List.of(),
                table.rows() - (isLong ? table.rows() : times.rows()),
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
