package werkmeister.learning.evaluate;

import werkmeister.learning.evaluate.Backtest.Series;
import werkmeister.plant.store.SampleTable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads the benchmark files, which lie outside of the project. */
final class RealFiles {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private RealFiles() {}

    static Optional<Path> folder(String name) {
        String configured = System.getenv("WERKMEISTER_DATA");
        Path path =
                Path.of(configured == null ? "../../shared/datasets" : configured).resolve(name);
        return Files.isDirectory(path) ? Optional.of(path) : Optional.empty();
    }

    /** The 34 labelled runs of SKAB, 400 rows to train on. */
    static List<Series> skab(Path folder) {
        var all = new ArrayList<Series>();
        for (String group : List.of("valve1", "valve2", "other")) {
            for (Path file : files(folder.resolve("data").resolve(group))) {
                List<String[]> rows = rows(file, ";");
                String[] head = rows.getFirst();
                double[][] columns = new double[8][rows.size() - 1];
                boolean[] labels = new boolean[rows.size() - 1];
                long[] times = new long[labels.length];
                for (int row = 0; row < labels.length; row++) {
                    String[] cells = rows.get(row + 1);
                    times[row] = micros(cells[0]);
                    for (int i = 0; i < 8; i++) {
                        columns[i][row] = Double.parseDouble(cells[i + 1]);
                    }
                    labels[row] = cells[9].startsWith("1");
                }
                var table = new SampleTable(times, List.of(head).subList(1, 9), columns);
                all.add(
                        new Series(
                                group + "/" + file.getFileName(), table, Optional.of(labels), 400));
            }
        }
        return all;
    }

    /** A series of NAB with its labelled windows; the first 15 % are trained on. */
    static List<Series> nab(Path folder) {
        var all = new ArrayList<Series>();
        String windows = read(folder.resolve("labels/combined_windows.json"));
        for (Path file : files(folder.resolve("data/realKnownCause"))) {
            List<String[]> rows = rows(file, ",");
            double[][] columns = new double[1][rows.size() - 1];
            long[] times = new long[rows.size() - 1];
            for (int row = 0; row < times.length; row++) {
                times[row] = micros(rows.get(row + 1)[0]);
                columns[0][row] = Double.parseDouble(rows.get(row + 1)[1]);
            }
            boolean[] labels = labels(windows, file.getFileName().toString(), times);
            var table = new SampleTable(times, List.of("value"), columns);
            int train = (int) (0.15 * times.length);
            all.add(new Series(file.getFileName().toString(), table, Optional.of(labels), train));
        }
        return all;
    }

    private static boolean[] labels(String windows, String file, long[] times) {
        boolean[] labels = new boolean[times.length];
        int at = windows.indexOf("realKnownCause/" + file);
        String part =
                windows.substring(
                        at,
                        windows.indexOf("]\n    ]", at) < 0
                                ? windows.length()
                                : windows.indexOf("]\n    ]", at));
        var stamps = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d)").matcher(part);
        while (stamps.find()) {
            long from = micros(stamps.group(1));
            stamps.find();
            long to = micros(stamps.group(1));
            for (int row = 0; row < times.length; row++) {
                labels[row] |= times[row] >= from && times[row] <= to;
            }
        }
        return labels;
    }

    /** A file of the Tennessee Eastman process; d00 is transposed. */
    static SampleTable tep(Path file) {
        double[][] numbers =
                read(file)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .map(line ->
                                Arrays.stream(line.split("\\s+"))
                                        .mapToDouble(Double::parseDouble)
                                        .toArray())
                        .toArray(double[][]::new);
        boolean transposed = numbers.length == 52;
        int rows = transposed ? numbers[0].length : numbers.length;
        double[][] columns = new double[52][rows];
        for (int i = 0; i < 52; i++) {
            for (int row = 0; row < rows; row++) {
                columns[i][row] = transposed ? numbers[i][row] : numbers[row][i];
            }
        }
        long[] times = IntStream.range(0, rows).mapToLong(row -> row * 180_000_000L).toArray();
        List<String> signals =
                IntStream.rangeClosed(1, 52)
                        .mapToObj(i -> i <= 41 ? "xmeas" + i : "xmv" + (i - 41))
                        .toList();
        return new SampleTable(times, signals, columns);
    }

    private static List<Path> files(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted(
                            Comparator.comparing((Path f) -> f.getFileName().toString().length())
                                    .thenComparing(Path::getFileName))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String[]> rows(Path file, String separator) {
        return read(file).lines().map(line -> line.split(separator)).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long micros(String text) {
        return LocalDateTime.parse(text.substring(0, 19), TIME).toEpochSecond(ZoneOffset.UTC)
                * 1_000_000;
    }
}
