package werkmeister.plant.ingest;

import org.jspecify.annotations.Nullable;

import werkmeister.plant.cell.NullTokens;
import werkmeister.plant.cell.NumberReader;
import werkmeister.plant.cell.TimeReader;
import werkmeister.plant.cell.ZoneClock;
import werkmeister.plant.table.Understanding;
import werkmeister.units.Refusal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipException;

/** Reads a whole file by a plan: one pass over its bytes, straight into columns. */
final class TableReading implements RowScanner.Cells {
    static final int MAX_REJECTED = 1_000;
    private static final int FIRST_VALUES = 1 << 20;
    private static final int MAX_QUOTE = 60;
    private static final long SECOND = 1_000_000;

    private final Plan plan;
    private final Source source;
    private final boolean keepTimeTexts;
    private final ZoneClock clock;
    private final @Nullable Column[] columns;

    /** The columns of numbers, but the first: a comment may stand there. */
    private final Column.@Nullable Numbers[] numbers;

    private final int skip;
    private final byte separator;
    private final int[] timeSlots;
    private final TimeReader[] timeReaders;
    private final long[] timeParts;
    private final String[] partTexts;
    private final List<Understanding.Rejected> rejected = new ArrayList<>();
    private final List<Understanding.Rejected> rowRejected = new ArrayList<>();

    private long[] times = new long[0];
    private String[] timeTexts = new String[0];
    private int[] rowNumbers = new int[0];
    private @Nullable Consumer<TableReading> whenFull;
    private int capacity;
    private int row;
    private long dataRows;
    private long scanned;
    private long rejectedTotal;
    private int rowBad;
    private String firstCell = "";
    private String extraCell = "";
    private boolean comment;
    private boolean extra;
    private boolean timeBad;
    private boolean local;
    private int badTimes;
    private int missingTimes;
    private int shortRows;
    private int repeatedHeaders;
    private boolean cutOff;

