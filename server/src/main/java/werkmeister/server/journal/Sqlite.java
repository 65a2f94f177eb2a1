package werkmeister.server.journal;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The journal in a file of its own: write-ahead log, synced at every commit. */
final class Sqlite implements Database {
    /**
     * Pages of log before they are moved into the file: 16 MiB, so that a group commit seldom waits
     * for two more syncs.
     */
    private static final int LOG_PAGES = 4096;

    private static final int BUSY_MS = 10_000;

    private final Path file;
    private final Connection writer;

    private Sqlite(Path file, Connection writer) {
        this.file = file;
        this.writer = writer;
    }

    static Sqlite open(Path data) throws IOException {
        var file = data.resolve("journal.db");
        try {
            var writer = connect(file, false);
            try {
                prepare(file, writer);
            } catch (SQLException | RuntimeException e) {
                writer.close();
                throw e;
            }
            // The new file's name must be as durable as its content.
            try (var folder = FileChannel.open(data, StandardOpenOption.READ)) {
                folder.force(true);
            }
            return new Sqlite(file, writer);
        } catch (SQLException e) {
            if (broken(e)) {
                throw Refusal.corrupt(
                        "The journal file (%s) is damaged: %s. Restore it from a backup."
                                .formatted(file, e.getMessage()));
            }
            throw Refusal.invalid(
                    "The journal file (%s) cannot be opened: %s. Check its owner, its rights and the disk."
                            .formatted(file, e.getMessage()));
        }
    }

    private static Connection connect(Path file, boolean readOnly) throws SQLException {
        var config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MS);
        if (readOnly) {
            config.setReadOnly(true);
        } else {
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        }
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private static void prepare(Path file, Connection writer) throws SQLException {
        try (var statement = writer.createStatement()) {
            statement.execute("PRAGMA cell_size_check = on");
            statement.execute("PRAGMA wal_autocheckpoint = " + LOG_PAGES);
            require(file, writer, "journal_mode", "wal");
            require(file, writer, "synchronous", "2");
            writer.setAutoCommit(false);
            int format = Database.format(writer);
            if (format > FORMAT) {
                throw Refusal.invalid(
                        "The journal file (%s) has the format (%d) of a newer Werkmeister; this one knows up to %d: start the newer one."
                                .formatted(file, format, FORMAT));
            }
            statement.execute(
                    """
                    CREATE TABLE IF NOT EXISTS journal_entry (
                        sequence INTEGER PRIMARY KEY, at_micros INTEGER NOT NULL, tenant TEXT NOT NULL, actor TEXT NOT NULL,
                        type TEXT NOT NULL, payload TEXT NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL) STRICT\
                    """);
            statement.execute(
                    "CREATE INDEX IF NOT EXISTS journal_entry_tenant ON journal_entry (tenant)");
            writer.commit();
        }
    }

    /** SQLite ignores a setting that it cannot have, so what was asked for is read back. */
    private static void require(Path file, Connection writer, String setting, String wanted)
            throws SQLException {
        try (var statement = writer.createStatement();
                var rows = statement.executeQuery("PRAGMA " + setting)) {
            rows.next();
            var found = rows.getString(1);
            if (!wanted.equals(found)) {
                throw Refusal.invalid(
                        "The journal file (%s) would not be durable: SQLite's %s is (%s), not %s. Use a local file system."
                                .formatted(file, setting, found, wanted));
            }
        }
    }

    @Override
    public Connection writer() {
        return writer;
    }

    @Override
    public Connection reader() throws SQLException {
        var reader = connect(file, true);
        reader.setAutoCommit(false);
        return reader;
    }

    @Override
    public String place() {
        return file.toString();
    }

    @Override
    public Optional<String> damage() throws SQLException {
        try (var reader = reader();
                var statement = reader.createStatement();
                var rows = statement.executeQuery("PRAGMA integrity_check(1)")) {
            rows.next();
            return Optional.of(rows.getString(1)).filter(answer -> !answer.equals("ok"));
        }
    }

    @Override
    public boolean corrupt(SQLException error) {
        return broken(error);
    }

    private static boolean broken(SQLException error) {
        int code = error.getErrorCode() & 0xff;
        return code == SQLiteErrorCode.SQLITE_CORRUPT.code
                || code == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (SQLException e) {
            System.getLogger(Sqlite.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "The journal file (%s) did not close: %s"
                                    .formatted(file, e.getMessage()));
        }
    }
}
