package werkmeister.plant.ingest;

import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.jspecify.annotations.Nullable;

import werkmeister.plant.cell.Said;
import werkmeister.plant.table.Understanding.Finding;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A sheet of an Excel workbook as text: a tab between cells, a decimal point, times as ISO writes
 * them. Rows are read as they are asked for.
 *
 * <p>A workbook is an archive of XML files, and the library looks at neither their number nor their
 * size: that is done here before it sees them.
 */
final class Workbook {
    static final char SEPARATOR = '\t';

    private static final int MAX_ENTRIES = 10_000;
    private static final int MAX_COLUMNS = 4_096;

    /** Texts and styles are in memory as a whole. */
    private static final long MAX_WHOLE_BYTES = 128L << 20;

    private static final int LOOK = 4_096;

    /** Serial 61 is the first day after the 29th of February 1900, which only Excel knows. */
    private static final int AFTER_LEAP = 61;

    private static final LocalDate DAY_ZERO = LocalDate.of(1899, 12, 30);
    private static final LocalDate DAY_ZERO_1904 = LocalDate.of(1904, 1, 1);
    private static final long MILLIS_A_DAY = 86_400_000;
    private static final double LAST_SERIAL = 2_958_466;
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private Workbook() {}

    /** A sheet that is read, and what to say of the choice. */
    record Choice(String name, List<Finding> notes) {}

    /** The sheet that a person names, else the first that is seen and holds something. */
    static Choice choose(Path file, Optional<String> asked) throws IOException {
        guard(file);
        try (var workbook = open(file)) {
            List<Sheet> sheets = workbook.getSheets().toList();
            List<String> names = sheets.stream().map(Sheet::getName).toList();
            if (asked.isPresent()) {
                return named(file, asked.get(), names);
            }
            var filled = new ArrayList<String>();
            for (Sheet sheet : sheets) {
                if (sheet.getVisibility() == SheetVisibility.VISIBLE && isFilled(sheet)) {
                    filled.add(sheet.getName());
                }
            }
            if (filled.isEmpty()) {
                throw Refusal.invalid(
                        "No sheet of the workbook (%s) holds rows; there are %s: save it with its values."
                                .formatted(Source.nameOf(file), names));
            }
            return new Choice(filled.getFirst(), notes(filled, names));
        } catch (ExcelReaderException e) {
            throw unreadable(file, e);
        }
    }

    private static Choice named(Path file, String asked, List<String> names) {
        return names.stream()
                .filter(name -> name.equalsIgnoreCase(asked.strip()))
                .findFirst()
                .map(name -> new Choice(name, List.of()))
                .orElseThrow(() ->
                        Refusal.invalid(
                                "There is no sheet (%s) in the workbook (%s): there are %s."
                                        .formatted(asked, Source.nameOf(file), names)));
    }

    private static List<Finding> notes(List<String> filled, List<String> names) {
        Said said =
                filled.size() == 1
                        ? Said.of(
                                "The sheet (%s) was read.",
                                "Das Blatt (%s) wurde gelesen.", filled.getFirst())
                        : Said.of(
                                "The first sheet (%s) was read; for another of %s say --sheet.",
                                "Das erste Blatt (%s) wurde gelesen; ein anderes von %s nennt"
                                        + " --sheet.",
                                filled.getFirst(),
                                names);
        return List.of(new Finding("Sheet", "", said));
    }

    private static boolean isFilled(Sheet sheet) throws IOException {
        try (Stream<Row> rows = sheet.openStream()) {
            return rows.limit(1_000).anyMatch(row -> row.getFirstNonEmptyCell().isPresent());
        }
    }

    /** The sheet's rows as text. */
    static InputStream stream(Path file, String sheet) throws IOException {
        ReadableWorkbook workbook = open(file);
        try {
            return new Guarded(
                    new Rows(file, workbook, workbook.findSheet(sheet).orElseThrow()),
                    Source.nameOf(file),
                    Files.size(file));
        } catch (ExcelReaderException e) {
            workbook.close();
            throw unreadable(file, e);
        } catch (IOException | RuntimeException e) {
            workbook.close();
            throw e;
        }
    }

    private static ReadableWorkbook open(Path file) throws IOException {
        try {
            return new ReadableWorkbook(file.toFile(), new ReadingOptions(true, true));
        } catch (ExcelReaderException e) {
            throw unreadable(file, e);
        }
    }

    private static Refusal unreadable(Path file, Exception cause) {
        return Refusal.invalid(
                "The workbook (%s) cannot be read (%s): open it in Excel and save it again."
                        .formatted(Source.nameOf(file), cause.getMessage()));
    }

    /** Counts what the archive really unpacks to, and looks for what no workbook needs. */
    private static void guard(Path file) throws IOException {
        String name = Source.nameOf(file);
        try (var zip = new ZipFile(file.toFile())) {
            if (zip.size() > MAX_ENTRIES) {
                throw Refusal.invalid(
                        "The workbook (%s) holds %d parts (%d at most): save it again without what is not needed."
                                .formatted(name, zip.size(), MAX_ENTRIES));
            }
            for (ZipEntry entry : zip.stream().toList()) {
                try (InputStream in =
                        new Guarded(zip.getInputStream(entry), name, Files.size(file))) {
                    byte[] head = in.readNBytes(LOOK);
                    refuseTypes(name, entry, head);
                    boolean sheet = entry.getName().startsWith("xl/worksheets/");
                    long bytes = head.length + count(in, sheet ? Long.MAX_VALUE : MAX_WHOLE_BYTES);
                    if (!sheet && bytes > MAX_WHOLE_BYTES) {
                        throw Refusal.invalid(
                                "The part (%s) of the workbook (%s) is larger than %d bytes: save the sheet as CSV."
                                        .formatted(entry.getName(), name, MAX_WHOLE_BYTES));
                    }
                }
            }
        }
    }

