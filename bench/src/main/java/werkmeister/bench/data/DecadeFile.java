package werkmeister.bench.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * A CSV file as a historian exports it: a row a minute, a hundred signals of one to three decimals.
 * Most wander, every seventh goes with the day, one reading in five hundred is missing. The same
 * rows give the same bytes.
 */
final class DecadeFile {
    static final int SIGNALS = 100;

    private static final long SEED = 1;
    private static final Instant START = Instant.parse("2016-01-01T00:00:00Z");
    private static final int MISSING_ONE_IN = 500;
    private static final int DAY = 1_440;
    private static final int TOLD_EVERY = 50_000;
    private static final int[] POWERS = {1, 10, 100, 1_000};

    private final byte[] line = new byte[32 + SIGNALS * 12];
    private int at;

    private DecadeFile() {}

    static void write(Path file, int rows, IntConsumer progress) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            var header = new StringBuilder("time");
            for (int signal = 0; signal < SIGNALS; signal++) {
                header.append(",s").append(signal);
            }
            out.write(header.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
            new DecadeFile().rows(out, rows, progress);
        }
    }

    private void rows(OutputStream out, int rows, IntConsumer progress) throws IOException {
        var random = new SplittableRandom(SEED);
        var values = new int[SIGNALS];
        for (int signal = 0; signal < SIGNALS; signal++) {
            values[signal] = 1_000 + signal * 37;
        }
        for (int row = 0; row < rows; row++) {
            at = 0;
            String time = START.plusSeconds(60L * row).toString();
            for (int i = 0; i < time.length(); i++) {
                line[at++] = (byte) time.charAt(i);
            }
            int day = (int) (500 + 400 * Math.sin(2 * Math.PI * row / DAY));
            for (int signal = 0; signal < SIGNALS; signal++) {
                values[signal] =
                        signal % 7 == 0
                                ? day + random.nextInt(20)
                                : Math.max(0, values[signal] + random.nextInt(-2, 3));
                line[at++] = ',';
                if (random.nextInt(MISSING_ONE_IN) > 0) {
                    number(values[signal], signal % 3 + 1);
                }
            }
            line[at++] = '\n';
            out.write(line, 0, at);
            if (row % TOLD_EVERY == 0) {
                progress.accept(row);
            }
        }
    }

    private void number(int value, int decimals) {
        int whole = value / POWERS[decimals];
        int length = 1;
        for (int rest = whole / 10; rest > 0; rest /= 10) {
            length++;
        }
        digits(whole, length);
        line[at++] = '.';
        digits(value % POWERS[decimals], decimals);
    }

    private void digits(int value, int length) {
        int rest = value;
        for (int i = length - 1; i >= 0; i--) {
            line[at + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        at += length;
    }
}
