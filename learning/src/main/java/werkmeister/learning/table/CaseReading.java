package werkmeister.learning.table;

import werkmeister.plant.table.RawTable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Cases as they were read from files, and where each came from.
 *
 * @param files the number of each case's file; {@code rows} its row within the file's table
 */
@SuppressWarnings("ArrayRecordComponent") // Rows are handed on, never compared as a value.
public record CaseReading(List<Sheet> sheets, Cases cases, int[] files, int[] rows) {
    /** A file and what stands in it. */
    public record Sheet(String name, RawTable table) {}

    /**
     * Reads the features of files: machine by machine, in order of time. Without a column that
     * tells machines apart each file is one.
     */
    public static CaseReading of(List<Sheet> sheets, Roles roles, List<Feature> features) {
        var machines = new LinkedHashMap<String, Integer>();
        var places = new ArrayList<int[]>();
        var clocks = new ArrayList<double[]>();
        for (int file = 0; file < sheets.size(); file++) {
            RawTable table = sheets.get(file).table();
            double[] clock = clock(table, roles);
            clocks.add(clock);
            int[] machine = machines(sheets, file, roles, machines);
            int number = file;
            IntStream.range(0, table.rows())
                    .boxed()
                    .sorted(Comparator.comparingDouble(row -> clock[row]))
                    .forEach(row -> places.add(new int[] {machine[row], number, row}));
        }
        // Stable: within a machine the order of files, and of time within each, stays.
        places.sort(Comparator.comparingInt(place -> place[0]));
        int n = places.size();
        double[][] columns = new double[features.size()][n];
        for (int c = 0; c < columns.length; c++) {
            fill(columns[c], sheets, places, features.get(c));
        }
        int[] machine = places.stream().mapToInt(place -> place[0]).toArray();
        double[] clock =
                places.stream().mapToDouble(place -> clocks.get(place[1])[place[2]]).toArray();
        var cases =
                new Cases(
                        features.stream().map(Feature::name).toList(),
                        columns,
                        machine,
                        List.copyOf(machines.keySet()),
                        clock);
        return new CaseReading(
                sheets,
                cases,
                places.stream().mapToInt(place -> place[1]).toArray(),
                places.stream().mapToInt(place -> place[2]).toArray());
    }

    private static void fill(
            double[] column, List<Sheet> sheets, List<int[]> places, Feature feature) {
        var byFile = sheets.stream().map(sheet -> feature.values(sheet.table())).toList();
        Arrays.setAll(column, i -> byFile.get(places.get(i)[1])[places.get(i)[2]]);
    }

    /** A column of the files, as text, case by case. */
    public String[] texts(String name) {
        var byFile = sheets.stream().map(sheet -> Roles.texts(sheet.table(), name)).toList();
        return IntStream.range(0, files.length)
                .mapToObj(i -> byFile.get(files[i])[rows[i]])
                .toArray(String[]::new);
    }

    /** A column of the files, as numbers, case by case. */
    public double[] numbers(String name) {
        var byFile = sheets.stream().map(sheet -> sheet.table().column(name)).toList();
        return IntStream.range(0, files.length)
                .mapToDouble(i -> byFile.get(files[i])[rows[i]])
                .toArray();
    }

    /** The hours since the first row where the table has times, else a counter or the row. */
    private static double[] clock(RawTable table, Roles roles) {
        if (roles.clock().isPresent() && table.signals().contains(roles.clock().get())) {
            return table.column(roles.clock().get());
        }
        if (table.timed()) {
            long first = Arrays.stream(table.times()).min().orElse(0);
            return Arrays.stream(table.times()).mapToDouble(t -> (t - first) / 3.6e9).toArray();
        }
        return IntStream.range(0, table.rows()).mapToDouble(row -> row).toArray();
    }

    private static int[] machines(
            List<Sheet> sheets, int file, Roles roles, Map<String, Integer> numbers) {
        RawTable table = sheets.get(file).table();
        String prefix = sheets.size() > 1 ? sheets.get(file).name() : "";
        int[] machines = new int[table.rows()];
        if (roles.machine().isEmpty() || !Roles.columns(table).contains(roles.machine().get())) {
            Arrays.fill(machines, number(numbers, prefix));
            return machines;
        }
        String[] names = Roles.texts(table, roles.machine().get());
        String before = prefix.isEmpty() ? "" : prefix + "/";
        Arrays.setAll(machines, row -> number(numbers, before + names[row]));
        return machines;
    }

    private static int number(Map<String, Integer> numbers, String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        numbers.put(name, number);
        return number;
    }
}
