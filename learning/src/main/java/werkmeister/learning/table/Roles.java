package werkmeister.learning.table;

import werkmeister.plant.table.LabelColumns;
import werkmeister.plant.table.RawTable;
import werkmeister.plant.table.Understanding;
import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which column of a stranger's table is what. What a person says counts; the rest the table says
 * itself.
 *
 * @param machine tells machines apart
 * @param clock a number that counts the time of a machine
 * @param group tells apart what must not be parted, such as batches or cycles
 * @param target what is to be told
 */
public record Roles(
        Optional<String> machine,
        Optional<String> clock,
        Optional<String> group,
        Optional<String> target) {
    private static final Set<String> REMAINING =
            Set.of(
                    "rul",
                    "ttf",
                    "remaininglife",
                    "remainingusefullife",
                    "remainingcycles",
                    "timetofailure",
                    "cyclestofailure",
                    "restlebensdauer",
                    "restlaufzeit");

    private static final Set<String> GROUPS =
            Set.of(
                    "group",
                    "batch",
                    "batchid",
                    "lot",
                    "lotid",
                    "run",
                    "runid",
                    "cycle",
                    "cycleid",
                    "cycleno",
                    "stroke",
                    "order",
                    "trial",
                    "experiment",
                    "session",
                    "partid",
                    "charge",
                    "los",
                    "lauf",
                    "zyklus",
                    "auftrag",
                    "versuch");

    /** Counters of machines; in a table of a stranger such a name may mean something else. */
    private static final Set<String> COUNTERS =
            Set.of(
                    "cyclecount",
                    "cyclecounter",
                    "cyclenumber",
                    "strokecount",
                    "strokecounter",
                    "strokenumber",
                    "strokeno",
                    "batchno",
                    "batchnumber",
                    "lotno",
                    "lotnumber",
                    "shot",
                    "shotcount",
                    "shotcounter",
                    "shotno",
                    "shotnumber",
                    "partno",
                    "partnumber",
                    "zyklusnr",
                    "zyklusnummer",
                    "zyklenzhler",
                    "zykluszhler",
                    "hub",
                    "hubnr",
                    "hubnummer",
                    "hubzhler",
                    "takt",
                    "taktnr",
                    "taktnummer",
                    "taktzhler",
                    "schuss",
                    "schussnr",
                    "schusszhler",
                    "chargennr",
                    "chargennummer",
                    "teilenr",
                    "teilenummer");

    private static final Set<String> MACHINES =
            Set.of(
                    "unit",
                    "unitid",
                    "unitnumber",
                    "unitnr",
                    "machine",
                    "machineid",
                    "maschine",
                    "asset",
                    "assetid",
                    "engine",
                    "engineid",
                    "device",
                    "deviceid",
                    "pump",
                    "bearing",
                    "battery",
                    "tool",
                    "id",
                    "anlage");

    /** Groups have so many rows on average at least. */
    private static final int GROUP_ROWS_MIN = 2;

    /** More classes than this are names, not classes. */
    static final int CLASSES_MAX = 60;

    /** What a person said; unknown columns are a slip of the pen. */
    public void check(RawTable table) {
        for (Optional<String> column : List.of(machine, clock, group, target)) {
            column.ifPresent(name -> checkKnown(table, name));
        }
    }

    private static void checkKnown(RawTable table, String name) {
        if (!columns(table).contains(name)) {
            throw Refusal.invalid(
                    "The file (%s) has no column (%s), only: %s."
                            .formatted(
                                    table.understood().file(),
                                    name,
                                    String.join(", ", columns(table))));
        }
    }

    /** Whether a signal is called like one that tells cycles, batches or parts apart. */
    public static boolean isGroupName(String name) {
        return GROUPS.contains(plain(name)) || COUNTERS.contains(plain(name));
    }

    /** All columns but the time. */
    public static List<String> columns(RawTable table) {
        var all = new LinkedHashSet<String>();
        table.understood().signals().forEach(column -> all.add(column.name()));
        all.addAll(table.signals());
        all.addAll(table.texts().keySet());
        return List.copyOf(all);
    }

    /** With what the table says of lives. */
    public Roles forLife(RawTable table) {
        Roles known = withMachine(table);
        return new Roles(
                        known.machine().or(() -> names(table)),
                        known.clock(),
                        known.group(),
                        known.target())
                .withTarget(
                        target.or(() ->
                                table.signals().stream()
                                        .filter(name -> REMAINING.contains(plain(name)))
                                        .findFirst()));
    }

    /** With what the table says of classes. */
    public Roles forClasses(RawTable table) {
        Optional<String> told = target.or(() -> classColumn(table));
        return withMachine(table).withGroup(table, told).withTarget(told);
    }

    /** With what the table says of machines. */
    public Roles withMachine(RawTable table) {
        return new Roles(
                machine.or(() -> ofType(table, "machine")),
                clock.or(() -> ofType(table, "counter")),
                group,
                target);
    }

    /** A column of names whose rows stand together: lives that follow each other in time. */
    private static Optional<String> names(RawTable table) {
        return columns(table).stream()
                .filter(name -> table.texts().containsKey(name) || MACHINES.contains(plain(name)))
                .filter(name -> standsTogether(table, name))
                .findFirst();
    }

    private Roles withTarget(Optional<String> other) {
        return new Roles(machine, clock, group, other);
    }

    private Roles withGroup(RawTable table, Optional<String> told) {
        Optional<String> found =
                group.or(() ->
                        columns(table).stream()
                                .filter(name -> GROUPS.contains(plain(name)))
                                .filter(name -> !told.equals(Optional.of(name)))
                                .filter(name -> standsTogether(table, name))
                                .findFirst());
        return new Roles(machine, clock, found, target);
    }

    private static Optional<String> ofType(RawTable table, String type) {
        return table.understood().signals().stream()
                .filter(column -> column.type().equals(type))
                .map(Understanding.Column::name)
                .findFirst();
    }

    /** The rows of a group stand together, and there are several. */
    private static boolean standsTogether(RawTable table, String name) {
        String[] texts = texts(table, name);
        var seen = new HashSet<String>();
        int groups = 0;
        for (int row = 0; row < texts.length; row++) {
            if (row == 0 || !texts[row].equals(texts[row - 1])) {
                groups++;
                if (!seen.add(texts[row])) {
                    return false;
                }
            }
        }
        return groups >= 3 && table.rows() >= GROUP_ROWS_MIN * groups;
    }

    /** The label that is evidently one, else the last column if it holds classes. */
    private static Optional<String> classColumn(RawTable table) {
        List<String> labels = LabelColumns.found(table).used();
        if (!labels.isEmpty()) {
            return Optional.of(labels.getLast());
        }
        String last = columns(table).getLast();
        Optional<String> text =
                table.texts().keySet().stream()
                        .filter(name -> classes(table, name) <= CLASSES_MAX)
                        .reduce((_, later) -> later);
        return classes(table, last) <= CLASSES_MAX ? Optional.of(last) : text;
    }

    private static long classes(RawTable table, String name) {
        return Arrays.stream(texts(table, name)).distinct().limit(CLASSES_MAX + 2).count();
    }

    /** A column as texts, whole numbers without a point. */
    public static String[] texts(RawTable table, String name) {
        String[] texts = table.texts().get(name);
        if (texts != null) {
            return texts;
        }
        return Arrays.stream(table.column(name))
                .mapToObj(x ->
                        Double.isNaN(x)
                                ? ""
                                : x == Math.rint(x) && Math.abs(x) < 1e15
                                        ? String.valueOf((long) x)
                                        : String.valueOf(x))
                .toArray(String[]::new);
    }

    /** Columns that have a part of their own and are no features. */
    List<String> taken() {
        var taken = new ArrayList<String>();
        for (Optional<String> column : List.of(machine, clock, group, target)) {
            column.ifPresent(taken::add);
        }
        return taken;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }
}
