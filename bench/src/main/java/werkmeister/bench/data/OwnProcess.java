package werkmeister.bench.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a class of the benchmark in a process of its own, so that its memory is its own. */
final class OwnProcess {
    private OwnProcess() {}

    /**
     * What it said.
     *
     * @param heap such as -Xmx1200m
     */
    static String said(String heap, Class<?> main, Path... arguments)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                heap,
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main.getName()));
        for (Path argument : arguments) {
            command.add(argument.toString());
        }
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(
                    "The process of %s failed: %s".formatted(main.getSimpleName(), said));
        }
        return said.strip();
    }
}
