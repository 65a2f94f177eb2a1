package werkmeister.cli.trial;

import werkmeister.learning.classify.CycleFeatures;
import werkmeister.learning.classify.RecentRows;
import werkmeister.learning.table.CaseReading;
import werkmeister.learning.table.CaseReading.Sheet;
import werkmeister.learning.table.Cases;
import werkmeister.learning.table.FeatureChoice;
import werkmeister.learning.table.Leaks;
import werkmeister.learning.table.Roles;
import werkmeister.learning.table.Rows;
import werkmeister.learning.table.Split;
import werkmeister.learning.trial.ClassTrial;
import werkmeister.plant.table.RawTable;
import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The cases whose classes are to be told: rows, or whole cycles where a column tells cycles apart
 * and each has one class.
 *
 * @param grouped whether a case is a cycle of several rows
 * @param triedSheets the files that cases are tried on
 */
@SuppressWarnings("ArrayRecordComponent") // Rows are handed on, never compared as a value.
record ClassCases(
        String target,
        FeatureChoice choice,
        boolean grouped,
        ClassTrial.Task task,
        List<Sheet> triedSheets,
        int[] files,
        int[] rows,
        String[] names) {
    /** A cycle has so many rows on average at least. */
    private static final int CYCLE_ROWS_MIN = 4;

    static ClassCases of(TrialRequest request, TrialFiles files) {
        RawTable first = files.train().getFirst().table();
        Roles roles = files.roles().forClasses(first);
        if (roles.target().isEmpty()) {
            throw Refusal.invalid(
                    "No column of the file (%s) evidently holds classes: name it with --target. It has: %s."
                            .formatted(
                                    files.train().getFirst().name(),
                                    String.join(", ", Roles.columns(first))));
        }
        String target = roles.target().get();
        List<String> classes =
                ClassTrial.classes(
                        files.train().stream()
                                .flatMap(sheet ->
                                        Arrays.stream(Roles.texts(sheet.table(), target))));
        int[] codes = ClassTrial.codes(Roles.texts(first, target), classes);
        FeatureChoice choice =
                FeatureChoice.of(
                        first,
                        roles,
                        request.ignored(),
                        column -> Leaks.tells(Roles.texts(first, column), codes));
        if (choice.features().isEmpty()) {
            throw Refusal.invalid(
                    "No column of the file (%s) is left to tell (%s) by."
                            .formatted(files.train().getFirst().name(), target));
        }
        return new Making(request, files, roles, target, classes, choice).make();
    }

    /** On the way from the files to the cases. */
    private record Making(
            TrialRequest request,
            TrialFiles files,
            Roles roles,
            String target,
            List<String> classes,
            FeatureChoice choice) {
        ClassCases make() {
            Part train = part(files.train(), Optional.empty());
            boolean cycles =
                    roles.group().isPresent()
                            && train.isOneClassEach()
                            && train.cases().rows()
                                    >= CYCLE_ROWS_MIN * train.cases().machineNames().size();
            Part learned = cycles ? train.cycles() : train.rows();
            if (files.test().isEmpty()) {
                return cases(learned, learned.split(), cycles, files.train());
            }
            Part tested = part(files.test(), files.truth());
            Part asked = cycles ? tested.cycles() : tested.rows();
            int count = learned.truth().length;
            int[] folds = new int[count + asked.truth().length];
            Arrays.fill(folds, 0, count, -1);
            return cases(
                    learned.and(asked), new Split(Split.Kind.FILES, folds), cycles, files.test());
        }

        /** A mere counter of rows without machines tells no time: a row may be a part. */
        private boolean isOrdered() {
            boolean counted =
                    roles.clock().isPresent()
                            && (roles.machine().isPresent()
                                    || roles.clock().equals(files.roles().clock()));
            return counted || files.train().getFirst().table().timed();
        }

        private Part part(List<Sheet> sheets, Optional<String[]> given) {
            // Cycles are kept together as machines are: each is a machine of the cases.
            Roles together =
                    new Roles(
                            roles.group().or(roles::machine),
                            roles.clock(),
                            Optional.empty(),
                            roles.target());
            var reading = CaseReading.of(sheets, together, choice.features());
            boolean known =
                    sheets.stream()
                            .allMatch(sheet -> Roles.columns(sheet.table()).contains(target));
            int[] truth = new int[reading.cases().rows()];
            Arrays.fill(truth, -1);
            if (given.isPresent()) {
                truth = placed(ClassTrial.codes(given.get(), classes), reading);
            } else if (known) {
                truth = ClassTrial.codes(reading.texts(target), classes);
            }
            return new Part(
                    reading.cases(),
                    truth,
                    reading.files(),
                    reading.rows(),
                    roles.group().isPresent(),
                    isOrdered());
        }

        /** A truth a row of the only file, in the order of the cases. */
        private static int[] placed(int[] truth, CaseReading reading) {
            if (truth.length != reading.cases().rows() || reading.sheets().size() != 1) {
                throw Refusal.invalid(
                        "There are %d true classes for %d rows of %d files: one a row of one file is needed."
                                .formatted(
                                        truth.length,
                                        reading.cases().rows(),
                                        reading.sheets().size()));
            }
            return Rows.pick(truth, reading.rows());
        }

        private ClassCases cases(Part part, Split split, boolean cycles, List<Sheet> tried) {
            var task =
                    new ClassTrial.Task(
                            part.cases().names(),
                            part.cases().columns(),
                            classes,
                            part.truth(),
                            split,
                            part.together(),
                            request.seed());
            String[] names =
                    Arrays.stream(part.cases().machines())
                            .mapToObj(m -> part.cases().machineNames().get(m))
                            .toArray(String[]::new);
            return new ClassCases(
                    target, choice, cycles, task, tried, part.files(), part.rowNumbers(), names);
        }
    }

    /** Cases of some files with their classes. */
    private record Part(
            Cases cases,
            int[] truth,
            int[] files,
            int[] rowNumbers,
            boolean byGroup,
            boolean ordered) {
        boolean isOneClassEach() {
            int[] starts = cases.starts();
            return IntStream.range(0, starts.length - 1)
                    .allMatch(m ->
                            Arrays.stream(truth, starts[m], starts[m + 1]).distinct().count() == 1);
        }

        Part rows() {
            boolean runs = ordered && cases.rows() > 20 * cases.machineNames().size();
            return new Part(
                    runs ? RecentRows.beside(cases) : cases,
                    truth,
                    files,
                    rowNumbers,
                    byGroup,
                    ordered);
        }

        /** A case a cycle; it stands for its last row. */
        Part cycles() {
            int[] starts = cases.starts();
            int[] last = Arrays.stream(starts).skip(1).map(start -> start - 1).toArray();
            Cases ends = cases.pick(last);
            return new Part(
                    ends.with(
                            CycleFeatures.names(cases.names()),
                            CycleFeatures.of(cases.columns(), starts)),
                    Rows.pick(truth, last),
                    Rows.pick(files, last),
                    Rows.pick(rowNumbers, last),
                    byGroup,
                    ordered);
        }

        int[] together() {
            if (isParted()) {
                return cases.machines();
            }
            int block = Math.max(1, cases.rows() / 60);
            return IntStream.range(0, cases.rows()).map(row -> row / block).toArray();
        }

        Split split() {
            if (isParted()) {
                return Split.byGroup(
                        byGroup ? Split.Kind.GROUPS : Split.Kind.MACHINES, cases.machines());
            }
            return ordered ? Split.byTime(cases) : Split.byBlocks(cases.rows());
        }

        /** Whether whole groups or machines can be left out and every class is still known. */
        private boolean isParted() {
            if (cases.machineNames().size() < 2) {
                return false;
            }
            Map<Integer, Set<Integer>> machines = new HashMap<>();
            for (int row = 0; row < truth.length; row++) {
                machines.computeIfAbsent(truth[row], _ -> new HashSet<>())
                        .add(cases.machines()[row]);
            }
            return machines.values().stream().allMatch(some -> some.size() > 1);
        }

        Part and(Part later) {
            var names = new ArrayList<>(cases.machineNames());
            names.addAll(later.cases.machineNames());
            int before = cases.machineNames().size();
            double[][] columns = new double[cases.columns().length][];
            for (int c = 0; c < columns.length; c++) {
                columns[c] = joined(cases.columns()[c], later.cases.columns()[c]);
            }
            var both =
                    new Cases(
                            cases.names(),
                            columns,
                            joined(
                                    cases.machines(),
                                    Arrays.stream(later.cases.machines())
                                            .map(m -> m + before)
                                            .toArray()),
                            names,
                            joined(cases.clock(), later.cases.clock()));
            return new Part(
                    both,
                    joined(truth, later.truth),
                    joined(files, later.files),
                    joined(rowNumbers, later.rowNumbers),
                    byGroup,
                    ordered);
        }

        private static int[] joined(int[] a, int[] b) {
            return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
        }

        private static double[] joined(double[] a, double[] b) {
            double[] both = Arrays.copyOf(a, a.length + b.length);
            System.arraycopy(b, 0, both, a.length, b.length);
            return both;
        }
    }
}
