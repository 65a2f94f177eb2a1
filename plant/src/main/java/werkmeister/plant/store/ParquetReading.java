package werkmeister.plant.store;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.ColumnSchema;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads the bytes of one of the store's files back into a table; a signal that the file lacks is
 * missing throughout.
 */
final class ParquetReading {
    /** Held here, because a logger that nobody holds forgets its level. */
    private static final Logger LIBRARY = Logger.getLogger("dev.hardwood");

    static {
        LIBRARY.setLevel(Level.WARNING);
    }

    private ParquetReading() {}

    static SampleTable table(byte[] bytes, List<String> signals) throws IOException {
        try (var file = open(bytes)) {
            int rows = Math.toIntExact(file.getFileMetaData().numRows());
            var names =
                    file.getFileSchema().getColumns().stream().map(ParquetReading::name).toList();
            var columns = new double[signals.size()][];
            for (int i = 0; i < columns.length; i++) {
                int at = names.subList(1, names.size()).indexOf(signals.get(i)) + 1;
                columns[i] = at == 0 ? missing(rows) : doubles(file, at, rows);
            }
            return new SampleTable(times(file, rows), signals, columns);
        }
    }

    /** The signals of the file, in its order. */
    static List<String> signals(byte[] bytes) throws IOException {
        try (var file = open(bytes)) {
            return file.getFileSchema().getColumns().stream()
                    .skip(1)
                    .map(ParquetReading::name)
                    .toList();
        }
    }

    private static ParquetFileReader open(byte[] bytes) throws IOException {
        return open(InputFile.of(ByteBuffer.wrap(bytes)));
    }

    static ParquetFileReader open(InputFile file) throws IOException {
        return ParquetFileReader.open(file);
    }

    /** The whole name: a dot in it does not mean a nested field here. */
    private static String name(ColumnSchema column) {
        return String.join(".", column.fieldPath().elements());
    }

    private static double[] missing(int rows) {
        var column = new double[rows];
        Arrays.fill(column, Double.NaN);
        return column;
    }

    private static long[] times(ParquetFileReader file, int rows) {
        var times = new long[rows];
        try (ColumnReader reader = file.columnReader(0)) {
            for (int at = 0; reader.nextBatch(); at += reader.getRecordCount()) {
                System.arraycopy(reader.getLongs(), 0, times, at, reader.getRecordCount());
            }
        }
        return times;
    }

    private static double[] doubles(ParquetFileReader file, int column, int rows) {
        ColumnSchema schema = file.getFileSchema().getColumn(column);
        if (schema.fieldPath().elements().getFirst().indexOf('.') < 0) {
            try (ColumnReader reader = file.columnReader(column)) {
                return doubles(reader, reader::nextBatch, rows);
            }
        }
        // The library takes a dot in a single column's name for a path; reading all columns avoids
        // looking it up.
        try (ColumnReaders all = file.columnReaders(ColumnProjection.all())) {
            return doubles(all.getColumnReader(column), all::nextBatch, rows);
        }
    }

    private static double[] doubles(ColumnReader reader, BooleanSupplier nextBatch, int rows) {
        var values = new double[rows];
        int count;
        for (int at = 0; nextBatch.getAsBoolean(); at += count) {
            count = reader.getRecordCount();
            System.arraycopy(reader.getDoubles(), 0, values, at, count);
            var validity = reader.getLeafValidity();
            for (int i = validity.nextNull(0, count);
                    i >= 0 && i < count;
                    i = validity.nextNull(i + 1, count)) {
                values[at + i] = Double.NaN;
            }
        }
        return values;
    }
}
