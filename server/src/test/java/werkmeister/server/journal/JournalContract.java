package werkmeister.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.server.journal.Journal.Draft;
import werkmeister.server.journal.Journal.Entry;
import werkmeister.server.journal.Journal.Snapshot;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What every journal does, whichever database keeps it. */
abstract class JournalContract {
    static final Instant NOW = Instant.parse("2026-11-24T08:15:30.123456Z");
    static final InstantSource CLOCK = InstantSource.fixed(NOW);

    @TempDir Path data;

    /** A fresh database for each test; none for the folder's own. */
    abstract Optional<String> database();

    /** Lets a test change what is stored, past the journal. */
    abstract Connection sql() throws SQLException;

    Journal open() {
        return Journals.open(data, database(), CLOCK);
    }

    static Draft draft(int i) {
        return new Draft(
                NOW.plusSeconds(i),
                i % 2 == 0 ? "" : "press-shop",
                "anna",
                "JobSubmitted",
                "{\"job\":\"job-%d\"}".formatted(i));
    }

    static List<Draft> drafts(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(JournalContract::draft).toList();
    }

    static List<Entry> replayed(Journal journal, long after) {
        var entries = new ArrayList<Entry>();
        journal.replay(after, entries::add);
        return entries;
    }

    void tamper(String statement) throws SQLException {
        try (var connection = sql();
                var change = connection.createStatement()) {
            assertThat(change.executeUpdate(statement)).as(statement).isPositive();
        }
    }

    @Test
    void numbersFromOneAndChainsEachEntryToTheOneBefore() {
        try (var journal = open()) {
            assertThat(journal.size()).isZero();
            assertThat(journal.head()).isEqualTo(Journal.GENESIS);

            var first = journal.append(drafts(1, 2));
            var second = journal.append(drafts(3, 3));

            assertThat(first).extracting(Entry::sequence).containsExactly(1L, 2L);
            assertThat(first.get(0).previous()).isEqualTo(Journal.GENESIS);
            assertThat(first.get(1).previous()).isEqualTo(first.get(0).hash());
            assertThat(second.getFirst().previous()).isEqualTo(first.get(1).hash());
            assertThat(journal.head()).isEqualTo(second.getFirst().hash());
            assertThat(journal.size()).isEqualTo(3);
        }
    }

