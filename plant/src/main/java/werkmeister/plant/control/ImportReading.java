package werkmeister.plant.control;

import werkmeister.plant.table.Understanding;

import java.util.List;

/**
 * How an imported file was read, kept with the import.
 *
 * @param format as it was understood
 * @param said what a person said of it, such as {@code decimal=comma}; all else was found out
 * @param questions where another reading was possible
 */
public record ImportReading(
        Understanding.Format format, List<String> said, List<String> questions) {
    public ImportReading {
        said = List.copyOf(said);
        questions = List.copyOf(questions);
    }
}
