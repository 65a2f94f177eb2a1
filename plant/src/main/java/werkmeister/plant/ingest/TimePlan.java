package werkmeister.plant.ingest;

import werkmeister.plant.cell.NumericTime;
import werkmeister.plant.cell.TimeReader;

import java.util.List;

/**
 * Where a file's time stands and how it is read.
 *
 * @param columns of the file that make up the time, in the order of the readers
 * @param readers one a column: their times are added up
 * @param name of the time column, or of both with a plus sign between
 * @param ambiguous whether day and month could be the other way round
 */
record TimePlan(List<Integer> columns, List<TimeReader> readers, String name, boolean ambiguous) {
    boolean universal() {
        return readers.stream()
                .allMatch(reader -> reader instanceof NumericTime numeric && numeric.universal());
    }

    String format() {
        return String.join(" ", readers.stream().map(TimeReader::name).toList());
    }
}
