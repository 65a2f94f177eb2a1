package werkmeister.plant.ingest;

import werkmeister.plant.store.ParquetTable;
import werkmeister.plant.table.Frame;
import werkmeister.plant.table.Understanding;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a large Parquet file with a column a signal, or a long one in order of time, in bounded
 * memory, as {@link BlockReading} does a file of text.
 */
final class ParquetBlocks {
    private static final int HEAD_ROWS = 50_000;
    private static final int BLOCK_ROWS_MIN = 200;
    private static final int MAX_PASSES = 3;

    private final Path file;
    private final ReadOptions options;
    private final BlockSurvey.Blocks sink;
    private final int blockValues;

    ParquetBlocks(Path file, ReadOptions options, BlockSurvey.Blocks sink, int blockValues) {
        this.file = file;
        this.options = options;
        this.sink = sink;
        this.blockValues = blockValues;
    }

    /** Hands the samples of the file on, or finds that its layout has to be seen as a whole. */
    Optional<Understanding> read() {
        var first = ParquetTable.head(file, HEAD_ROWS);
        var head = new ParquetSheet(file, options, first);
        if (!head.isTimed() || options.machine().isPresent()) {
            return Optional.empty();
        }
        return BlockSurvey.of(sink, head)
                .flatMap(seen -> read(new ParquetSheet(file, options, first), seen));
    }

    private Optional<Understanding> read(ParquetSheet sheet, BlockSurvey seen) {
        long rows = pass(sheet, seen);
        for (int pass = 1; pass < MAX_PASSES && seen.correctTypes(); pass++) {
            rows = pass(sheet, seen);
        }
        return seen.isOrdered()
                ? Optional.of(sheet.understanding(seen, rows, sink.perMachine()))
                : Optional.empty();
    }

    /** Reads all of the file; returns its rows. */
    private long pass(ParquetSheet sheet, BlockSurvey seen) {
        seen.begin();
        var rows = new long[1];
        try (var alongside = new Alongside()) {
            int values = sheet.width() + seen.valuesPerRow();
            ParquetTable.blocks(
                    file,
                    Math.max(BLOCK_ROWS_MIN, blockValues / values),
                    block -> {
                        Frame frame = seen.shaped(sheet.frame(block, rows[0], seen::typeOf));
                        rows[0] += block.rows();
                        alongside.take(() -> seen.deliver(frame));
                    });
            alongside.settle();
            seen.end();
            return rows[0];
        }
    }
}
