package werkmeister.simulator.press;

import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.ParquetTable;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.TimeSpan;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Writes a line's time as the files that a plant would export. */
public final class PressFiles {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** One written file. */
    public record Exported(MachineId machine, Path file, TimeSpan span, long rows) {}

    private PressFiles() {}

    /**
     * Writes the whole history into a folder, a file per machine and year; tells of each file when
     * it is done. The last press has a younger logger than the others: it writes Parquet.
     */
    public static List<Exported> export(PressLine line, Path folder, Consumer<Exported> done)
            throws IOException {
        Files.createDirectories(folder);
        var files = new ArrayList<Exported>();
        for (var machine : line.machines()) {
            for (int year = 0; year < line.settings().years(); year++) {
                var from = line.settings().start().plusYears(year);
                var span = new TimeSpan(midnight(from), midnight(from.plusYears(1)));
                boolean young = machine.equals(line.machines().getLast());
                var name = machine + "_" + from.getYear() + (young ? ".parquet" : ".csv");
                var file = folder.resolve(name);
                long rows =
                        young
                                ? writeParquet(line, machine, span, file)
                                : writeGermanCsv(line, machine, span, file);
                var exported = new Exported(machine, file, span, rows);
                files.add(exported);
                done.accept(exported);
            }
        }
        return files;
    }

    /**
     * Writes a span as a German historian does: UTF-8 with byte order mark, semicolons, decimal
     * commas, local time without offset (an hour in autumn stands there twice), units in the head,
     * Windows line ends, nothing where a value is missing.
     *
     * @return rows written
     */
    public static long writeGermanCsv(PressLine line, MachineId machine, TimeSpan span, Path file)
            throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            out.write((BYTE_ORDER_MARK + head()).getBytes(StandardCharsets.UTF_8));
            var writer = new GermanRows(out);
            line.rows(machine, span, writer);
            return writer.rows();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Writes a span as a Parquet file: a timestamp in UTC, a column a signal with its unit in the
     * name.
     *
     * @return rows written
     */
    public static long writeParquet(PressLine line, MachineId machine, TimeSpan span, Path file)
            throws IOException {
        var table = line.table(machine, span);
        var headers = Arrays.stream(Quantity.values()).map(Quantity::header).toList();
        ParquetTable.write(new SampleTable(table.times(), headers, table.columns()), file);
        return table.rows();
    }

    private static String head() {
        return Arrays.stream(Quantity.values())
                .map(Quantity::header)
                .collect(Collectors.joining(";", "Zeitstempel;", "\r\n"));
    }

    private static Instant midnight(LocalDate date) {
        return date.atStartOfDay(PressLine.ZONE).toInstant();
    }
}
