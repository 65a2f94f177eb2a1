package werkmeister.bench.models;

import werkmeister.learning.metric.ClassError;
import werkmeister.learning.trial.ClassTrial;
import werkmeister.plant.table.RawTable;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Steel plates: which of seven faults does a plate have? */
final class SteelProtocol implements Protocol {
    private static final int FOLDS = 10;

    @Override
    public String name() {
        return "steel";
    }

    @Override
    public Optional<String> folder() {
        return Optional.of("steel-plates");
    }

    @Override
    public Outcome run(Path folder, LongSupplier nanoTime) {
        RawTable table = Tables.read(folder.resolve("steel_plates_faults.csv"));
        String[] faults = table.texts().getOrDefault("Fault", new String[0]);
        List<String> classes = ClassTrial.classes(Arrays.stream(faults));
        int[] truth = ClassTrial.codes(faults, classes);
        double[][] columns = table.signals().stream().map(table::column).toArray(double[][]::new);
        var reports =
                SEEDS.stream()
                        .map(seed ->
                                ClassTrial.run(
                                        new ClassTrial.Task(
                                                table.signals(),
                                                columns,
                                                classes,
                                                truth,
                                                ClassFolds.stratified(truth, FOLDS, seed),
                                                IntStream.range(0, truth.length).toArray(),
                                                seed),
                                        nanoTime))
                        .toList();
        var peers =
                ClassFolds.peers(
                        ClassFolds.stratified(truth, FOLDS, SEEDS.getFirst()).folds(),
                        truth,
                        columns);
        return new Outcome(
                        name(),
                        "stratified ten folds of plates, as published; by blocks of neighbouring"
                                + " plates it is far less",
                        List.of(
                                ClassFolds.figure("accuracy", reports, ClassError::accuracy)
                                        .published(0.795)
                                        .atLeast(0.80)
                                        .against(
                                                ClassFolds.peers(
                                                        peers,
                                                        classes,
                                                        truth,
                                                        ClassError::accuracy)),
                                ClassFolds.figure("macroF1", reports, ClassError::macroF1)),
                        ClassFolds.seconds(reports),
                        reports.getLast().modelBytes() / 1e3)
                .with(peers);
    }
}
