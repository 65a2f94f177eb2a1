package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hostile corpus as a whole: every file is named, with what must become of it, in {@code
 * hostile-corpus.txt}; and all of them are read one after the other in a process of little memory.
 */
class HostileCorpusTest {
    private static final int FEWEST = 250;

    /** Guards against endless loops only: all files together take a minute or two. */
    private static final int MINUTES = 30;

    @TempDir Path folder;

    static Stream<Specimen> all() {
        return Stream.of(
                        HostileSeparatorsTest.specimens(),
                        HostileEncodingsTest.specimens(),
                        HostileNumbersTest.specimens(),
                        HostileTimesTest.specimens(),
                        HostileLayoutsTest.specimens(),
                        HostileBytesTest.specimens(),
                        HostileSizesTest.specimens())
                .flatMap(specimens -> specimens);
    }

    @Test
    void everyFileIsListedWithWhatMustBecomeOfIt() {
        List<String> listed = all().map(Specimen::toString).toList();

        assertThat(listed).hasSizeGreaterThanOrEqualTo(FEWEST);
        assertThat(all().map(Specimen::name)).doesNotHaveDuplicates();
        assertThat(String.join("\n", listed) + "\n").isEqualTo(list());
    }

    private static String list() {
        try (var in =
                Objects.requireNonNull(
                        HostileCorpusTest.class.getResourceAsStream("/hostile-corpus.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Tag("slow")
    void noFileCrashesHangsFillsMemoryOrLeavesAnythingBehind() throws Exception {
        Path work = Files.createDirectory(folder.resolve("work"));
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Path report = folder.resolve("report.txt");
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileCorpusTest.class.getName(),
                        work.toString());

        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(report.toFile())
                        .start();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();

        List<String> lines = Files.readAllLines(report);
        assertThat(ended).as("still running after " + lines).isTrue();
        assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
        assertThat(lines.stream().filter(line -> line.endsWith(": as it must be")).count())
                .as(String.join("\n", lines))
                .isEqualTo(all().count());
        assertThat(files(work)).isEmpty();
        // The writer's native library stays unpacked, by name, until its process ends.
        assertThat(files(temporary)).isEmpty();
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile).collect(Collectors.toList());
        }
    }

    /** Examines every file in the folder that is named, or prints the list where none is. */
    static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            all().forEach(IO::println);
            return;
        }
        var bad = new ArrayList<String>();
        for (Specimen specimen : all().toList()) {
            String complaints = Examination.of(specimen, Path.of(arguments[0]));
            IO.println(
                    specimen.name()
                            + (complaints.isEmpty() ? ": as it must be" : ":\n" + complaints));
            if (!complaints.isEmpty()) {
                bad.add(specimen.name());
            }
        }
        if (!bad.isEmpty()) {
            throw new IllegalStateException("Not as they must be: " + bad);
        }
    }
}
