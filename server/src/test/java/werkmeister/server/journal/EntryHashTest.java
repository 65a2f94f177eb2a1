package werkmeister.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.server.journal.Journal.Draft;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The layout of docs/journal.md: auditors recompute these hashes, so they never change. */
class EntryHashTest {
    @TempDir Path data;

    private static final List<Draft> DRAFTS =
            List.of(
                    new Draft(
                            Instant.parse("2026-11-24T08:15:30.123456789Z"),
                            "",
                            "system",
                            "SiteOpened",
                            "{\"site\":\"Hof\"}"),
                    new Draft(
                            Instant.parse("1969-07-20T20:17:40Z"),
                            "press-shop",
                            "Jürgen Groß",
                            "Größe",
                            "{\"µ\":\"🏭\"}"));

    @Test
    void fixedEntriesHaveFixedHashes() {
        try (var journal = Journals.open(data, Optional.empty(), JournalContract.CLOCK)) {
            assertThat(journal.append(DRAFTS).stream().map(entry -> entry.hash().value()))
                    .containsExactly(
                            "4c7d25aad4f54b17c60614678d4f6cf99d67534418a1b263fc0f41e22d807249",
                            "048d8bf77293c0fc444879f14cd41b44ea916874c8d0fb287cb976311fac2c45");
        }
    }

    @Test
    void theSampleInTheDocumentRecomputesThem()
            throws IOException, SQLException, InterruptedException {
        assumeTrue(
                python("--version").exit == 0,
                "python3 is missing: the sample of docs/journal.md is not run");
        var sample = Files.writeString(data.resolve("verify.py"), sample());
        var file = data.resolve("journal.db").toString();
        try (var journal = Journals.open(data, Optional.empty(), JournalContract.CLOCK)) {
            journal.append(DRAFTS);
            assertThat(python(sample.toString(), file))
                    .isEqualTo(new Answer(0, "2 entries, head " + journal.head().value()));
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("UPDATE journal_entry SET actor = 'Otto' WHERE sequence = 2");
        }
        assertThat(python(sample.toString(), file))
                .isEqualTo(new Answer(1, "entry 2 is not what was written"));
    }

    private static String sample() throws IOException {
        var document = Files.readString(Path.of("../docs/journal.md"));
        var block = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL).matcher(document);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private record Answer(int exit, String text) {}

    private static Answer python(String... arguments) throws InterruptedException {
        var command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), text.strip());
        } catch (IOException e) {
            return new Answer(127, e.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\uD83C", "\uDFED", "a\uDFED\uD83C"})
    void textWithoutAUtf8FormIsRefused(String text) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> new Draft(Instant.EPOCH, "", "anna", "Type", text))
                .withMessageContaining("payload")
                .withMessageContaining("U+");
    }

    @Test
    void aTimeBeyondMicrosecondsIsRefused() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> new Draft(Instant.MAX, "", "anna", "Type", "{}"))
                .withMessageContaining(Instant.MAX.toString());
    }
}
