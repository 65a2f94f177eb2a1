package werkmeister.cli.trial;

import werkmeister.learning.table.CaseReading;
import werkmeister.learning.table.CaseReading.Sheet;
import werkmeister.learning.table.Cases;
import werkmeister.learning.table.Feature;
import werkmeister.learning.table.FeatureChoice;
import werkmeister.learning.table.Grid;
import werkmeister.learning.table.Roles;
import werkmeister.learning.trial.ForecastTrial;
import werkmeister.learning.trial.Prediction;
import werkmeister.plant.table.RawTable;
import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The series of a trial's files, machine by machine, each with the part that is to be forecast. */
record ForecastSeries(FeatureChoice choice, List<OfMachine> machines) {
    /** Without files to try on the last fifth is forecast. */
    private static final double TRAINED = 0.8;

    /**
     * A machine's series.
     *
     * @param files the file of each row of the grid's table; {@code rows} its row within the file
     */
    @SuppressWarnings("ArrayRecordComponent") // Rows are handed on, never compared as a value.
    record OfMachine(String machine, ForecastTrial.Task task, int[] files, int[] rows) {
        /** A prediction where its file has it. */
        Prediction placed(Prediction one) {
            return new Prediction(
                    files[one.row()],
                    rows[one.row()],
                    machine,
                    one.value(),
                    one.low(),
                    one.high(),
                    one.told(),
                    one.signal());
        }
    }

    double stepSeconds() {
        return machines.getFirst().task().grid().stepMicros() / 1e6;
    }

    static ForecastSeries of(TrialRequest request, TrialFiles files) {
        RawTable first = files.train().getFirst().table();
        Roles roles = files.roles().withMachine(first);
        var found = FeatureChoice.of(first, withoutTarget(roles), request.ignored(), _ -> false);
        FeatureChoice choice =
                new FeatureChoice(
                        found.features().stream()
                                .filter(feature -> feature.value().isEmpty())
                                .filter(feature -> isAsked(feature, roles))
                                .toList(),
                        found.withheld());
        if (choice.features().isEmpty()) {
            throw Refusal.invalid(
                    "No signal of the file (%s) is left to be forecast; it has: %s."
                            .formatted(
                                    files.train().getFirst().name(),
                                    String.join(", ", Roles.columns(first))));
        }
        return new ForecastSeries(
                choice, new Making(request, files, withoutTarget(roles), choice).machines());
    }

    private static boolean isAsked(Feature feature, Roles roles) {
        return roles.target().isEmpty() || roles.target().get().equals(feature.column());
    }

    private static Roles withoutTarget(Roles roles) {
        return new Roles(roles.machine(), roles.clock(), roles.group(), Optional.empty());
    }

    /** On the way from files to series. */
    private record Making(
            TrialRequest request, TrialFiles files, Roles roles, FeatureChoice choice) {
        List<OfMachine> machines() {
            var sheets = new ArrayList<Sheet>(files.train());
            sheets.addAll(files.test());
            // Files of one machine follow each other: their names tell no machines apart.
            CaseReading reading =
                    CaseReading.of(
                            sheets.stream().map(sheet -> new Sheet("", sheet.table())).toList(),
                            roles,
                            choice.features());
            Cases cases = reading.cases();
            int[] starts = cases.starts();
            var machines = new ArrayList<OfMachine>();
            for (int m = 0; m < starts.length - 1; m++) {
                machines.add(machine(sheets, reading, starts[m], starts[m + 1]));
            }
            return machines;
        }

        private OfMachine machine(List<Sheet> sheets, CaseReading reading, int from, int to) {
            int trained = files.train().size();
            int count = to - from;
            int[] file = Arrays.copyOfRange(reading.files(), from, to);
            int[] row = Arrays.copyOfRange(reading.rows(), from, to);
            double[][] columns = new double[choice.features().size()][];
            for (int c = 0; c < columns.length; c++) {
                columns[c] = Arrays.copyOfRange(reading.cases().columns()[c], from, to);
            }
            long[] times = new long[count];
            Arrays.setAll(times, i -> sheets.get(file[i]).table().times()[row[i]]);
            boolean timed = sheets.getFirst().table().timed();
            // What is tried on comes after what is trained on: a reading keeps the order of files.
            int[] order = IntStream.range(0, count).toArray();
            Grid grid = Grid.of(choice.names(), columns, order, times, timed);
            int first = firstTried(grid, file);
            int[] tried =
                    Arrays.stream(file)
                            .map(f -> files.test().isEmpty() ? f : Math.max(0, f - trained))
                            .toArray();
            String name = reading.cases().machineNames().get(reading.cases().machines()[from]);
            return new OfMachine(
                    name,
                    new ForecastTrial.Task(
                            grid, first, first, first, grid.slots(), request.horizon()),
                    tried,
                    row);
        }

        private boolean isTried(int file) {
            return file >= files.train().size();
        }

        private int firstTried(Grid grid, int[] file) {
            if (files.test().isEmpty()) {
                return (int) (TRAINED * grid.slots());
            }
            return IntStream.range(0, grid.slots())
                    .filter(slot -> grid.rows()[slot] >= 0 && isTried(file[grid.rows()[slot]]))
                    .findFirst()
                    .orElseThrow(() ->
                            Refusal.invalid("The files to try on hold no row of the machine."));
        }
    }
}