    @Test
    void goesOnWhereItEndedAfterItWasClosed() {
        List<Entry> written = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            try (var journal = open()) {
                assertThat(replayed(journal, 0)).isEqualTo(written);
                written.addAll(journal.append(drafts(10 * i, 10 * i + 4)));
            }
        }
        try (var journal = open()) {
            assertThat(replayed(journal, 0)).isEqualTo(written).hasSize(15);
            assertThat(replayed(journal, 12)).isEqualTo(written.subList(12, 15));
            assertThat(replayed(journal, 15)).isEmpty();
            assertThat(journal.verify())
                    .isEqualTo(new Journal.Verification(15, journal.head(), Optional.empty()));
        }
    }

    @Test
    void appendingNothingChangesNothing() {
        try (var journal = open()) {
            assertThat(journal.append(List.of())).isEmpty();
            assertThat(journal.size()).isZero();
            assertThat(journal.verify().ok()).isTrue();
        }
    }

    @Test
    void readsOneTenantsEntriesInPages() {
        try (var journal = open()) {
            journal.append(drafts(1, 9));

            assertThat(journal.read(0, 3, Optional.empty()))
                    .extracting(Entry::sequence)
                    .containsExactly(1L, 2L, 3L);
            assertThat(journal.read(3, 2, Optional.of("press-shop")))
                    .extracting(Entry::sequence)
                    .containsExactly(5L, 7L);
            assertThat(journal.read(7, 9, Optional.of("")))
                    .extracting(Entry::sequence)
                    .containsExactly(8L);
            assertThat(journal.read(0, 9, Optional.of("foundry"))).isEmpty();
            assertThat(journal.read(9, 9, Optional.empty())).isEmpty();
            assertThat(journal.read(0, 9, Optional.empty())).isEqualTo(replayed(journal, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, Journal.ENTRIES_PER_READ_MAX + 1})
    void refusesToReadFewerThanOneOrTooManyEntries(int limit) {
        try (var journal = open()) {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> journal.read(0, limit, Optional.empty()))
                    .withMessageContaining("(%d)".formatted(limit));
        }
    }

    @Test
    void keepsTextToTheByteAndTimeToTheMicrosecond() {
        var texts =
                List.of(
                        "",
                        "Größe Ω 漢字 🏭",
                        "a'b\"c\\d\n\r\t",
                        "\uFFFD",
                        "x".repeat(70_000),
                        " padded ",
                        "%s ? $1 --");
        var drafts =
                texts.stream()
                        .map(text ->
                                new Draft(
                                        Instant.parse("1969-12-31T23:59:59.999999999Z"),
                                        text,
                                        text,
                                        "Type" + text,
                                        text))
                        .toList();
        List<Entry> written;
        try (var journal = open()) {
            written = journal.append(drafts);
        }
        try (var journal = open()) {
            assertThat(replayed(journal, 0)).isEqualTo(written);
            assertThat(written).extracting(Entry::payload).isEqualTo(texts);
            assertThat(written).extracting(Entry::at).containsOnly(drafts.getFirst().at());
            assertThat(journal.verify().ok()).isTrue();
        }
    }

    @Test
    void appendsALargeGroup() {
        try (var journal = open()) {
            var written = journal.append(drafts(1, 5_000));
            assertThat(replayed(journal, 0)).isEqualTo(written);
        }
    }

    @Test
    void refusesASecondWriterAndNamesWhatIsInUse() {
        try (var journal = open()) {
            journal.append(drafts(1, 1));
            var refusal = catchThrowableOfType(Refusal.class, this::open);
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT);
            assertThat(refusal)
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("already in use");
            journal.append(drafts(2, 2));
        }
        try (var journal = open()) {
            assertThat(journal.size()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE journal_entry SET payload = '{\"job\":\"job-9\"}' WHERE sequence = 4",
                "UPDATE journal_entry SET tenant = 'foundry' WHERE sequence = 4",
                "UPDATE journal_entry SET tenant = 'press-', actor = 'shopanna' WHERE sequence = 4",
                "UPDATE journal_entry SET actor = 'otto' WHERE sequence = 4",
                "UPDATE journal_entry SET type = 'JobCancelled' WHERE sequence = 4",
                "UPDATE journal_entry SET at_micros = at_micros + 1 WHERE sequence = 4",
                "UPDATE journal_entry SET hash = previous WHERE sequence = 4",
                "UPDATE journal_entry SET previous = hash WHERE sequence = 4",
                "DELETE FROM journal_entry WHERE sequence = 4",
                "UPDATE journal_entry SET sequence = 40 WHERE sequence = 4",
                "DELETE FROM journal_entry WHERE sequence BETWEEN 4 AND 6",
            })
    void findsWhatWasChangedBehindItsBackAndNamesTheEntry(String change) throws SQLException {
        try (var journal = open()) {
            journal.append(drafts(1, 8));
        }
        tamper(change);
        Throwable found;
        try (var journal = open()) {
            var broken = journal.verify();
            assertThat(broken.ok()).isFalse();
            assertThat(broken.events()).isEqualTo(3);
            assertThat(broken.firstBreak().orElseThrow().sequence()).isEqualTo(4);
            found = catchThrowableOfType(Refusal.class, () -> replayed(journal, 0));
        } catch (Refusal atOpening) {
            found = atOpening;
        }
        assertThat(found)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> {
                            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CORRUPT);
                            assertThat(refusal)
                                    .hasMessageContaining("journal (")
                                    .hasMessageContaining("entry (4");
                        });
    }

    @Test
    void aPageOfTheAuditTrailNeverShowsAChangedEntry() throws SQLException {
        try (var journal = open()) {
            journal.append(drafts(1, 8));
        }
        tamper("UPDATE journal_entry SET payload = '{}' WHERE sequence = 5");
        try (var journal = open()) {
            assertThat(journal.read(5, 3, Optional.empty())).hasSize(3);
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> journal.read(3, 3, Optional.of("press-shop")))
                    .withMessageContaining("entry (5)");
        }
    }

    @Test
    void keepsTheTwoNewestSnapshotsAndPassesOverABrokenOne() throws IOException {
        try (var journal = open()) {
            assertThat(journal.snapshot()).isEmpty();
            for (int i = 1; i <= 3; i++) {
                var last = journal.append(drafts(10 * i, 10 * i + 9)).getLast();
                journal.keep(new Snapshot(last.sequence(), last.hash(), bytes("state " + i)));
            }
        }
        var files = filesOf(data.resolve("snapshots"));
        assertThat(files).hasSize(2);
        try (var journal = open()) {
            assertSnapshot(journal, 30, "state 3");
        }

        var newest = Files.readAllBytes(files.getLast());
        newest[newest.length / 2] ^= 1;
        Files.write(files.getLast(), newest);
        try (var journal = open()) {
            assertSnapshot(journal, 20, "state 2");
        }

        Files.write(files.getFirst(), new byte[0]);
        try (var journal = open()) {
            assertThat(journal.snapshot()).isEmpty();
            assertThat(replayed(journal, 0)).hasSize(30);
        }
    }

    private static void assertSnapshot(Journal journal, long sequence, String state) {
        var snapshot = journal.snapshot().orElseThrow();
        assertThat(snapshot.sequence()).isEqualTo(sequence);
        assertThat(snapshot.state()).isEqualTo(bytes(state));
        assertThat(replayed(journal, sequence)).hasSize((int) (30 - sequence));
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aSnapshotProvesThatLastEntriesWereTakenAway() throws SQLException {
        try (var journal = open()) {
            var last = journal.append(drafts(1, 8)).getLast();
            journal.keep(new Snapshot(last.sequence(), last.hash(), bytes("state")));
        }
        tamper("DELETE FROM journal_entry WHERE sequence > 6");
        try (var journal = open()) {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(journal::snapshot)
                    .withMessageContaining("ends at entry (6)")
                    .withMessageContaining("after entry (8)");
        }
    }

    @Test
    void aSnapshotOfAnotherHistoryIsRefused() {
        try (var journal = open()) {
            journal.append(drafts(1, 8));
            var stranger = new Snapshot(8, Sha256.of("another history"), bytes("state"));
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> journal.keep(stranger))
                    .withMessageContaining("another history");
            assertThat(journal.snapshot()).isEmpty();
        }
    }

    @Test
    void isClosedForGoodAfterAWriteFailed() throws SQLException {
        try (var journal = open()) {
            journal.append(drafts(1, 3));
            try (var connection = sql();
                    var statement = connection.createStatement()) {
                statement.execute("ALTER TABLE journal_entry RENAME TO gone");
            }
            assertThatExceptionOfType(JournalFailed.class)
                    .isThrownBy(() -> journal.append(drafts(4, 5)))
                    .withMessageContaining("could not be written")
                    .withMessageContaining("last (2) entries");
            try (var connection = sql();
                    var statement = connection.createStatement()) {
                statement.execute("ALTER TABLE gone RENAME TO journal_entry");
            }
            assertThatExceptionOfType(JournalFailed.class)
                    .isThrownBy(() -> journal.append(drafts(4, 5)));
            assertThat(journal.size()).isEqualTo(3);
        }
        try (var journal = open()) {
            assertThat(journal.append(drafts(4, 5)))
                    .extracting(Entry::sequence)
                    .containsExactly(4L, 5L);
        }
    }

    @Test
    void refusesTheFormatOfANewerProgram() throws SQLException {
        open().close();
        tamper("UPDATE journal_format SET version = 7");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(this::open)
                .withMessageContaining("format (7)");
    }

    @Test
    void aClosedJournalSaysSo() {
        var journal = open();
        journal.close();
        journal.close();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> journal.append(drafts(1, 1)))
                .withMessageContaining("is closed");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> replayed(journal, 0));
    }
}
