package werkmeister.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;

@Tag("slow")
class PostgresJournalTest extends JournalContract {
    @SuppressWarnings("NullAway.Init")
    private static RealPostgres server;

    private String url = "";

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = RealPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void createDatabase() throws SQLException {
        url = server.database();
    }

    @Override
    Optional<String> database() {
        return Optional.of(url);
    }

    @Override
    Connection sql() throws SQLException {
        return DriverManager.getConnection(server.jdbc(url));
    }

    @Test
    void aSecondServerWithAFolderOfItsOwnIsRefusedByTheDatabase(@TempDir Path other) {
        try (var journal = open()) {
            var refusal =
                    catchThrowableOfType(
                            Refusal.class, () -> Journals.open(other, database(), CLOCK));
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT);
            assertThat(refusal)
                    .hasMessageContaining(url.substring(url.indexOf("127.0.0.1")))
                    .hasMessageContaining("already in use");
            journal.append(drafts(1, 1));
        }
    }

    @Test
    void aCutSessionClosesTheJournalForGoodAndARestartGoesOn() throws SQLException {
        try (var journal = open()) {
            journal.append(drafts(1, 3));
            try (var connection = sql();
                    var statement = connection.createStatement()) {
                statement.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                                + " current_database() AND pid <> pg_backend_pid()");
            }
            assertThatExceptionOfType(JournalFailed.class)
                    .isThrownBy(() -> journal.append(drafts(4, 4)));
            assertThatExceptionOfType(JournalFailed.class)
                    .isThrownBy(() -> journal.append(drafts(4, 4)));
        }
        try (var journal = open()) {
            assertThat(journal.size()).isEqualTo(3);
            journal.append(drafts(4, 4));
            assertThat(journal.verify().ok()).isTrue();
        }
    }

    @Test
    void aCrashOfTheDatabaseLosesNothingAcknowledged() throws IOException, InterruptedException {
        long acknowledged = 0;
        for (int round = 0; round < 3; round++) {
            try (var journal = open()) {
                assertThat(journal.size()).isEqualTo(acknowledged);
                for (int i = 0; i < 50; i++) {
                    acknowledged = journal.append(drafts(1, 1 + i % 7)).getLast().sequence();
                }
                server.stop("immediate");
                assertThatExceptionOfType(JournalFailed.class)
                        .isThrownBy(() -> journal.append(drafts(1, 1)));
            } finally {
                server.resume();
            }
        }
        try (var journal = open()) {
            assertThat(journal.size()).isEqualTo(acknowledged);
            assertThat(journal.verify().ok()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "full_page_writes", "synchronous_commit"})
    void refusesAServerThatWouldLoseAcknowledgedEntries(String setting)
            throws IOException, InterruptedException {
        server.stop("fast");
        server.resume(setting + "=off");
        try {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(this::open)
                    .withMessageContaining("its setting %s is (off)".formatted(setting));
        } finally {
            server.stop("fast");
            server.resume();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://anna:geheim@host/db",
                "postgresql:/anna:geheim@host",
                "jdbc:sqlite:geheim.db"
            })
    void aUrlThatIsNotUnderstoodIsRefusedWithoutShowingIt(String wrong, @TempDir Path folder) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Journals.open(folder, Optional.of(wrong), CLOCK))
                .withMessageContaining("postgresql://USER:PASSWORD@HOST")
                .withMessageNotContaining("geheim");
    }

    @Test
    void aServerThatDoesNotAnswerIsNamedWithoutThePassword(@TempDir Path folder) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() ->
                        Journals.open(
                                folder,
                                Optional.of("postgresql://anna:geheim@127.0.0.1:1/db"),
                                CLOCK))
                .withMessageContaining("postgresql://127.0.0.1:1/db")
                .withMessageNotContaining("geheim");
    }
}
