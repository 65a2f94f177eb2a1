package werkmeister.plant.ingest;

import werkmeister.plant.table.ImportedTable;
import werkmeister.plant.table.RawTable;
import werkmeister.plant.table.Understanding;
import werkmeister.units.Refusal;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The door: a file of text or Parquet becomes a table, with an account of what was understood.
 *
 * <p>A file is read in one pass by a plan that its first rows suggest. Where the whole file proves
 * the plan wrong (a column of numbers that turns out to be text, a day above 12 where a month was
 * expected) it is read again by a better one, at most a few times.
 */
public final class Ingest {
    private static final int MAX_PASSES = 4;

    /**
     * What is read block by block.
     *
     * @param largeBytes text of this size and more
     * @param blockValues rows times columns that are in memory at a time
     */
    record Limits(long largeBytes, int blockValues) {
        static final Limits USUAL = new Limits(64L << 20, 1 << 22);
    }

    private Ingest() {}

    /** What the file holds; nothing is kept. */
    public static Understanding understand(Path file, ReadOptions options) {
        return table(file, options, false).understood();
    }

    /** The file's measured signals, in order of time, one sample a time. */
    public static ImportedTable read(Path file, ReadOptions options) {
        return table(file, options, false).imported();
    }

    /** Every data row of the file in its order. */
    public static RawTable table(Path file, ReadOptions options) {
        return table(file, options, true);
    }

    /**
     * Hands the samples of the file on in blocks. A large wide file is never in memory as a whole,
     * any other is one block.
     */
    public static Understanding samples(Path file, ReadOptions options, SampleSink sink) {
        return samples(file, options, sink, Limits.USUAL);
    }

    static Understanding samples(Path file, ReadOptions options, SampleSink sink, Limits limits) {
        if (Source.isParquet(file)) {
            return whole(ParquetSheet.table(file, options), sink);
        }
        Source source = Source.open(file, options);
        boolean large =
                !source.whole() && (source.packed() || source.size() >= limits.largeBytes());
        Optional<Understanding> streamed =
                large
                        ? new BlockReading(source, options, sink, limits.blockValues()).read()
                        : Optional.empty();
        if (streamed.isPresent()) {
            return streamed.get();
        }
        return whole(table(file, options, false), sink);
    }

    private static Understanding whole(RawTable table, SampleSink sink) {
        sink.begin();
        sink.block(table.samples());
        return table.understood();
    }

    private static RawTable table(Path file, ReadOptions options, boolean keepTimeTexts) {
        if (Source.isParquet(file)) {
            return ParquetSheet.table(file, options);
        }
        Source source = Source.open(file, options);
        Shape shape = Shape.of(source, options);
        Plan plan = Plan.of(shape, options);
        Prose.refuse(source, plan);
        TableReading reading = TableReading.of(plan, source, options, keepTimeTexts);
        for (int pass = 1; pass < MAX_PASSES; pass++) {
            Optional<Plan> better = Replan.of(plan, reading, source, options);
            if (better.isEmpty()) {
                break;
            }
            plan = better.get();
            reading = TableReading.of(plan, source, options, keepTimeTexts);
        }
        refuseEmpty(source, reading);
        return new Account(source, plan, reading, options).table();
    }

    private static void refuseEmpty(Source source, TableReading reading) {
        if (reading.dataRows() == 0) {
            throw Refusal.invalid(
                    "The file (%s) holds a header but no data rows: export it again."
                            .formatted(source.name()));
        }
        if (reading.rows() == 0) {
            Understanding.Rejected first = reading.rejected().getFirst();
            throw Refusal.invalid(
                    "No row of the file (%s) can be read: row %d, column (%s), value (%s): %s. Maybe name the separator or the time column."
                            .formatted(
                                    source.name(),
                                    first.row(),
                                    first.column(),
                                    first.value(),
                                    first.reason()));
        }
    }
}
