package werkmeister.plant.table;

import werkmeister.plant.cell.HeaderName;
import werkmeister.plant.cell.Said;
import werkmeister.plant.table.Understanding.Finding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Columns that say how good the samples of another column are. Each is kept beside it under its
 * name and {@link #COMPANION}, as a code (see {@link QualityScheme}); it is no signal, and a bad
 * sample counts as missing.
 */
public final class QualityColumns {
    /** Stands behind a signal's name in the name of the column of its codes. */
    public static final String COMPANION = ".quality";

    /** The type of such a column. */
    public static final String TYPE = "quality";

    static final Pattern NAME =
            Pattern.compile(
                    "(?i)(.*?)["
                        + " ._:/\\\\-]*(opc.?quality|quality.?code|quality|qualität|qualitaet|qual|status.?code|status|q)");

    private record Pair(String signal, QualityScheme scheme) {}

    private final Map<String, Pair> pairsByColumn = new LinkedHashMap<>();

    private QualityColumns() {}

    /** Those of a file with a column a signal. */
    public static QualityColumns of(Frame frame) {
        var found = new QualityColumns();
        for (Series column : frame.columns()) {
            var matcher = NAME.matcher(column.name().name());
            if (matcher.matches()) {
                signal(frame, column, matcher.group(1))
                        .ifPresent(signal ->
                                QualityScheme.of(column)
                                        .ifPresent(scheme ->
                                                found.pairsByColumn.put(
                                                        column.name().name(),
                                                        new Pair(signal.name().name(), scheme))));
            }
        }
        return found;
    }

    /** The signal that a column speaks of: the one it is named after, else the only one. */
    private static Optional<Series> signal(Frame frame, Series column, String named) {
        List<Series> others =
                frame.columns().stream()
                        .filter(other -> other != column && other.type().equals("number"))
                        .toList();
        if (named.isEmpty()) {
            return others.size() == 1 ? Optional.of(others.getFirst()) : Optional.empty();
        }
        return others.stream()
                .filter(other -> other.name().name().equalsIgnoreCase(named.strip()))
                .findFirst();
    }

    /** The frame with each such column as codes, and without the values of bad samples. */
    public Frame applied(Frame frame) {
        if (pairsByColumn.isEmpty()) {
            return frame;
        }
        Map<String, double[]> codesBySignal = new LinkedHashMap<>();
        var columns = new ArrayList<Series>();
        for (Series column : frame.columns()) {
            Pair pair = pairsByColumn.get(column.name().name());
            if (pair == null) {
                columns.add(column);
            } else {
                var codes = new double[frame.rows()];
                Arrays.setAll(codes, row -> pair.scheme().code(column, row));
                codesBySignal.put(pair.signal(), codes);
                columns.add(codes(pair.signal(), codes));
            }
        }
        columns.replaceAll(column -> withoutBad(column, codesBySignal));
        return frame.with(columns);
    }

    private static Series withoutBad(Series column, Map<String, double[]> codesBySignal) {
        double[] codes = codesBySignal.get(column.name().name());
        if (codes == null || column.type().equals(TYPE)) {
            return column;
        }
        double[] values = column.numbers().clone();
        for (int row = 0; row < values.length; row++) {
            values[row] = codes[row] == QualityScheme.BAD ? Double.NaN : values[row];
        }
        return Series.numbers(column.name(), column.type(), values);
    }

    /** A column of codes beside the signal of this name. */
    static Series codes(String signal, double[] codes) {
        String name = signal + COMPANION;
        return Series.numbers(HeaderName.of(name).renamed(name), TYPE, codes);
    }

    /** Counts the samples that are not good, block by block. */
    public static final class Tally {
        private final Map<String, long[]> countsBySignal = new LinkedHashMap<>();

        public void add(Frame frame) {
            for (Series column : frame.columns()) {
                if (column.type().equals(TYPE)) {
                    String name = column.name().name();
                    long[] counts =
                            countsBySignal.computeIfAbsent(
                                    name.substring(0, name.length() - COMPANION.length()),
                                    _ -> new long[2]);
                    for (double code : column.numbers()) {
                        counts[0] += code == QualityScheme.BAD ? 1 : 0;
                        counts[1] += code == QualityScheme.UNCERTAIN ? 1 : 0;
                    }
                }
            }
        }

        public List<Finding> findings() {
            var findings = new ArrayList<Finding>();
            countsBySignal.forEach((signal, counts) -> {
                if (counts[0] + counts[1] > 0) {
                    findings.add(
                            new Finding(
                                    "SampleQuality",
                                    signal,
                                    Said.of(
                                            "By its quality code %d samples are bad: they count as"
                                                    + " missing; %d are uncertain.",
                                            "Nach ihrer Gütekennung sind %d Messwerte schlecht: sie"
                                                    + " gelten als fehlend; %d sind unsicher.",
                                            counts[0],
                                            counts[1])));
                }
            });
            return findings;
        }
    }
}
