package werkmeister.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Random;

class SqliteJournalTest extends JournalContract {
    @Override
    Optional<String> database() {
        return Optional.empty();
    }

    @Override
    Connection sql() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + data.resolve("journal.db"));
    }

    /** Flips single bits in the file itself: whatever they hit, no answer is silently different. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void findsFlippedBitsInTheFileOrIsNotTouchedByThem(long seed, @TempDir Path folder)
            throws IOException {
        var original = data.resolve("journal.db");
        try (var journal = open()) {
            journal.append(drafts(1, 400));
        }
        var bytes = Files.readAllBytes(original);
        var random = new Random(seed);
        int found = 0;
        for (int i = 0; i < 60; i++) {
            int bit = random.nextInt(8 * bytes.length);
            var flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            var copy = Files.createDirectory(folder.resolve("bit-" + i));
            Files.write(copy.resolve("journal.db"), flipped);
            found += foundOrHarmless(copy, bit) ? 1 : 0;
        }
        System.out.printf(
                "bit flips, seed %d: %d of 60 found, the others changed nothing%n", seed, found);
        assertThat(found).isGreaterThan(30);
    }

    private static boolean foundOrHarmless(Path copy, int bit) {
        try (var journal = Journals.open(copy, Optional.empty(), CLOCK)) {
            if (!journal.verify().ok()) {
                return true;
            }
            var entries = replayed(journal, 0);
            assertThat(entries).as("bit %d", bit).hasSize(400);
            for (int i = 1; i <= 400; i++) {
                var entry = entries.get(i - 1);
                var draft = draft(i);
                assertThat(entry.payload()).as("bit %d", bit).isEqualTo(draft.payload());
                assertThat(entry.at()).as("bit %d", bit).isEqualTo(draft.at());
                assertThat(entry.tenant()).as("bit %d", bit).isEqualTo(draft.tenant());
            }
            assertThat(journal.read(0, 400, Optional.of("press-shop")))
                    .as("bit %d", bit)
                    .hasSize(200);
            return false;
        } catch (Refusal refusal) {
            assertThat(refusal).as("bit %d", bit).hasMessageContaining(copy.toString());
            return true;
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsNamed() throws IOException {
        Files.writeString(
                data.resolve("journal.db"),
                "this is not a database, but long enough to be read as one".repeat(99));
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(this::open)
                .withMessageContaining(data.resolve("journal.db").toString())
                .withMessageContaining("damaged");
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        var file = Files.writeString(data.resolve("file"), "");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Journals.open(file.resolve("data"), Optional.empty(), CLOCK))
                .withMessageContaining("(%s)".formatted(file.resolve("data")));
    }

    @Test
    void leavesNoLogFileBehindWhenItIsClosed() {
        try (var journal = open()) {
            journal.append(drafts(1, 100));
            assertThat(journal.read(0, 1, Optional.empty())).hasSize(1);
        }
        assertThat(data.resolve("journal.db-wal")).doesNotExist();
    }
}