    private static long count(InputStream in, long most) throws IOException {
        var buffer = new byte[1 << 16];
        long bytes = 0;
        int n = in.read(buffer);
        while (n >= 0 && bytes <= most) {
            bytes += n;
            n = in.read(buffer);
        }
        return bytes;
    }

    /**
     * XML that declares types of its own may call for files of this computer or grow without end.
     */
    private static void refuseTypes(String name, ZipEntry entry, byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
        if (text.replace("\0", "").contains("<!DOCTYPE")) {
            throw Refusal.invalid(
                    "The part (%s) of the workbook (%s) declares a document type, as no workbook does: it is not opened."
                            .formatted(entry.getName(), name));
        }
    }

    /** Makes lines of rows as they are read. */
    private static final class Rows extends InputStream {
        private final Path file;
        private final ReadableWorkbook workbook;
        private final Stream<Row> stream;
        private final Iterator<Row> rows;
        private final boolean from1904;
        private byte[] line = new byte[0];
        private int at;
        private int width;

        Rows(Path file, ReadableWorkbook workbook, Sheet sheet) throws IOException {
            this.file = file;
            this.workbook = workbook;
            this.stream = sheet.openStream();
            this.rows = stream.iterator();
            this.from1904 = workbook.isDate1904();
        }

        @Override
        public int read() {
            return fill() ? line[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            if (!fill()) {
                return -1;
            }
            int n = Math.min(length, line.length - at);
            System.arraycopy(line, at, bytes, from, n);
            at += n;
            return n;
        }

        private boolean fill() {
            try {
                while (at == line.length) {
                    if (!rows.hasNext()) {
                        return false;
                    }
                    line = line(rows.next()).getBytes(StandardCharsets.UTF_8);
                    at = 0;
                }
                return true;
            } catch (ExcelReaderException | UncheckedIOException e) {
                throw unreadable(file, e);
            }
        }

        /** All lines are as wide as the widest so far: a row ends where its last value stands. */
        private String line(Row row) {
            int cells = row.getCellCount();
            if (cells > MAX_COLUMNS) {
                throw Refusal.invalid(
                        "Row %d of the workbook (%s) has %d columns (%d at most): delete those that are empty."
                                .formatted(
                                        row.getRowNum(), Source.nameOf(file), cells, MAX_COLUMNS));
            }
            if (row.getFirstNonEmptyCell().isEmpty()) {
                return "\n";
            }
            width = Math.max(width, cells);
            var text = new StringBuilder();
            for (int c = 0; c < width; c++) {
                if (c > 0) {
                    text.append(SEPARATOR);
                }
                Cell cell = c < cells ? row.getCell(c) : null;
                if (cell != null) {
                    text.append(text(cell));
                }
            }
            return text.append('\n').toString();
        }

        private String text(Cell cell) {
            String raw = cell.getRawValue();
            if (raw == null || cell.getType() == CellType.ERROR) {
                return "";
            }
            return switch (cell.getValue()) {
                case Boolean flag -> flag.toString();
                case java.math.BigDecimal number -> number(number.doubleValue(), raw, cell);
                case null -> "";
                default -> quoted(cell.getText());
            };
        }

        private String number(double value, String raw, Cell cell) {
            String format = plain(cell.getDataFormatString());
            boolean time = value >= 0 && value < LAST_SERIAL && isTime(format);
            return time ? time(value, format) : raw;
        }

        /**
         * A date alone where neither the value nor its format has hours: they may stand beside it.
         */
        private String time(double serial, String format) {
            long millis = Math.round(serial * MILLIS_A_DAY);
            long day = millis / MILLIS_A_DAY;
            var clock = LocalTime.ofNanoOfDay(millis % MILLIS_A_DAY * 1_000_000);
            boolean hours = format.matches(".*[hs].*");
            if (day == 0 && hours) {
                return clock.format(CLOCK);
            }
            LocalDate date =
                    from1904
                            ? DAY_ZERO_1904.plusDays(day)
                            : DAY_ZERO.plusDays(day < AFTER_LEAP ? day + 1 : day);
            return clock.equals(LocalTime.MIDNIGHT) && !hours
                    ? date.toString()
                    : LocalDateTime.of(date, clock).format(DATE_TIME);
        }

        /** A number format without what is only shown; empty if there is none. */
        private static String plain(@Nullable String format) {
            return format == null
                    ? ""
                    : format.replaceAll("\"[^\"]*\"|\\\\.", "")
                            .replaceAll("\\[(?![hms]+\\])[^\\]]*\\]", "")
                            .toLowerCase(Locale.ROOT);
        }

        /** Whether a number format writes days or hours. */
        private static boolean isTime(String format) {
            return !format.contains("general") && format.matches(".*[ydhst].*|.*mm.*");
        }

        private static String quoted(String text) {
            boolean plain = true;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                plain &= c != SEPARATOR && c != '"' && c >= ' ';
            }
            return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
        }

        @Override
        public void close() throws IOException {
            stream.close();
            workbook.close();
        }
    }
}
