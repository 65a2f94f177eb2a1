package werkmeister.cli.backtest;

import werkmeister.plant.ingest.ReadOptions;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a person wants backtested; whatever is left out is found out from the files.
 *
 * @param reading how the files are written, as far as a person says so
 * @param machine one of a file's machines, or the column that tells them apart: then all of them
 * @param labels columns that say what was unusual
 * @param labelFile spans that say what was unusual, instead of columns
 * @param ignored columns that the model shall not see
 * @param trainUntil a row, a time or a share
 * @param trainFile trained on instead of each file's first part
 * @param alertsPerWeek findings per week that people will look at
 */
public record BacktestRequest(
        List<Path> files,
        ReadOptions reading,
        Optional<String> machine,
        List<String> labels,
        Optional<Path> labelFile,
        List<String> ignored,
        Optional<String> trainUntil,
        Optional<Path> trainFile,
        Optional<Double> alertsPerWeek,
        long seed) {
    public BacktestRequest {
        files = List.copyOf(files);
        labels = List.copyOf(labels);
        ignored = List.copyOf(ignored);
    }
}
