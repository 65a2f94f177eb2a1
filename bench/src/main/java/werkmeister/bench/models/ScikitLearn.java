package werkmeister.bench.models;

import werkmeister.bench.harness.Bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** scikit-learn in a process of its own, where Python 3 has it (Debian: python3-sklearn). */
final class ScikitLearn {
    private static final String PYTHON = "/usr/bin/python3";

    private ScikitLearn() {}

    /**
     * What it said.
     *
     * @param values a class, a number, or 1 for an outlier, row by row
     */
    @SuppressWarnings("ArrayRecordComponent") // Numbers are handed on, never compared as a value.
    record Answer(String model, double[] values, double seconds, double megabytes) {
        Outcome.Peer effort() {
            return new Outcome.Peer("scikit-learn " + model, seconds, megabytes);
        }
    }

    /** Tells a class of every row, by models that had not seen its fold. */
    static Optional<Answer> classify(String model, int[] folds, int[] truth, double[][] columns) {
        return answer("classify", model, asDoubles(folds), asDoubles(truth), columns);
    }

    /** Tells a number of every row that is not trained on. */
    static Optional<Answer> regress(
            String model, double[] trained, double[] truth, double[][] columns) {
        return answer("regress", model, trained, truth, columns);
    }

    /** Tells the outliers among the rows of each series that are not trained on. */
    static Optional<Answer> detect(
            String model, double[] series, double[] trained, double[][] columns) {
        return answer("detect", model, series, trained, columns);
    }

    /** How far each model was off, by its name. */
    static Map<String, Double> errors(List<Answer> answers, ToDoubleFunction<double[]> of) {
        var errors = new TreeMap<String, Double>();
        answers.forEach(answer -> errors.put(answer.model(), of.applyAsDouble(answer.values())));
        return errors;
    }

    private static double[] asDoubles(int[] numbers) {
        return Arrays.stream(numbers).asDoubleStream().toArray();
    }

    private static Optional<Answer> answer(
            String task, String model, double[] first, double[] second, double[][] columns) {
        try {
            if (!isThere()) {
                return Optional.empty();
            }
            Path folder = Files.createTempDirectory("werkmeister-peer");
            try {
                return Optional.of(asked(folder, task, model, first, second, columns));
            } finally {
                Bench.remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isThere() throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(PYTHON))) {
            return false;
        }
        return new ProcessBuilder(PYTHON, "-c", "import sklearn")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static Answer asked(
            Path folder,
            String task,
            String model,
            double[] first,
            double[] second,
            double[][] columns)
            throws IOException, InterruptedException {
        Path script = folder.resolve("peer.py");
        try (InputStream text = ScikitLearn.class.getResourceAsStream("peer.py")) {
            if (text == null) {
                throw new IOException("The script of the peer is missing.");
            }
            Files.copy(text, script);
        }
        Path source = folder.resolve("in.csv");
        write(source, first, second, columns);
        Path target = folder.resolve("out.csv");
        Process process =
                new ProcessBuilder(
                                PYTHON,
                                script.toString(),
                                task,
                                model,
                                source.toString(),
                                target.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("The peer failed: " + said);
        }
        String[] effort = said.strip().split(" ");
        double[] values =
                Files.readAllLines(target).stream().mapToDouble(Double::parseDouble).toArray();
        return new Answer(
                model, values, Double.parseDouble(effort[0]), Double.parseDouble(effort[1]) / 1e3);
    }

    private static void write(Path target, double[] first, double[] second, double[][] columns)
            throws IOException {
        try (var out = Files.newBufferedWriter(target)) {
            for (int row = 0; row < first.length; row++) {
                out.write(first[row] + "," + second[row]);
                for (double[] column : columns) {
                    out.write("," + (Double.isNaN(column[row]) ? "nan" : column[row]));
                }
                out.write('\n');
            }
        }
    }
}
