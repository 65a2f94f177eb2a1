package werkmeister.plant.store;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.ColumnSchema;

import org.jspecify.annotations.Nullable;

import werkmeister.units.Refusal;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A Parquet file of anybody's making in memory, and the way back: a table as such a file. */
public record ParquetTable(int rows, List<Column> columns) {
    /** A time that is missing. */
    public static final long NO_TIME = Long.MIN_VALUE;

    public ParquetTable {
        columns = List.copyOf(columns);
    }

    /** A column, as its own type says what it holds. */
    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared as values.
    public sealed interface Column {
        String name();

        /**
         * Times.
         *
         * @param micros since the epoch, {@link #NO_TIME} where there is none
         * @param universal false where they are local to a zone that the file does not name
         */
        record Times(String name, long[] micros, boolean universal) implements Column {}

        /**
         * Numbers.
         *
         * @param values NaN where there is none
         */
        record Numbers(String name, double[] values) implements Column {}

        /**
         * Texts.
         *
         * @param values empty where there is none
         */
        record Texts(String name, String[] values) implements Column {}
    }

    /** Writes a table as a file for others: a time column in UTC, then a column a signal. */
    public static void write(SampleTable table, Path file) throws IOException {
        Files.write(file, ParquetWriting.bytes(table));
    }

    /** How large a file says that it is. */
    public record Size(long rows, int columns) {}

    /** How large the file says that it is. */
    public static Size size(Path file) {
        return with(
                file,
                reader ->
                        new Size(
                                reader.getFileMetaData().numRows(),
                                reader.getFileSchema().getColumnCount()));
    }

    /** Reads a file; a refusal names it if it is no whole Parquet file or holds nested columns. */
    public static ParquetTable read(Path file) {
        Size size = size(file);
        int rows = Math.toIntExact(Math.min(size.rows(), Integer.MAX_VALUE));
        requireRoom(file, rows, size.columns());
        var whole = new ArrayList<ParquetTable>();
        scan(file, rows, whole::add);
        if (whole.size() > 1) {
            throw Refusal.invalid(
                    "The file (%s) holds more rows than it says at its end (%d): fetch it again."
                            .formatted(file.getFileName(), rows));
        }
        return whole.getFirst();
    }

    /** The first rows of a file, so many at most. */
    public static ParquetTable head(Path file, int rows) {
        var head = new ParquetTable[1];
        scan(
                file,
                rows,
                block -> {
                    head[0] = block;
                    return false;
                });
        return head[0];
    }

    /** Hands all rows on in blocks of so many, the last one with fewer. */
    public static void blocks(Path file, int rows, Consumer<ParquetTable> sink) {
        scan(
                file,
                rows,
                block -> {
                    try {
                        sink.accept(block);
                    } catch (RuntimeException e) {
                        throw new SinkFailed(e);
                    }
                    return true;
                });
    }

    /** Who takes the blocks failed; the file is whole. */
    private static final class SinkFailed extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient RuntimeException failure;

