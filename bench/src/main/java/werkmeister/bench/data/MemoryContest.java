package werkmeister.bench.data;

import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Contest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The most memory that a process of its own holds while it imports the file, in MiB. */
record MemoryContest(Decade decade) implements Contest {
    private static final double KIB_PER_MIB = 1024;

    /** What a small server has; the rest of the limit is for what is not Java's heap. */
    private static final String HEAP = "-Xmx1200m";

    @Override
    public Lap lap() throws Exception {
        Path folder = decade.folder().resolve("alone");
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Importing.class.getName(),
                        decade.csv().toString(),
                        folder.toString());
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("The importing process failed: " + told);
        }
        Bench.remove(folder);
        return Lap.alone(Long.parseLong(told.strip()) / KIB_PER_MIB);
    }
}
