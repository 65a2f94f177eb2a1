package werkmeister.bench.models;

import werkmeister.learning.metric.ClassError;
import werkmeister.learning.table.CaseReading;
import werkmeister.learning.table.CaseReading.Sheet;
import werkmeister.learning.table.FeatureChoice;
import werkmeister.learning.table.Leaks;
import werkmeister.learning.table.Roles;
import werkmeister.learning.trial.ClassTrial;
import werkmeister.plant.table.RawTable;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** AI4I 2020: does a milling machine fail? */
final class AiProtocol implements Protocol {
    private static final String TARGET = "Machine failure";
    private static final List<String> CLASSES = List.of("no failure", "failure");
    private static final int FOLDS = 5;

    @Override
    public String name() {
        return "ai4i";
    }

    @Override
    public Optional<String> folder() {
        return Optional.of("ai4i2020");
    }

    @Override
    public Outcome run(Path folder, LongSupplier nanoTime) {
        RawTable table = Tables.read(folder.resolve("ai4i2020.csv"));
        Roles roles =
                new Roles(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(TARGET));
        int[] truth = ClassTrial.codes(Roles.texts(table, TARGET), List.of("0", "1"));
        // RNF is a mode of failure by its documentation, though it hardly goes with failures.
        FeatureChoice choice =
                FeatureChoice.of(
                        table,
                        roles,
                        List.of("RNF"),
                        column -> Leaks.tells(Roles.texts(table, column), truth));
        var reading = CaseReading.of(List.of(new Sheet("ai4i", table)), roles, choice.features());
        var reports = SEEDS.stream().map(seed -> tried(reading, truth, seed, nanoTime)).toList();
        var peers =
                ClassFolds.peers(
                        ClassFolds.stratified(truth, FOLDS, SEEDS.getFirst()).folds(),
                        truth,
                        reading.cases().columns());
        return new Outcome(
                        name(),
                        "stratified five folds; the model sees type, two temperatures, speed,"
                                + " torque and wear; the mode columns are found to be leaks",
                        List.of(
                                ClassFolds.figure(
                                                "f1.failure",
                                                reports,
                                                error -> error.byClass().get(1).f1())
                                        .published(0.69)
                                        .atLeast(0.83)
                                        .against(
                                                ClassFolds.peers(
                                                        peers,
                                                        CLASSES,
                                                        truth,
                                                        error -> error.byClass().get(1).f1())),
                                ClassFolds.figure("macroF1", reports, ClassError::macroF1)
                                        .published(0.8952),
                                ClassFolds.figure(
                                        "precision.failure",
                                        reports,
                                        error -> error.byClass().get(1).precision()),
                                ClassFolds.figure(
                                        "recall.failure",
                                        reports,
                                        error -> error.byClass().get(1).recall())),
                        ClassFolds.seconds(reports),
                        reports.getLast().modelBytes() / 1e3)
                .with(peers);
    }

    private static ClassTrial.Report tried(
            CaseReading reading, int[] truth, long seed, LongSupplier nanoTime) {
        return ClassTrial.run(
                new ClassTrial.Task(
                        reading.cases().names(),
                        reading.cases().columns(),
                        CLASSES,
                        truth,
                        ClassFolds.stratified(truth, FOLDS, seed),
                        IntStream.range(0, truth.length).toArray(),
                        seed),
                nanoTime);
    }
}
