package werkmeister.cli.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Random;

/** Writes small files of lives, cycles and loads as strangers bring them. */
public final class TrialFilesMade {
    private TrialFilesMade() {}

    /** Lives of machines, without a header and blank separated: machine, cycle, three signals. */
    public static Path lives(Path file, int machines, long seed, int cutAtMost) throws IOException {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (int m = 1; m <= machines; m++) {
            int life = 60 + random.nextInt(60);
            int last = life - (cutAtMost == 0 ? 0 : 1 + random.nextInt(cutAtMost));
            for (int t = 1; t <= last; t++) {
                double wear = Math.exp(-(life - t) / 20.0);
                text.append(
                        String.format(
                                Locale.ROOT,
                                "%d %d %.3f %.3f %.3f%n",
                                m,
                                t,
                                20 + 3 * wear + 0.2 * random.nextGaussian(),
                                5 - wear + 0.1 * random.nextGaussian(),
                                random.nextGaussian()));
            }
        }
        return Files.writeString(file, text);
    }

    /** Parts with their quality; a column that tells it away, and one that numbers the parts. */
    public static Path parts(Path file, int parts, long seed) throws IOException {
        var random = new Random(seed);
        var text = new StringBuilder("part,force,heat,product,rework,quality\n");
        for (int i = 1; i <= parts; i++) {
            double force = 100 + 10 * random.nextGaussian();
            double heat = 40 + 5 * random.nextGaussian();
            boolean bad = force > 112 || heat < 34;
            text.append(
                    String.format(
                            Locale.ROOT,
                            "P%05d,%.2f,%.2f,%s,%d,%s%n",
                            i,
                            force,
                            heat,
                            i % 3 == 0 ? "lid" : "body",
                            bad && random.nextInt(4) > 0 ? 1 : 0,
                            bad ? "scrap" : "good"));
        }
        return Files.writeString(file, text);
    }

    /** Cycles of twelve rows each, whose fault shows in the shape of the force. */
    public static Path cycles(Path file, int cycles, long seed) throws IOException {
        var random = new Random(seed);
        var text = new StringBuilder("cycle,force,temperature,fault\n");
        for (int c = 1; c <= cycles; c++) {
            boolean late = random.nextInt(3) == 0;
            for (int t = 0; t < 12; t++) {
                double peak = Math.exp(-Math.pow(t - (late ? 8 : 4), 2) / 4.0);
                text.append(
                        String.format(
                                Locale.ROOT,
                                "%d,%.3f,%.3f,%s%n",
                                c,
                                50 * peak + random.nextGaussian(),
                                60 + random.nextGaussian(),
                                late ? "late" : "none"));
            }
        }
        return Files.writeString(file, text);
    }

    /** A load that repeats itself every day, a row an hour. */
    public static Path load(Path file, int hours, long seed) throws IOException {
        var random = new Random(seed);
        var text = new StringBuilder("time,load,oil\n");
        var start = LocalDateTime.of(2026, 1, 5, 0, 0);
        for (int t = 0; t < hours; t++) {
            double day = Math.sin(2 * Math.PI * t / 24);
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%s:00,%.3f,%.3f%n",
                            start.plusHours(t),
                            100 + 20 * day + random.nextGaussian(),
                            60 + 5 * day + 0.5 * random.nextGaussian()));
        }
        return Files.writeString(file, text);
    }
}
