package werkmeister.plant.table;

import werkmeister.plant.cell.HeaderName;
import werkmeister.plant.cell.Said;
import werkmeister.plant.store.TimeOrder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
        Wide wide = wide(scheme());
        held(wide)
                .ifPresent(finding -> {
                    wide.columnsBySignal.forEach((signal, column) ->
                            holdOn(
                                    column,
                                    wide.codesBySignal.getOrDefault(signal, missing(wide.rows()))));
                    findings.add(finding);
                });
        return wide.frame(names(wide.columnsBySignal.keySet()));
    }

    /** What says that values hold until the next, if they do. */
    Optional<Understanding.Finding> held(Wide wide) {
        double filled =
                wide.columnsBySignal.values().stream()
                                .mapToLong(column ->
                                        Arrays.stream(column).filter(v -> !Double.isNaN(v)).count())
                                .sum()
                        / Math.max(1.0, (double) wide.columnsBySignal.size() * wide.rows());
        return filled < SPARSE
                ? Optional.of(
                        new Understanding.Finding(
                                "ValuesHeld",
                                "",
                                Said.of(
                                        "Only %d %% of the times have a reading of every signal: a"
                                                + " value holds until the next.",
                                        "Nur %d %% der Zeiten haben einen Messwert jedes Signals:"
                                                + " ein Wert gilt bis zum nächsten.",
                                        Math.round(filled * 100))))
                : Optional.empty();
    }

    /** How the quality of readings is written, if it is. */
    Optional<QualityScheme> scheme() {
        return quality().flatMap(QualityScheme::of);
    }

    /** The readings with a column a signal; nothing is held. */
    Wide wide(Optional<QualityScheme> scheme) {
        int[] order = TimeOrder.of(frame.times());
        int[] starts = starts(order);
        var wide = new Wide(frame, order, starts);
        Optional<Series> quality = scheme.flatMap(_ -> quality());
        for (int row = 0; row < starts.length; row++) {
            int to = row + 1 < starts.length ? starts[row + 1] : order.length;
            for (int i = starts[row]; i < to; i++) {
                String signal = key.texts()[order[i]];
                if (signal.isEmpty()) {
                    continue;
                }
                double reading = value.numbers()[order[i]];
                if (quality.isPresent()) {
                    double code = scheme.orElseThrow().code(quality.get(), order[i]);
                    wide.codes(signal)[row] = code;
                    reading = code == QualityScheme.BAD ? Double.NaN : reading;
                }
                wide.column(signal)[row] = reading;
            }
        }
        return wide;
    }

    /** The signals' names with the units that stand beside their readings. */
    Map<String, HeaderName> names(Collection<String> signals) {
        Map<String, String> units = units();
        Map<String, HeaderName> names = new LinkedHashMap<>();
        for (String signal : signals) {
            names.put(
                    signal,
                    HeaderName.of(signal).renamed(signal).withUnit(units.getOrDefault(signal, "")));
        }
        return names;
    }

    /** Readings with a row a time. */
    static final class Wide {
        private final Frame frame;
        private final int[] order;
        private final int[] starts;
        private final Map<String, double[]> columnsBySignal = new LinkedHashMap<>();
        private final Map<String, double[]> codesBySignal = new LinkedHashMap<>();

        private Wide(Frame frame, int[] order, int[] starts) {
            this.frame = frame;
            this.order = order;
            this.starts = starts;
        }

        int rows() {
            return starts.length;
        }

        Collection<String> signals() {
            return columnsBySignal.keySet();
        }

        double[] column(String signal) {
            return columnsBySignal.computeIfAbsent(signal, _ -> missing(starts.length));
        }

        double[] codes(String signal) {
            return codesBySignal.computeIfAbsent(signal, _ -> missing(starts.length));
        }

        /** The signals of these names, and behind them the codes of their quality. */
        Frame frame(Map<String, HeaderName> names) {
            var series = new ArrayList<Series>();
            names.forEach(
                    (signal, name) -> series.add(Series.numbers(name, "number", column(signal))));
            names.keySet().stream()
                    .filter(codesBySignal::containsKey)
                    .forEach(signal -> series.add(QualityColumns.codes(signal, codes(signal))));
            int[] firsts = Arrays.stream(starts).map(start -> order[start]).toArray();
            return frame.with(List.of()).pick(firsts).with(series);
        }
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

    static double[] missing(int rows) {
        var column = new double[rows];
        Arrays.fill(column, Double.NaN);
        return column;
    }

    /** A bad reading ends what was held before it. */
    static void holdOn(double[] column, double[] codes) {
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
