package werkmeister.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class ConsoleFileTest {
    private static final Path BUILT = Path.of("../console/dist");

    @Test
    void namesEveryFileThatTheConsolesBuildMade() throws IOException {
        try (var built = Files.list(BUILT)) {
            assertThat(ConsoleFile.ALL)
                    .extracting(ConsoleFile::name)
                    .containsExactlyInAnyOrderElementsOf(
                            built.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void hasTheBytesOfEachInTheJar() throws IOException {
        for (ConsoleFile file : ConsoleFile.ALL) {
            assertThat(file.bytes()).isEqualTo(Files.readAllBytes(BUILT.resolve(file.name())));
        }
    }

    @Test
    void opensWithTheStartPageAndKnowsNothingElse() {
        assertThat(ConsoleFile.named("")).contains(ConsoleFile.START);
        assertThat(ConsoleFile.named("console.js")).isPresent();
        assertThat(ConsoleFile.named("../console.js")).isEmpty();
        assertThat(ConsoleFile.named("package.json")).isEmpty();
    }

    /**
     * What the policy forbids must not be in the page: it would be dead without anyone noticing.
     */
    @Test
    void hasNoScriptOrStyleInThePageItself() {
        var page = new String(ConsoleFile.START.bytes(), StandardCharsets.UTF_8);
        assertThat(page).contains("<script type=\"module\"").doesNotContain("<style");
        assertThat(page).doesNotContainPattern("<script[^>]*>[^<]").doesNotContain(" style=");
        assertThat(page).doesNotContain("http://").doesNotContain("https://");
    }
}
