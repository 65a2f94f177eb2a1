package werkmeister.plant.table;

import org.jspecify.annotations.Nullable;

import werkmeister.plant.cell.Said;
import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Several machines, or runs, in one file: a column tells them apart. It is known by its effect: the
 * file's times (or its count of cycles) go back or stand still, but never within one value of this
 * column.
 */
public final class Machines {
    private static final Pattern NAME =
            Pattern.compile(
                    ".*(machine|maschine|asset|device|equipment|anlage|turbine|pump.?id|engine|unit.?(id|nr|no|number)?$|station|serial|line.?id|run|batch|charge|los|experiment|episode|trajectory).*");
    private static final Pattern STATE_NAME =
            Pattern.compile(".*(stat(e|us)|zustand|mode|modus|betrieb|code|type|typ\\b).*");
    private static final int MOST = 10_000;
    private static final double RARELY = 0.01;

    private final Frame frame;
    private final Series column;

    private Machines(Frame frame, Series column) {
        this.frame = frame;
        this.column = column;
    }

    public static boolean isNamedMachine(Series column) {
        return NAME.matcher(column.name().name().toLowerCase(Locale.ROOT)).matches();
    }

    /** The column that tells machines apart, if the file has one. */
    public static Optional<Machines> of(Frame frame, boolean timed) {
        double[] course = timed ? null : cycles(frame);
        if (!timed && course == null) {
            return batches(frame);
        }
        double[] counted =
                course != null
                        ? course
                        : IntStream.range(0, frame.rows())
                                .mapToDouble(i -> frame.times()[i])
                                .toArray();
        int stalls = stalls(counted);
        if (stalls == 0) {
            return Optional.empty();
        }
        return frame.columns().stream()
                .filter(column -> column.isText() || isNamedMachine(column) || isWhole(column))
                .filter(column -> explains(column, counted, stalls))
                .findFirst()
                .map(column -> new Machines(frame, column));
    }

    /**
     * Without a time and a count of cycles, only the name of a column tells that it numbers runs or
     * batches, whose rows stand together.
     */
    private static Optional<Machines> batches(Frame frame) {
        return frame.columns().stream()
                .filter(column -> isNamedMachine(column) && (column.isText() || isWhole(column)))
                .filter(column -> standTogether(column, frame.rows()))
                .findFirst()
                .map(column -> new Machines(frame, column));
    }

    /**
     * Every column that may tell machines apart, by its name: the state of a machine does not.
     *
     * @param least how many machines it must tell apart; the head of a file may hold but one
     */
    static List<Machines> named(Frame frame, int least) {
        return frame.columns().stream()
                .filter(column -> isNamedMachine(column) && (column.isText() || isWhole(column)))
                .filter(column ->
                        !STATE_NAME
                                .matcher(column.name().name().toLowerCase(Locale.ROOT))
                                .matches())
                .map(column -> new Machines(frame, column))
                .filter(machines ->
                        machines.values().size() >= least && machines.values().size() <= MOST)
                .toList();
    }

    private static boolean standTogether(Series column, int rows) {
        Set<String> seen = new LinkedHashSet<>();
        String before = "";
        for (int i = 0; i < rows; i++) {
            String value = column.text(i);
            if ((i == 0 || !value.equals(before)) && !seen.add(value)) {
                return false;
            }
            before = value;
        }
        return seen.size() > 1 && seen.size() * 2 <= rows && seen.size() <= MOST;
    }

    /** A column that counts cycles and starts again. */
    private static double @Nullable [] cycles(Frame frame) {
        return frame.columns().stream()
                .filter(column -> column.type().equals("counter"))
                .map(Series::numbers)
                .filter(numbers -> stalls(numbers) > 0)
                .findFirst()
                .orElse(null);
    }

    private static int stalls(double[] course) {
        int count = 0;
        for (int i = 1; i < course.length; i++) {
            count += course[i] <= course[i - 1] ? 1 : 0;
        }
        return count;
    }

    private static boolean isWhole(Series column) {
        double[] numbers = column.numbers();
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != Math.rint(numbers[i]) || Math.abs(numbers[i]) > 1e9) {
                return false;
            }
        }
        return numbers.length > 0
                && !column.type().equals("counter")
                && !column.type().equals("label");
    }

    private static boolean explains(Series column, double[] course, int stalls) {
        Map<String, Double> last = new HashMap<>();
        int within = 0;
        int changes = 0;
        for (int i = 0; i < course.length; i++) {
            String value = column.text(i);
            Double before = last.put(value, course[i]);
            within += before != null && course[i] <= before ? 1 : 0;
            changes += i > 0 && !value.equals(column.text(i - 1)) ? 1 : 0;
            if (last.size() > MOST || within > RARELY * stalls + 1) {
                return false;
            }
        }
        boolean named = isNamedMachine(column);
        // Without a telling name it must change exactly where the course starts again.
        return last.size() > 1
                && last.size() * 2 <= course.length
                && within <= RARELY * stalls
                && (named || column.isText() || changes == stalls);
    }

    public String name() {
        return column.name().name();
    }

    Series column() {
        return column;
    }

    /** Which of them is meant. */
    public Said question() {
        return question(name(), values().size());
    }

    public static Said question(String column, int machines) {
        return Said.of(
                "The file holds %d machines or runs (column %s): all rows are read in the file's"
                    + " order. To import each as a machine of its own say --per-machine; backtest"
                    + " reads one alone with --machine.",
                "Die Datei enthält %d Maschinen oder Läufe (Spalte %s): alle Zeilen werden in der"
                        + " Reihenfolge der Datei gelesen. Jede als eigene Maschine importiert"
                        + " --per-machine; eine allein liest backtest mit --machine.",
                machines,
                column);
    }

    /** The machines in the order in which they first appear. */
    public List<String> values() {
        Set<String> values = new LinkedHashSet<>();
        for (int i = 0; i < frame.rows(); i++) {
            values.add(column.text(i));
        }
        return List.copyOf(values);
    }

    /** The rows of each machine, in the order in which they first appear. */
    Map<String, int[]> rows() {
        return rows(column, frame.rows());
    }

    /** The same of a frame in which a column is marked. */
    public static Map<String, int[]> rows(Frame marked) {
        Series column =
                marked.columns().stream()
                        .filter(series -> series.type().equals("machine"))
                        .findFirst()
                        .orElseThrow();
        return rows(column, marked.rows());
    }

    private static Map<String, int[]> rows(Series column, int count) {
        Map<String, List<Integer>> rows = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            rows.computeIfAbsent(column.text(i), _ -> new ArrayList<>()).add(i);
        }
        Map<String, int[]> arrays = new LinkedHashMap<>();
        rows.forEach((machine, list) ->
                arrays.put(machine, list.stream().mapToInt(Integer::intValue).toArray()));
        return arrays;
    }

    /** The frame with the column of this name marked. */
    public static Frame marked(Frame frame, String name) {
        return new Machines(frame, frame.column(name)).marked();
    }

    /** The rows of one machine. */
    public Frame only(String machine) {
        int[] rows =
                IntStream.range(0, frame.rows())
                        .filter(i -> column.text(i).equals(machine))
                        .toArray();
        if (rows.length == 0) {
            throw Refusal.invalid(
                    "There is no machine (%s) in column (%s): there are %s."
                            .formatted(machine, name(), values()));
        }
        return frame.pick(rows);
    }

    /** The frame with the column marked as what it is. */
    public Frame marked() {
        return frame.with(
                frame.columns().stream()
                        .map(other -> other == column ? column.as("machine") : other)
                        .toList());
    }
}
