package werkmeister.cli.backtest;

import werkmeister.plant.ingest.ReadOptions;
import werkmeister.plant.table.RawTable;

import java.nio.file.Path;

/** Reads a file of samples as it lies. */
@FunctionalInterface
public interface TableSource {
    RawTable read(Path file, ReadOptions options);
}
