package werkmeister.plant.table;

import werkmeister.plant.store.SampleTable;
import werkmeister.plant.store.TimeOrder;
import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file as it lies: every data row that could be read, in the file's order.
 *
 * @param rowNumbers of each row: counted from 1 over the file's data rows (rows without a readable
 *     time are left out)
 * @param times microseconds since the epoch; without a time column each row lasts a second, the
 *     first starts at 0
 * @param timeTexts as the file writes them; the row's number where there is no time column
 * @param signals names of all numeric columns, in the file's order
 * @param columns one array a signal, NaN where there is no value
 * @param texts the other columns by name
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Columns of millions of rows are handed on, never compared as
// values.
public record RawTable(
        Understanding understood,
        int[] rowNumbers,
        long[] times,
        String[] timeTexts,
        List<String> signals,
        double[][] columns,
        Map<String, String[]> texts) {
    public static RawTable of(Understanding understood, Frame frame) {
        var names = new ArrayList<String>();
        var columns = new ArrayList<double[]>();
        Map<String, String[]> texts = new LinkedHashMap<>();
        for (Series column : frame.columns()) {
            if (column.isText()) {
                texts.put(column.name().name(), column.texts());
            } else {
                names.add(column.name().name());
                columns.add(column.numbers());
            }
        }
        return new RawTable(
                understood,
                frame.rowNumbers(),
                frame.times(),
                frame.timeTexts(),
                names,
                columns.toArray(double[][]::new),
                texts);
    }

    public int rows() {
        return times.length;
    }

    /** Whether the file says when its rows were measured. */
    public boolean timed() {
        return understood.format().timeColumn().isPresent();
    }

    public double[] column(String signal) {
        int at = signals.indexOf(signal);
        if (at < 0) {
            throw Refusal.notFound(
                    "The file (%s) has no numeric column (%s) among %s."
                            .formatted(understood.file(), signal, signals));
        }
        return columns[at];
    }

    /**
     * The signals that were measured: all but counters of rows and numbers that tell machines
     * apart.
     */
    public List<String> measured() {
        return understood.signals().stream()
                .filter(Understanding.Column::measured)
                .map(Understanding.Column::name)
                .toList();
    }

    /** The measured signals in order of time; of rows with equal times the last one counts. */
    public SampleTable samples() {
        return imported().samples();
    }

    /** The same with the codes of quality that stand beside the signals. */
    public SampleTable kept() {
        var names =
                understood.signals().stream()
                        .filter(column ->
                                column.measured() || column.type().equals(QualityColumns.TYPE))
                        .map(Understanding.Column::name)
                        .toList();
        return samples(names, TimeOrder.lastOfEach(times));
    }

    private SampleTable samples(List<String> names, int[] kept) {
        var values = names.stream().map(name -> pick(column(name), kept)).toArray(double[][]::new);
        return new SampleTable(
                Arrays.stream(kept).mapToLong(row -> times[row]).toArray(), names, values);
    }

    /** The same with the file's row of each sample. */
    public ImportedTable imported() {
        int[] kept = TimeOrder.lastOfEach(times);
        var keptNumbers = Arrays.stream(kept).map(row -> rowNumbers[row]).toArray();
        var keptTexts = new TreeMap<String, String[]>();
        texts.forEach((name, column) ->
                keptTexts.put(
                        name,
                        Arrays.stream(kept).mapToObj(row -> column[row]).toArray(String[]::new)));
        return new ImportedTable(understood, samples(measured(), kept), keptNumbers, keptTexts);
    }

    private static double[] pick(double[] column, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> column[row]).toArray();
    }
}
