package werkmeister.plant.table;

import werkmeister.plant.cell.HeaderName;
import werkmeister.plant.store.TimeOrder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The long layout: a row a reading, with a column that names the signal. It is told from a wide
 * file with a column of labels by its structure: each time stands in several rows, each of another
 * signal; where every signal has times of its own, only by the name of the column.
 */
public final class LongLayout {
    private static final Pattern KEY_NAME =
            Pattern.compile(
                    "tag|tag.?name|tag.?id|signal.*|variable|sensor.*|channel|kanal|messstelle|messpunkt|point.*|metric|parameter|item.*|name|series|key|field|measurement|datapoint|bezeichnung|node.*|attribute|_field|kks|merkmal");
    private static final Pattern VALUE_NAME =
            Pattern.compile(
                    "value|val|wert|messwert|reading|_value|data|measurement|result|istwert|v|y");
    private static final Pattern ASIDE_NAME =
            Pattern.compile(
                    "quality|quality.?code|status|qual|q|opc.?quality|good|flags?|annotated|questionable|substituted");
    private static final Pattern UNIT_NAME =
            Pattern.compile("unit|units|einheit|uom|eu|engineering.?unit");
    private static final int MAX_SIGNALS = 5_000;
    private static final double NEARLY_ALL = 0.99;
    private static final double SPARSE = 0.5;

    private final Frame frame;
    private final Series key;
    private final Series value;

    private LongLayout(Frame frame, Series key, Series value) {
        this.frame = frame;
        this.key = key;
        this.value = value;
    }

    /** The layout if the file has it. */
    public static Optional<LongLayout> of(Frame frame) {
        Optional<Series> value = value(frame);
        if (value.isEmpty() || frame.rows() < 4) {
            return Optional.empty();
        }
        return frame.columns().stream()
                .filter(column ->
                        column.isText()
                                && !Machines.isNamedMachine(column)
                                && !matches(ASIDE_NAME, column))
                .map(column -> new LongLayout(frame, column, value.get()))
                .filter(LongLayout::holds)
                .findFirst();
    }

    /** The same layout of other rows of the file. */
    public LongLayout in(Frame rows) {
        return new LongLayout(rows, rows.column(keyName()), rows.column(valueName()));
    }

    /** The same layout, each signal named after its machine and itself. */
    LongLayout in(Frame rows, Series machine) {
        LongLayout plain = in(rows);
        var keys = new String[rows.rows()];
        for (int i = 0; i < keys.length; i++) {
            String signal = plain.key.texts()[i];
            keys[i] = signal.isEmpty() ? "" : machine.text(i) + "\\" + signal;
        }
        return new LongLayout(rows, Series.texts(plain.key.name(), keys), plain.value);
    }

    private static Optional<Series> value(Frame frame) {
        var numbers =
                frame.columns().stream()
                        .filter(column -> !column.isText() && !matches(ASIDE_NAME, column))
                        .toList();
        if (numbers.size() == 1) {
            return Optional.of(numbers.getFirst());
        }
        var named = numbers.stream().filter(column -> matches(VALUE_NAME, column)).toList();
        return named.size() == 1 && numbers.size() <= 3
                ? Optional.of(named.getFirst())
                : Optional.empty();
    }

    private static boolean matches(Pattern pattern, Series column) {
        return pattern.matcher(column.name().name().toLowerCase(Locale.ROOT)).matches();
    }

