package werkmeister.plant.ingest;

import werkmeister.plant.store.ParquetTable;
import werkmeister.plant.table.Frame;
import werkmeister.plant.table.ImportedTable;
import werkmeister.plant.table.Machines;
import werkmeister.plant.table.RawTable;
import werkmeister.plant.table.Standing;
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

        /** Rows times columns of Parquet that are about as many bytes of text. */
        long largeValues() {
            return largeBytes / 4;
        }
    }

    private Ingest() {}

    /** What the file holds; nothing is kept. */
    public static Understanding understand(Path file, ReadOptions options) {
        return samples(file, options, SampleSink.NONE);
    }

    /** What the first megabyte of the file holds: enough to know its columns. */
    public static Understanding glance(Path file, ReadOptions options) {
        if (Source.isParquet(file)) {
            return understand(file, options);
        }
        Source head = Source.open(file, options).headOnly();
        return new Naming(options).named(sheet(head, options, false).table().understood());
    }

    /** Whether all that a file measures is one signal whose column only says "value". */
    public static boolean isNameless(Understanding understood) {
        return Naming.isNameless(understood);
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
        var naming = new Naming(options);
        SampleSink named = naming.before(sink);
        return naming.named(
                inBlocks(file, options, blocks(named), limits)
                        .orElseGet(() -> whole(table(file, options, false), named)));
    }

    /** Reads a large file block by block, if its layout can be read so. */
    private static Optional<Understanding> inBlocks(
            Path file, ReadOptions options, BlockSurvey.Blocks blocks, Limits limits) {
        if (Source.isParquet(file)) {
            ParquetTable.Size size = ParquetTable.size(file);
            boolean many = size.rows() * Math.max(1, size.columns()) > limits.largeValues();
            return many
                    ? new ParquetBlocks(file, options, blocks, limits.blockValues()).read()
                    : Optional.empty();
        }
        Source source = Source.open(file, options);
        boolean large =
                !source.whole() && (source.packed() || source.size() >= limits.largeBytes());
        return large
                ? new BlockReading(source, options, blocks, limits.blockValues()).read()
                : Optional.empty();
    }

    private static BlockSurvey.Blocks blocks(SampleSink sink) {
        return new BlockSurvey.Blocks() {
            @Override
            public void begin() {
                sink.begin();
            }

            @Override
            public void block(Frame frame) {
                sink.block(frame.samples());
            }
        };
    }

    private static BlockSurvey.Blocks blocks(MachineSink sink) {
        return new BlockSurvey.Blocks() {
            @Override
            public void begin() {
                sink.begin();
            }

            @Override
            public void block(Frame frame) {
                Machines.rows(frame)
                        .forEach((machine, rows) -> deliver(machine, frame.pick(rows), sink));
            }

            @Override
            public boolean perMachine() {
                return true;
            }
        };
    }

    private static Understanding whole(RawTable table, SampleSink sink) {
        sink.begin();
        sink.block(table.kept());
        return table.understood();
    }

    /**
     * Hands the samples of each machine of the file on. A large wide file is never in memory as a
     * whole.
     */
    public static Understanding perMachine(Path file, ReadOptions options, MachineSink sink) {
        return perMachine(file, options, sink, Limits.USUAL);
    }

    static Understanding perMachine(
            Path file, ReadOptions options, MachineSink sink, Limits limits) {
        return inBlocks(file, options, blocks(sink), limits)
                .orElseGet(() -> wholePerMachine(file, options, sink));
    }

    private static Understanding wholePerMachine(Path file, ReadOptions options, MachineSink sink) {
        Sheet sheet = sheet(file, options, false);
        Standing standing = sheet.standing().apart();
        Understanding understood = sheet.table(standing).understood();
        if (standing.several().isEmpty()) {
            throw Refusal.invalid(
                    "No column of the file (%s) tells machines apart: import it as one, with --machine."
                            .formatted(understood.file()));
        }
        sink.begin();
        standing.each().forEach((machine, rows) -> deliver(machine, rows, sink));
        return understood;
    }

    private static void deliver(String machine, Frame rows, MachineSink sink) {
        if (machine.isBlank() || machine.equals("NaN")) {
            throw Refusal.invalid(
                    "Data row %d names no machine: complete the column, or import the file as one machine, with --machine."
                            .formatted(rows.rowNumbers()[0]));
        }
        sink.block(machine, rows.samples());
    }

    private static RawTable table(Path file, ReadOptions options, boolean keepTimeTexts) {
        return sheet(file, options, keepTimeTexts).table();
    }

    private static Sheet sheet(Path file, ReadOptions options, boolean keepTimeTexts) {
        if (Source.isParquet(file)) {
            return ParquetSheet.of(file, options);
        }
        return sheet(Source.open(file, options), options, keepTimeTexts);
    }

    private static Sheet sheet(Source source, ReadOptions options, boolean keepTimeTexts) {
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
        return new Account(source, plan, reading, options);
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
