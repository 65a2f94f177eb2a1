package werkmeister.plant.ingest;

import werkmeister.units.Refusal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts bytes into rows and cells and hands each cell on where it lies, without making objects.
 *
 * <p>A row ends with LF, CR or CRLF. A cell that starts with a double quote ends with one, may hold
 * separators and line ends, and writes a quote as two. A quote that is never closed is taken as an
 * ordinary character. Blanks around cells are left to the receiver. With {@link #BLANKS} as the
 * separator, runs of blanks and tabs separate, and those at the ends of a line do not count.
 */
final class RowScanner {
    /** Separator of files whose columns stand apart by any number of blanks. */
    static final char BLANKS = ' ';

    /** Separator of files with a single column. */
    static final char NONE = '\0';

    private static final int FIRST_BUFFER = 1 << 18;
    private static final int MAX_BLANKS = 64;
    private static final int MAX_QUOTED = 1 << 16;
    private static final int MAX_CELL = 1 << 22;

    /** Receives the cells of a row and then its end. */
    interface Cells {
        void cell(int column, byte[] bytes, int from, int to);

        /**
         * Takes a cell whose end is not known yet, if it can: a plain number is read and ended in
         * one go.
         *
         * @return its end before the limit, or -1 to be given the whole cell
         */
        default int number(int column, byte[] bytes, int from, int limit) {
            return -1;
        }

        /**
         * @param cells how many there were; 0 for an empty line
         * @param open whether the file ended before the line did
         * @return false to stop reading
         */
        boolean endRow(int cells, boolean open);
    }

    private final InputStream in;
    private final byte separator;
    private final boolean blanks;
    private final Cells cells;
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int at;
    private int limit;
    private boolean ended;
    private long rows;
    private byte[] unquoted = new byte[256];

    RowScanner(InputStream in, char separator, Cells cells) {
        this.in = in;
        this.separator = (byte) separator;
        this.blanks = separator == BLANKS;
        this.cells = cells;
    }

    /** Reads to the end, or until the receiver has enough. */
    void scan() throws IOException {
        while (at < limit || fill()) {
            if (!row()) {
                return;
            }
            rows++;
        }
    }

    /** Reads one row; false when the receiver wants no more. */
    private boolean row() throws IOException {
        int column = 0;
        while (true) {
            if (blanks) {
                skipBlanks();
            }
            if (at >= limit && !fill()) {
                // The line ended the file without a line end of its own.
                if (column > 0 && !blanks) {
                    cells.cell(column++, buffer, at, at);
                }
                return column == 0 || cells.endRow(column, true);
            }
            byte first = buffer[at];
            if (first == '\n' || first == '\r') {
                if (column > 0 && !blanks) {
                    cells.cell(column++, buffer, at, at);
                }
                lineEnd();
                return cells.endRow(column, false);
            }
            int ended = cells.number(column, buffer, at, limit);
            if (ended >= 0) {
                at = ended;
            } else {
                whole(column, first);
            }
            column++;
            if (at >= limit) {
                return cells.endRow(column, true);
            }
            byte end = buffer[at];
            if (end == '\n' || end == '\r') {
                lineEnd();
                return cells.endRow(column, false);
            }
            at++;
        }
    }

    private void whole(int column, byte first) throws IOException {
        if (first == ' ') {
            skipBlanksBeforeQuote();
        }
        if (at >= limit || buffer[at] != '"' || !quoted(column)) {
            plain(column);
        }
    }

    /** Hands on a cell without quotes and stands at the byte that ends it. */
    private void plain(int column) throws IOException {
        int length = 0;
        do {
            int i = at + length;
            if (blanks) {
                while (i < limit && (buffer[i] > ' ' || buffer[i] < 0)) {
                    i++;
                }
            } else {
                byte[] bytes = buffer;
                byte ends = separator;
                int end = limit;
                while (i < end && bytes[i] != ends && bytes[i] != '\n' && bytes[i] != '\r') {
                    i++;
                }
            }
            length = i - at;
        } while (at + length >= limit && fill());
        cells.cell(column, buffer, at, at + length);
        at += length;
    }

    /**
     * Hands on a quoted cell and stands at the byte that ends it; false, having moved nothing, if
     * it never closes.
     */
    private boolean quoted(int column) throws IOException {
        int length = 0;
        int i = 1;
        while (true) {
            if (at + i >= limit && !fill()) {
                return false;
            }
            byte b = buffer[at + i];
            if (b == '"') {
                boolean doubled = (at + i + 1 < limit || fill()) && buffer[at + i + 1] == '"';
                if (!doubled) {
                    break;
                }
                i++;
            }
            if (length == unquoted.length) {
                unquoted = Arrays.copyOf(unquoted, length * 2);
            }
            unquoted[length++] = b;
            i++;
            if (length > MAX_QUOTED) {
                return false;
            }
        }
        i++;
        while ((at + i < limit || fill()) && buffer[at + i] == ' ' && !blanks) {
            i++;
        }
        boolean closes =
                at + i >= limit
                        || buffer[at + i] == separator
                        || buffer[at + i] == '\n'
                        || buffer[at + i] == '\r'
                        || (blanks && buffer[at + i] == '\t');
        if (closes) {
            cells.cell(column, unquoted, 0, length);
            at += i;
        }
        return closes;
    }

    /** Some programs write a blank behind each separator, also before a quote. */
    private void skipBlanksBeforeQuote() throws IOException {
        int i = 1;
        while ((at + i < limit || fill()) && buffer[at + i] == ' ' && i < MAX_BLANKS) {
            i++;
        }
        if (at + i < limit && buffer[at + i] == '"') {
            at += i;
        }
    }

    private void skipBlanks() throws IOException {
        while (at < limit || fill()) {
            if (buffer[at] != ' ' && buffer[at] != '\t') {
                return;
            }
            at++;
        }
    }

    private void lineEnd() throws IOException {
        if (buffer[at++] == '\r' && (at < limit || fill()) && buffer[at] == '\n') {
            at++;
        }
    }

    /**
     * Moves the bytes from {@code at} on to the front and reads more; false at the end of the file.
     */
    private boolean fill() throws IOException {
        int kept = limit - at;
        if (kept > MAX_CELL) {
            throw Refusal.invalid(
                    "Row %d of the file, its lines before the data counted, holds a cell of more than %d MB: maybe a line end is missing there."
                            .formatted(rows + 1, MAX_CELL >> 20));
        }
        if (ended) {
            return false;
        }
        if (kept > buffer.length / 2) {
            buffer = Arrays.copyOfRange(buffer, at, at + buffer.length * 2);
        } else {
            System.arraycopy(buffer, at, buffer, 0, kept);
        }
        at = 0;
        limit = kept;
        int wanted = buffer.length - limit;
        int n = in.readNBytes(buffer, limit, wanted);
        ended = n < wanted;
        limit += n;
        return n > 0;
    }
}