    private boolean holds() {
        int distinct = distinct(key.texts());
        if (distinct < 2 || distinct > MAX_SIGNALS || distinct * 2 > frame.rows()) {
            return false;
        }
        int[] order = TimeOrder.of(frame.times());
        int shared = 0;
        int repeated = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            var keys = new HashSet<String>();
            while (to < order.length && frame.times()[order[to]] == frame.times()[order[from]]) {
                repeated += keys.add(key.texts()[order[to]]) ? 0 : 1;
                to++;
            }
            shared += keys.size() > 1 ? to - from : 0;
            from = to;
        }
        boolean unique = repeated <= (1 - NEARLY_ALL) * frame.rows();
        return unique && (shared * 2 >= frame.rows() || matches(KEY_NAME, key));
    }

    private static int distinct(String[] texts) {
        var seen = new HashSet<String>();
        for (String text : texts) {
            seen.add(text);
            if (seen.size() > MAX_SIGNALS) {
                break;
            }
        }
        return seen.size();
    }

    public String keyName() {
        return key.name().name();
    }

    public String valueName() {
        return value.name().name();
    }

    /**
     * The same readings with a column a signal and a row a time, in order of time. Where the
     * signals have times of their own, a value holds until the next: that is how a historian that
     * stores changes is meant.
     */
    public Frame wide(List<Understanding.Finding> findings) {
        int[] order = TimeOrder.of(frame.times());
        int[] starts = starts(order);
        var columns = new LinkedHashMap<String, double[]>();
        var codes = new LinkedHashMap<String, double[]>();
        Optional<Series> quality = quality();
        Optional<QualityScheme> scheme = quality.flatMap(QualityScheme::of);
        for (int row = 0; row < starts.length; row++) {
            int to = row + 1 < starts.length ? starts[row + 1] : order.length;
            for (int i = starts[row]; i < to; i++) {
                String signal = key.texts()[order[i]];
                double[] column = columns.computeIfAbsent(signal, _ -> missing(starts.length));
                column[row] = value.numbers()[order[i]];
                if (scheme.isPresent()) {
                    double code = scheme.get().code(quality.orElseThrow(), order[i]);
                    codes.computeIfAbsent(signal, _ -> missing(starts.length))[row] = code;
                    column[row] = code == QualityScheme.BAD ? Double.NaN : column[row];
                }
            }
        }
        columns.remove("");
        codes.remove("");
        double filled =
                columns.values().stream()
                                .mapToLong(column ->
                                        Arrays.stream(column).filter(v -> !Double.isNaN(v)).count())
                                .sum()
                        / Math.max(1.0, (double) columns.size() * starts.length);
        if (filled < SPARSE) {
            columns.forEach((signal, column) ->
                    holdOn(column, codes.getOrDefault(signal, missing(starts.length))));
            findings.add(
                    new Understanding.Finding(
                            "ValuesHeld",
                            "",
                            "Only %d %% of the times have a reading of every signal: a value holds until the next."
                                    .formatted(Math.round(filled * 100))));
        }
        Map<String, String> units = units();
        var series = new ArrayList<Series>();
        columns.forEach((name, column) ->
                series.add(
                        Series.numbers(
                                HeaderName.of(name)
                                        .renamed(name)
                                        .withUnit(units.getOrDefault(name, "")),
                                "number",
                                column)));
        codes.forEach((name, column) -> series.add(QualityColumns.codes(name, column)));
        int[] firsts = Arrays.stream(starts).map(start -> order[start]).toArray();
        Frame times = frame.with(List.of()).pick(firsts);
        return times.with(series);
    }

    private int[] starts(int[] order) {
        var starts = new int[order.length];
        int count = 0;
        for (int i = 0; i < order.length; i++) {
            if (i == 0 || frame.times()[order[i]] != frame.times()[order[i - 1]]) {
                starts[count++] = i;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    private static double[] missing(int rows) {
        var column = new double[rows];
        Arrays.fill(column, Double.NaN);
        return column;
    }

    /** A bad reading ends what was held before it. */
    private static void holdOn(double[] column, double[] codes) {
        for (int i = 1; i < column.length; i++) {
            if (Double.isNaN(column[i]) && Double.isNaN(codes[i])) {
                column[i] = column[i - 1];
                codes[i] = codes[i - 1];
            }
        }
    }

    private Optional<Series> quality() {
        return frame.columns().stream().filter(column -> matches(ASIDE_NAME, column)).findFirst();
    }

    private Map<String, String> units() {
        var units = new HashMap<String, String>();
        frame.columns().stream()
                .filter(column -> column.isText() && matches(UNIT_NAME, column))
                .findFirst()
                .ifPresent(column -> {
                    for (int i = 0; i < frame.rows(); i++) {
                        units.putIfAbsent(key.texts()[i], column.texts()[i]);
                    }
                });
        return units;
    }
}
