package werkmeister.bench.models;

import werkmeister.plant.ingest.Ingest;
import werkmeister.plant.ingest.ReadOptions;
import werkmeister.plant.table.RawTable;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Reads the data by the product's own door. */
final class Tables {
    private Tables() {}

    static RawTable read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw Refusal.invalid("There is no file (%s).".formatted(file));
        }
        return Ingest.table(file, ReadOptions.guess());
    }

    /** Numbers between blanks, row by row, for files that are not tables of signals. */
    static double[][] numbers(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(line ->
                            Arrays.stream(line.split("\\s+"))
                                    .mapToDouble(Double::parseDouble)
                                    .toArray())
                    .toArray(double[][]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CSV files of a folder, 2 before 10. */
    static List<Path> csv(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted(
                            Comparator.comparing((Path f) -> f.getFileName().toString().length())
                                    .thenComparing(Path::getFileName))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