    private TableReading(Plan plan, Source source, ReadOptions options, boolean keepTimeTexts) {
        this.plan = plan;
        this.source = source;
        this.keepTimeTexts = keepTimeTexts;
        this.clock = new ZoneClock(options.zone().orElse(ZoneOffset.UTC));
        var nulls = new NullTokens(options.nullTokens());
        columns = new Column[plan.columns().size()];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = column(plan.columns().get(c), nulls);
        }
        numbers = new Column.Numbers[columns.length];
        for (int c = 1; c < columns.length; c++) {
            numbers[c] = columns[c] instanceof Column.Numbers plain ? plain : null;
        }
        skip = plan.shape().skip();
        separator = (byte) plan.shape().separator();
        TimePlan time = plan.time().orElse(null);
        timeSlots = new int[columns.length];
        Arrays.fill(timeSlots, -1);
        int parts = time == null ? 0 : time.columns().size();
        timeReaders = time == null ? new TimeReader[0] : time.readers().toArray(TimeReader[]::new);
        timeParts = new long[parts];
        partTexts = new String[parts];
        for (int i = 0; i < parts; i++) {
            timeSlots[Objects.requireNonNull(time).columns().get(i)] = i;
        }
    }

    /** Reads the file; {@code keepTimeTexts} also keeps the times as they are written. */
    static TableReading of(Plan plan, Source source, ReadOptions options, boolean keepTimeTexts) {
        var reading = new TableReading(plan, source, options, keepTimeTexts);
        reading.grow(reading.expectedRows());
        reading.scan();
        return reading;
    }

    /**
     * Reads the file in blocks: after so many rows, and at the end, the reading is handed on and
     * forgets them. What it counts goes on.
     */
    static TableReading inBlocks(
            Plan plan,
            Source source,
            ReadOptions options,
            int rows,
            Consumer<TableReading> whenFull) {
        var reading = new TableReading(plan, source, options, false);
        reading.whenFull = whenFull;
        reading.grow(rows);
        reading.scan();
        if (reading.row > 0) {
            whenFull.accept(reading);
        }
        return reading;
    }

    private void scan() {
        try (InputStream in = source.stream()) {
            new RowScanner(in, plan.shape().separator(), this).scan();
        } catch (ZipException | EOFException e) {
            throw Refusal.invalid(
                    "The file (%s) is packed but cannot be unpacked after row %d (%s): fetch or pack it again."
                            .formatted(
                                    source.name(),
                                    dataRows,
                                    Objects.requireNonNullElse(e.getMessage(), "it is cut short")));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The file (%s) cannot be read after row %d.".formatted(source.name(), dataRows),
                    e);
        }
    }

    private @Nullable Column column(Plan.Column planned, NullTokens nulls) {
        var numbers = new NumberReader(planned.style(), nulls);
        return switch (planned.kind()) {
            case NUMBER -> new Column.Numbers(planned.name(), numbers);
            case FLAG -> new Column.Flags(planned.name(), nulls);
            case TEXT -> new Column.Texts(planned.name(), source, numbers);
            case TIME, NOTHING -> null;
        };
    }

    int rows() {
        return row;
    }

    long dataRows() {
        return dataRows;
    }

    long[] times() {
        return Arrays.copyOf(times, row);
    }

    String[] timeTexts() {
        return Arrays.copyOf(timeTexts, keepTimeTexts ? row : 0);
    }

    int[] rowNumbers() {
        return Arrays.copyOf(rowNumbers, row);
    }

    /** The columns; null where the time stands or nothing does. */
    @Nullable Column[] columns() {
        return columns;
    }

    List<Understanding.Rejected> rejected() {
        return rejected;
    }

    long rejectedTotal() {
        return rejectedTotal;
    }

    int badTimes() {
        return badTimes;
    }

    int missingTimes() {
        return missingTimes;
    }

    int shortRows() {
        return shortRows;
    }

    int repeatedHeaders() {
        return repeatedHeaders;
    }

    boolean cutOff() {
        return cutOff;
    }

    /** Whether any time was local to a zone. */
    boolean local() {
        return local;
    }

    ZoneClock clock() {
        return clock;
    }

    @Override
    public int number(int column, byte[] bytes, int from, int limit) {
        if (column >= numbers.length || scanned < skip || comment) {
            return -1;
        }
        Column.Numbers target = numbers[column];
        return target == null ? -1 : target.number(row, bytes, from, limit, separator);
    }

    @Override
    public void cell(int column, byte[] bytes, int from, int to) {
        if (scanned < skip || comment) {
            return;
        }
        if (column == 0) {
            firstCell = "";
            comment =
                    from < to
                            && (bytes[from] == '#' || bytes[from] == '%')
                            && isComment(bytes, from, to);
            if (comment) {
                return;
            }
        }
        if (column >= columns.length) {
            if (!extra && !isBlank(bytes, from, to)) {
                extra = true;
                extraCell = source.decode(bytes, from, to);
            }
            return;
        }
        Column target = columns[column];
        if (target != null) {
            if (!target.cell(row, bytes, from, to)) {
                rejectCell(column, bytes, from, to);
            }
        } else if (timeSlots[column] >= 0) {
            time(column, bytes, from, to);
        }
    }

    /** In a column of texts a number sign is part of the text. */
    private boolean isComment(byte[] bytes, int from, int to) {
        return !(columns[0] instanceof Column.Texts)
                && Shape.isComment(source.decode(bytes, from, Math.min(to, from + 3)));
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ') {
                return false;
            }
        }
        return true;
    }

    private void rejectCell(int column, byte[] bytes, int from, int to) {
        rowBad++;
        String value = brief(source.decode(bytes, from, to));
        if (column == 0) {
            firstCell = value;
        }
        rejectedTotal++;
        if (rejected.size() + rowRejected.size() < MAX_REJECTED) {
            rowRejected.add(
                    new Understanding.Rejected(
                            0, plan.columns().get(column).name().name(), value, "is not a number"));
        }
    }

    private static String brief(String value) {
        String text = value.strip();
        return text.length() <= MAX_QUOTE ? text : text.substring(0, MAX_QUOTE) + "…";
    }

    private void time(int column, byte[] bytes, int from, int to) {
        int slot = timeSlots[column];
        boolean asParts = timeReaders.length == 0;
        long micros = asParts ? whole(bytes, from, to) : timeReaders[slot].read(bytes, from, to);
        timeParts[slot] = micros;
        if (micros == TimeReader.BAD) {
            timeBad = true;
        }
        if (keepTimeTexts || micros == TimeReader.BAD) {
            partTexts[slot] = source.decode(bytes, from, to).strip();
        }
    }

    /** A whole number of a date in parts; a decimal point with zeros behind it is let pass. */
    private static long whole(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.US_ASCII).strip();
        if (!text.matches("\\d{1,4}([.,]0*)?")) {
            return TimeReader.BAD;
        }
        return Long.parseLong(text.replaceFirst("[.,]0*$", ""));
    }

    @Override
    public boolean endRow(int cells, boolean open) {
        if (scanned++ < skip || cells == 0 || comment) {
            comment = false;
            return true;
        }
        dataRows++;
        for (int c = cells; c < columns.length; c++) {
            Column absent = columns[c];
            if (absent != null) {
                absent.missing(row);
            } else if (timeSlots[c] >= 0) {
                timeBad = true;
                timeParts[timeSlots[c]] = TimeReader.BAD;
                partTexts[timeSlots[c]] = "";
            }
        }
        if (cells < plan.shape().usualCells()) {
            shortRows++;
        }
        settle(cells, open);
        rowRejected.clear();
        rowBad = 0;
        extra = false;
        timeBad = false;
        return true;
    }

    /** Keeps the row or rejects it. */
    private void settle(int cells, boolean open) {
        if (isHeaderAgain()) {
            repeatedHeaders++;
            dataRows--;
            rejectedTotal -= rowBad;
        } else if (open && cells < plan.shape().usualCells() && dataRows > 1) {
            cutOff = true;
            rejectRow("", "the file ends within this row");
        } else if (extra) {
            rejectRow(
                    extraCell,
                    "more cells than columns: perhaps the separator stands within a value");
        } else if (timeBad) {
            rejectTime();
        } else {
            keep();
        }
    }

    private boolean isHeaderAgain() {
        if (!plan.shape().header() || rowBad == 0 && !timeBad) {
            return false;
        }
        String first = plan.columns().getFirst().name().header().strip();
        int slot = timeSlots[0];
        String found =
                slot >= 0 && timeBad && timeParts[slot] == TimeReader.BAD
                        ? Objects.requireNonNullElse(partTexts[slot], "")
                        : firstCell;
        // Where files were joined, a byte order mark may stand before it.
        return !first.isEmpty() && found.replace("\uFEFF", "").equals(first);
    }

    private void rejectRow(String value, String reason) {
        rejectedTotal += 1L - rowBad;
        note(new Understanding.Rejected(dataRows, "", brief(value), reason));
    }

    private void rejectTime() {
        // Only of unreadable parts is the text known for sure to be this row's.
        String text =
                IntStream.range(0, timeParts.length)
                        .filter(i -> timeParts[i] == TimeReader.BAD)
                        .mapToObj(i -> Objects.requireNonNullElse(partTexts[i], ""))
                        .collect(Collectors.joining(" "))
                        .strip();
        rejectedTotal += 1L - rowBad;
        if (text.isEmpty()) {
            missingTimes++;
        } else {
            badTimes++;
        }
        String name = plan.time().map(TimePlan::name).orElse("");
        note(
                new Understanding.Rejected(
                        dataRows,
                        name,
                        brief(text),
                        text.isEmpty() ? "has no time" : "is not a time of the file's format"));
    }

    private void note(Understanding.Rejected rejection) {
        if (rejected.size() < MAX_REJECTED) {
            rejected.add(rejection);
        }
    }

    private void keep() {
        if (rowBad > 0) {
            for (Understanding.Rejected cell : rowRejected) {
                note(
                        new Understanding.Rejected(
                                dataRows, cell.column(), cell.value(), cell.reason()));
            }
        }
        times[row] = rowTime();
        rowNumbers[row] = Math.toIntExact(dataRows);
        if (keepTimeTexts) {
            timeTexts[row] =
                    timeSlots.length == 0 || timeParts.length == 0
                            ? Long.toString(dataRows)
                            : timeParts.length == 1 ? partTexts[0] : String.join(" ", partTexts);
        }
        row++;
        if (row == capacity) {
            makeRoom();
        }
    }

    private void makeRoom() {
        if (whenFull == null) {
            grow(capacity + capacity / 2 + 16);
        } else {
            whenFull.accept(this);
            row = 0;
        }
    }

    private long rowTime() {
        if (timeParts.length == 0) {
            return (dataRows - 1) * SECOND;
        }
        if (timeReaders.length == 0) {
            local = true;
            return clock.utc(ofParts());
        }
        long micros = 0;
        boolean universal = false;
        for (int i = 0; i < timeParts.length; i++) {
            micros += timeParts[i];
            universal |= timeReaders[i].universal();
        }
        if (universal) {
            return micros;
        }
        local = true;
        return clock.utc(micros);
    }

    private long ofParts() {
        var part = new int[] {1970, 1, 1, 0, 0, 0};
        for (int i = 0; i < timeParts.length; i++) {
            part[i] = (int) timeParts[i];
        }
        try {
            return LocalDateTime.of(part[0], part[1], part[2], 0, 0)
                            .plusHours(part[3])
                            .plusMinutes(part[4])
                            .plusSeconds(part[5])
                            .toEpochSecond(ZoneOffset.UTC)
                    * SECOND;
        } catch (DateTimeException e) {
            throw Refusal.invalid(
                    "Row %d of file (%s) has no date: year %d, month %d, day %d."
                            .formatted(dataRows, source.name(), part[0], part[1], part[2]));
        }
    }

    /**
     * Rows to make room for, so that large files are not copied often; not trusted far, for rows
     * may differ.
     */
    private int expectedRows() {
        if (source.whole() || source.packed()) {
            return Math.clamp(FIRST_VALUES / Math.max(1, columns.length), 16, 4_096);
        }
        long sampled = Math.max(1, plan.shape().rows().size());
        long bytesPerRow = Math.max(4, plan.shape().sampledBytes() / sampled);
        return (int)
                Math.min(
                        50_000_000,
                        source.size() / bytesPerRow + source.size() / bytesPerRow / 32 + 1_024);
    }

    private void grow(int rows) {
        capacity = rows;
        times = Arrays.copyOf(times, rows);
        rowNumbers = Arrays.copyOf(rowNumbers, rows);
        if (keepTimeTexts) {
            timeTexts = Arrays.copyOf(timeTexts, rows);
        }
        for (Column column : columns) {
            if (column != null) {
                column.grow(rows);
            }
        }
    }

    /** The zone that local times were read in. */
    static ZoneId zone(ReadOptions options) {
        return options.zone().orElse(ZoneOffset.UTC);
    }
}
