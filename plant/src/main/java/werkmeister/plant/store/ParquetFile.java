package werkmeister.plant.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A table as a Parquet file of its own, outside any store: what a plant hands on. */
public final class ParquetFile {
    private ParquetFile() {}

    /** Writes the file; the columns are the time and the table's signals. */
    public static void write(SampleTable table, Path file) throws IOException {
        Files.write(file, ParquetWriting.bytes(table));
    }
}
