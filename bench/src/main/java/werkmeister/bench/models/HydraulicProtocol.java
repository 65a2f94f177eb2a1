package werkmeister.bench.models;

import werkmeister.bench.models.Outcome.Figure;
import werkmeister.learning.classify.CycleFeatures;
import werkmeister.learning.metric.ClassError;
import werkmeister.learning.table.Split;
import werkmeister.learning.trial.ClassTrial;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** The hydraulic rig of ZeMA: five conditions of cycles of a minute. */
final class HydraulicProtocol implements Protocol {
    private static final List<String> SENSORS =
            List.of("TS1", "TS2", "TS3", "TS4", "VS1", "CE", "CP", "SE");
    private static final List<String> TARGETS =
            List.of("cooler", "valve", "pump", "accumulator", "stable");

    /** What others reached with these eight sensors, blocked. */
    private static final double[] BLOCKED = {0.998, 0.792, 0.995, 0.947, 0.943};

    private static final int BLOCK = 22;
    private static final int FOLDS = 5;
    private static final int ACCUMULATOR = 3;
    private static final int VALVE = 1;

    @Override
    public String name() {
        return "hydraulic";
    }

    @Override
    public Optional<String> folder() {
        return Optional.of("hydraulic");
    }

    @Override
    public Outcome run(Path folder, LongSupplier nanoTime) {
        double[][] columns = features(folder);
        double[][] profile = Tables.numbers(folder.resolve("profile.txt"));
        int[] blocks = IntStream.range(0, profile.length).map(i -> i / BLOCK).toArray();
        var figures = new ArrayList<Figure>();
        var all = new ArrayList<ClassTrial.Report>();
        for (int t = 0; t < TARGETS.size(); t++) {
            var report = tried(columns, profile, t, blocks, nanoTime);
            all.add(report);
            figures.add(
                    ClassFolds.figure(
                                    TARGETS.get(t) + ".blocked",
                                    List.of(report),
                                    ClassError::accuracy)
                            .published(BLOCKED[t]));
        }
        // The valve's conditions are worn through once for each of the accumulator's, and so on.
        for (int t : new int[] {VALVE, ACCUMULATOR}) {
            int other = t == VALVE ? ACCUMULATOR : VALVE;
            var report = tried(columns, profile, t, conditions(profile, other), nanoTime);
            all.add(report);
            figures.add(
                    ClassFolds.figure(
                            "%s.leaveOne%sOut"
                                    .formatted(TARGETS.get(t), capital(TARGETS.get(other))),
                            List.of(report),
                            ClassError::accuracy));
        }
        return new Outcome(
                name(),
                "2,205 cycles, the eight slow sensors; blocked: 22 neighbouring cycles are never"
                    + " parted, five folds; leave one out: all cycles at one condition of another"
                    + " part are left out",
                figures,
                ClassFolds.seconds(all),
                all.getLast().modelBytes() / 1e3);
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static ClassTrial.Report tried(
            double[][] columns,
            double[][] profile,
            int target,
            int[] together,
            LongSupplier nanoTime) {
        double[] values = Arrays.stream(profile).mapToDouble(row -> row[target]).toArray();
        double[] levels = Arrays.stream(values).distinct().sorted().toArray();
        List<String> classes = Arrays.stream(levels).mapToObj(String::valueOf).toList();
        int[] truth = Arrays.stream(values).mapToInt(x -> Arrays.binarySearch(levels, x)).toArray();
        int groups = 1 + Arrays.stream(together).max().orElse(0);
        int folds = Math.min(FOLDS, groups);
        int[] fold = Arrays.stream(together).map(group -> group % folds).toArray();
        return ClassTrial.run(
                new ClassTrial.Task(
                        CycleFeatures.names(SENSORS),
                        columns,
                        classes,
                        truth,
                        new Split(Split.Kind.GROUPS, fold),
                        groups > FOLDS ? together : blocksOf(truth.length),
                        1),
                nanoTime);
    }

    private static int[] blocksOf(int rows) {
        return IntStream.range(0, rows).map(i -> i / BLOCK).toArray();
    }

    private static int[] conditions(double[][] profile, int part) {
        double[] levels =
                Arrays.stream(profile).mapToDouble(row -> row[part]).distinct().sorted().toArray();
        return Arrays.stream(profile)
                .mapToInt(row -> Arrays.binarySearch(levels, row[part]))
                .toArray();
    }

    /** The features of each cycle, from the course of each sensor. */
    private static double[][] features(Path folder) {
        var courses = new ArrayList<double[]>();
        int[] starts = {0};
        for (String sensor : SENSORS) {
            double[][] cycles = Tables.numbers(folder.resolve(sensor + ".txt"));
            courses.add(Arrays.stream(cycles).flatMapToDouble(Arrays::stream).toArray());
            starts =
                    IntStream.rangeClosed(0, cycles.length)
                            .map(i -> i * cycles[0].length)
                            .toArray();
        }
        return CycleFeatures.of(courses.toArray(double[][]::new), starts);
    }
}
