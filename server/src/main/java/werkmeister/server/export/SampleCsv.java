package werkmeister.server.export;

import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A table as CSV that says it exactly: times in UTC to the microsecond, numbers as the shortest
 * decimal that is the same double, nothing where there is no value. Names stand in quotes, rows do
 * not.
 */
final class SampleCsv {
    private SampleCsv() {}

    static byte[] bytes(SampleTable table) {
        var text = new StringBuilder("\"time\"");
        table.signals()
                .forEach(name -> text.append(",\"").append(name.replace("\"", "\"\"")).append('"'));
        text.append('\n');
        for (int row = 0; row < table.rows(); row++) {
            text.append(Instant.EPOCH.plus(table.times()[row], ChronoUnit.MICROS));
            for (double[] column : table.columns()) {
                text.append(',');
                if (!Double.isNaN(column[row])) {
                    text.append(column[row]);
                }
            }
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The way back.
     *
     * @param path for a refusal to name
     */
    static SampleTable table(String path, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        var names = new ArrayList<String>();
        int at = names(path, text, names);
        int rows = (int) text.substring(at).lines().count();
        List<String> signals = names.subList(1, names.size());
        var times = new long[rows];
        var columns = new double[signals.size()][rows];
        for (int row = 0; row < rows; row++) {
            int end = text.indexOf('\n', at);
            String[] cells = text.substring(at, end < 0 ? text.length() : end).split(",", -1);
            if (cells.length != names.size()) {
                throw unreadable(path, row, cells.length + " cells");
            }
            try {
                times[row] = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(cells[0]));
                for (int c = 0; c < columns.length; c++) {
                    String cell = cells[c + 1];
                    columns[c][row] = cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
                }
            } catch (DateTimeParseException | NumberFormatException e) {
                throw unreadable(path, row, String.valueOf(e.getMessage()));
            }
            at = end + 1;
        }
        return new SampleTable(times, signals, columns);
    }

    /** Reads the names; says where the rows begin. */
    private static int names(String path, String text, List<String> names) {
        int at = 0;
        while (at < text.length() && text.charAt(at) == '"') {
            var name = new StringBuilder();
            int i = at + 1;
            while (i < text.length() && (text.charAt(i) != '"' || text.startsWith("\"\"", i))) {
                name.append(text.charAt(i));
                i += text.charAt(i) == '"' ? 2 : 1;
            }
            names.add(name.toString());
            at = i + 2;
            if (i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                return at;
            }
        }
        throw unreadable(path, -1, "its header");
    }

    private static Refusal unreadable(String path, int row, String what) {
        return Refusal.invalid(
                "The file (%s) of the archive is not as it was exported (row %d: %s): fetch it again."
                        .formatted(path, row + 1, what));
    }
}
