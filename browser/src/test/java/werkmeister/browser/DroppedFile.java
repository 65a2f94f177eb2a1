package werkmeister.browser;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A file as a German plant's historian gives it, with what goes wrong in such files: a meter, a
 * sensor that hangs, a machine that stands at night, texts among the numbers, a gap.
 */
final class DroppedFile {
    private static final int ROWS = 4320;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm:ss");

    private DroppedFile() {}

    static Path write(Path file) throws IOException {
        var random = new SplittableRandom(9);
        var start = LocalDateTime.of(2026, 2, 2, 0, 0);
        List<String> lines = new ArrayList<>();
        lines.add(
                "Zeit;Systemdruck [bar];Öltemperatur [°C];Motorstrom"
                        + " [A];Zykluszähler;Vorsteuerdruck [bar]");
        for (int row = 0; row < ROWS; row++) {
            LocalDateTime at = start.plusMinutes(row < 3000 ? row : row + 600L);
            boolean stands = at.getHour() < 5;
            double load = Math.sin(row / 180.0);
            String pressure =
                    row == 1700
                            ? "Störung"
                            : number(stands ? 0 : 184 + 5 * load + random.nextDouble(3));
            lines.add(
                    String.join(
                            ";",
                            at.format(TIME),
                            pressure,
                            number(44 + 6 * load + random.nextDouble()),
                            number(
                                    stands
                                            ? 0
                                            : row == 2500
                                                    ? 950
                                                    : 70 + 8 * load + random.nextDouble(4)),
                            Integer.toString(120_000 + row * 5),
                            number(row > 3400 && row < 3900 ? 61.5 : 60 + random.nextDouble(4))));
        }
        Files.write(file, lines, Charset.forName("windows-1252"));
        return file;
    }

    private static String number(double value) {
        return String.format(Locale.GERMANY, "%.2f", value);
    }
}
