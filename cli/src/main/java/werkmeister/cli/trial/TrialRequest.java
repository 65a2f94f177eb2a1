package werkmeister.cli.trial;

import werkmeister.learning.order.Intent;
import werkmeister.learning.table.Roles;
import werkmeister.plant.ingest.ReadOptions;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a person wants tried; whatever is left out is found out from the files.
 *
 * @param files to train on, and to try on where no others are given
 * @param time column that holds the time or counts it
 * @param roles as far as a person names columns
 * @param ignored columns that the model shall not see
 * @param tests files to try on
 * @param truth file of the truth about the test files, a value a line
 * @param horizon steps to forecast
 * @param limit longest life that is told
 */
public record TrialRequest(
        Intent intent,
        List<Path> files,
        ReadOptions reading,
        Optional<String> time,
        Roles roles,
        List<String> ignored,
        List<Path> tests,
        Optional<Path> truth,
        Optional<Integer> horizon,
        Optional<Double> limit,
        long seed) {
    public TrialRequest {
        files = List.copyOf(files);
        ignored = List.copyOf(ignored);
        tests = List.copyOf(tests);
    }
}
