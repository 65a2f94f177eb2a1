package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What docs/files.md shows is understood as it says. */
class FilesPageTest {
    private static final Pattern SAMPLE =
            Pattern.compile("```csv (\\w+)\\n(.*?)```", Pattern.DOTALL);

    @TempDir Path folder;

    @Test
    void everySampleStandsAsThePageSays() throws IOException {
        var samples = SAMPLE.matcher(Files.readString(Path.of("../docs/files.md")));
        var layouts = new TreeSet<String>();
        while (samples.find()) {
            Path file = Files.writeString(folder.resolve("sample.csv"), samples.group(2));

            var understood = Ingest.understand(file, ReadOptions.guess());

            layouts.add(samples.group(1));
            assertThat(understood.format().layout())
                    .as(samples.group(2))
                    .isEqualTo(samples.group(1));
            assertThat(understood.rejectedTotal()).as(samples.group(2)).isZero();
        }
        assertThat(layouts).containsExactly("cycles", "long", "rows", "runs", "wide");
    }
}