        SinkFailed(RuntimeException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /** Hands blocks on until the receiver has enough; an empty file is one empty block. */
    private static void scan(Path file, int rows, Predicate<ParquetTable> sink) {
        with(
                file,
                reader -> {
                    List<ColumnSchema> schemas = reader.getFileSchema().getColumns();
                    schemas.forEach(schema -> requireReadable(file, schema));
                    // All at once: the library takes a dot in a single column's name for a path.
                    try (ColumnReaders all = reader.columnReaders(ColumnProjection.all())) {
                        long claimed = reader.getFileMetaData().numRows();
                        scan(all, schemas, (int) Math.min(rows, claimed), sink);
                    }
                    return true;
                });
    }

    private static void scan(
            ColumnReaders all, List<ColumnSchema> schemas, int rows, Predicate<ParquetTable> sink) {
        var block = new Block(schemas, rows);
        boolean any = false;
        while (all.nextBatch()) {
            int count = all.getColumnReader(0).getRecordCount();
            for (int from = 0; from < count; ) {
                from += block.take(all, from, count);
                if (block.isFull()) {
                    any = true;
                    if (!sink.test(block.table())) {
                        return;
                    }
                    block = new Block(schemas, rows);
                }
            }
        }
        if (!any || block.at > 0) {
            var _ = sink.test(block.table());
        }
    }

    /** What is done with an open file. */
    private interface Work<T> {
        T of(ParquetFileReader reader) throws IOException;
    }

    private static <T> T with(Path file, Work<T> work) {
        try (var reader = ParquetReading.open(InputFile.of(file))) {
            return work.of(reader);
        } catch (SinkFailed failed) {
            throw failed.failure;
        } catch (Refusal refusal) {
            throw refusal;
        } catch (IOException | RuntimeException e) {
            throw refused(file, e);
        }
    }

    /** The library throws whatever a broken byte leads to, and hides that memory ran out. */
    private static Refusal refused(Path file, Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return Refusal.capacity(
                        "The pages of file (%s) do not fit into memory (%d MB): give Java more (-Xmx), or write smaller row groups."
                                .formatted(
                                        file.getFileName(),
                                        Runtime.getRuntime().maxMemory() >> 20));
            }
        }
        return Refusal.invalid(
                "The file (%s) is called Parquet by its first bytes but cannot be read (%s): fetch it again."
                        .formatted(file.getFileName(), failure.getMessage()));
    }

    /** A footer may claim any number of rows; so many are not believed before they are seen. */
    private static void requireRoom(Path file, int rows, int columns) {
        long bytes = Math.multiplyExact(rows * (long) Double.BYTES, Math.max(1, columns));
        long room = Runtime.getRuntime().maxMemory() / 2;
        if (rows < 0 || bytes > room) {
            throw Refusal.invalid(
                    "The file (%s) says that it holds %d rows of %d columns, more than fit into memory (%d MB): split it."
                            .formatted(file.getFileName(), rows, columns, room >> 20));
        }
    }

    private static void requireReadable(Path file, ColumnSchema schema) {
        String trouble =
                schema.maxRepetitionLevel() > 0
                        ? "holds lists: write a column a signal"
                        : schema.type() == PhysicalType.INT96
                                ? "holds times of the outdated type INT96: write them as timestamps"
                                : "";
        if (!trouble.isEmpty()) {
            throw Refusal.invalid(
                    "The column (%s) of file (%s) %s."
                            .formatted(
                                    String.join(".", schema.fieldPath().elements()),
                                    file.getFileName(),
                                    trouble));
        }
    }

    /** So many rows while they are read. */
    private static final class Block {
        private final List<Filling> columns;
        private final int capacity;
        private int at;

        Block(List<ColumnSchema> schemas, int rows) {
            capacity = Math.max(1, rows);
            columns = schemas.stream().map(schema -> new Filling(schema, capacity)).toList();
        }

        boolean isFull() {
            return at == capacity;
        }

        /** Takes rows of a batch, as many as there is room for; returns how many. */
        int take(ColumnReaders batch, int from, int to) {
            int count = Math.min(to - from, capacity - at);
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).take(batch.getColumnReader(i), from, count, at);
            }
            at += count;
            return count;
        }

        ParquetTable table() {
            return new ParquetTable(at, columns.stream().map(column -> column.column(at)).toList());
        }
    }

    /** A column while it is read. */
    private static final class Filling {
        private static final long MILLI = 1_000;
        private static final long DAY_MICROS = 86_400_000_000L;

        private final String name;
        private final PhysicalType type;
        private final @Nullable LogicalType logical;
        private final double[] numbers;
        private final long[] times;
        private final String[] texts;

        Filling(ColumnSchema schema, int rows) {
            name = String.join(".", schema.fieldPath().elements());
            type = schema.type();
            logical = schema.logicalType();
            numbers = new double[isTime() || isText() ? 0 : rows];
            times = new long[isTime() ? rows : 0];
            texts = new String[isText() ? rows : 0];
        }

        private boolean isTime() {
            return logical instanceof LogicalType.TimestampType
                    || logical instanceof LogicalType.DateType;
        }

        private boolean isText() {
            boolean bytes =
                    type == PhysicalType.BYTE_ARRAY || type == PhysicalType.FIXED_LEN_BYTE_ARRAY;
            return bytes && !(logical instanceof LogicalType.DecimalType);
        }

        Column column(int rows) {
            if (isTime()) {
                boolean universal =
                        logical instanceof LogicalType.TimestampType stamp
                                && stamp.isAdjustedToUTC();
                return new Column.Times(name, Arrays.copyOf(times, rows), universal);
            }
            return isText()
                    ? new Column.Texts(name, Arrays.copyOf(texts, rows))
                    : new Column.Numbers(name, Arrays.copyOf(numbers, rows));
        }

        /** Takes rows of a batch from one on, and puts them from a place on. */
        void take(ColumnReader reader, int from, int count, int at) {
            var validity = reader.getLeafValidity();
            if (isText()) {
                String[] values = reader.getStrings();
                for (int i = 0; i < count; i++) {
                    texts[at + i] = validity.isNull(from + i) ? "" : values[from + i];
                }
                return;
            }
            for (int i = 0; i < count; i++) {
                boolean missing = validity.isNull(from + i);
                if (isTime()) {
                    times[at + i] = missing ? NO_TIME : micros(reader, from + i);
                } else {
                    numbers[at + i] = missing ? Double.NaN : number(reader, from + i);
                }
            }
        }

        private long micros(ColumnReader reader, int i) {
            if (logical instanceof LogicalType.TimestampType stamp) {
                long value = reader.getLongs()[i];
                return switch (stamp.unit()) {
                    case MILLIS -> value * MILLI;
                    case MICROS -> value;
                    case NANOS -> Math.floorDiv(value, MILLI);
                };
            }
            return reader.getInts()[i] * DAY_MICROS;
        }

        private double number(ColumnReader reader, int i) {
            if (logical instanceof LogicalType.DecimalType decimal) {
                return new BigDecimal(unscaled(reader, i), decimal.scale()).doubleValue();
            }
            return switch (type) {
                case BOOLEAN -> reader.getBooleans()[i] ? 1 : 0;
                case INT32 -> reader.getInts()[i];
                case INT64 -> reader.getLongs()[i];
                case FLOAT -> reader.getFloats()[i];
                case DOUBLE -> reader.getDoubles()[i];
                case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> Double.NaN;
            };
        }

        private BigInteger unscaled(ColumnReader reader, int i) {
            return switch (type) {
                case INT32 -> BigInteger.valueOf(reader.getInts()[i]);
                case INT64 -> BigInteger.valueOf(reader.getLongs()[i]);
                default -> new BigInteger(reader.getBinaries()[i]);
            };
        }
    }
}
