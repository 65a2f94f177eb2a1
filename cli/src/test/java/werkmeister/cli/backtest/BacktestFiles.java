package werkmeister.cli.backtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;

/** Writes small files of a machine whose pressure leaks away in its last fifth. */
public final class BacktestFiles {
    static final int ROWS = 1000;
    static final int FAULT_FROM = 801;

    private static final DateTimeFormatter GERMAN =
            DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm:ss");

    private BacktestFiles() {}

    /** With a column {@code anomaly}; comma, decimal point, a row a minute. */
    public static Path labelled(Path folder, String name, long seed) throws IOException {
        return write(folder.resolve(name), seed, true, false);
    }

    /** As a German historian writes it, without a label. */
    public static Path german(Path folder, String name, long seed) throws IOException {
        return write(folder.resolve(name), seed, false, true);
    }

    private static Path write(Path file, long seed, boolean label, boolean german)
            throws IOException {
        var random = new Random(seed);
        var text =
                new StringBuilder(
                        german
                                ? "Zeit;Druck [bar];Durchfluss [l/min];Strom [A]\n"
                                : "time,pressure,flow,current,anomaly\n");
        var start = LocalDateTime.of(2026, 3, 1, 6, 0);
        for (int row = 1; row <= ROWS; row++) {
            double load = Math.sin(row / 40.0);
            double leak = row >= FAULT_FROM ? 8 : 0;
            var time = start.plusMinutes(row - 1L);
            String cells =
                    String.format(
                            Locale.ROOT,
                            "%.3f;%.3f;%.3f",
                            200 + 5 * load - leak + 0.2 * random.nextGaussian(),
                            60 + 3 * load + leak / 2 + 0.1 * random.nextGaussian(),
                            31 + 2 * load + 0.1 * random.nextGaussian());
            if (german) {
                text.append(GERMAN.format(time)).append(';').append(cells.replace('.', ','));
            } else {
                text.append(time.format(DateTimeFormatter.ISO_LOCAL_DATE))
                        .append(' ')
                        .append(
                                time.toLocalTime()
                                        .format(
                                                DateTimeFormatter.ofPattern(
                                                        "HH:mm:ss", Locale.ROOT)))
                        .append(',')
                        .append(cells.replace(';', ','));
            }
            text.append(label ? (row >= FAULT_FROM ? ",1" : ",0") : "").append('\n');
        }
        return Files.writeString(file, text);
    }
}
