package werkmeister.bench.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The floor of appending: the same events inserted with the same durability and as many a commit,
 * by nothing but JDBC. No hash, no chain, no index, no check, nothing handed back.
 */
final class BareInserts implements AutoCloseable {
    private static final long AT_MICROS = ChronoUnit.MICROS.between(Instant.EPOCH, SampleEvent.AT);

    private final Connection connection;
    private final PreparedStatement insert;
    private long last;

    private BareInserts(Connection connection, String key) throws SQLException {
        this.connection = connection;
        try (var statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE bare_event (sequence %s PRIMARY KEY, at_micros BIGINT NOT NULL, tenant TEXT NOT NULL,
                    actor TEXT NOT NULL, type TEXT NOT NULL, payload TEXT NOT NULL)\
                    """
                            .formatted(key));
        }
        connection.setAutoCommit(false);
        insert = connection.prepareStatement("INSERT INTO bare_event VALUES (?, ?, ?, ?, ?, ?)");
    }

    /** With the journal's own settings, the length of the write-ahead log included. */
    static BareInserts intoSqlite(Path folder) throws SQLException {
        var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bare.db"));
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = wal");
            statement.execute("PRAGMA synchronous = full");
            statement.execute("PRAGMA wal_autocheckpoint = 4096");
        }
        return new BareInserts(connection, "INTEGER");
    }

    static BareInserts intoPostgres(String jdbcUrl) throws SQLException {
        return new BareInserts(DriverManager.getConnection(jdbcUrl), "BIGINT");
    }

    /** Inserts so many events in one transaction, and returns how many. */
    long commit(int group) throws SQLException {
        for (int i = 0; i < group; i++) {
            insert.setLong(1, ++last);
            insert.setLong(2, AT_MICROS);
            insert.setString(3, SampleEvent.TENANT);
            insert.setString(4, SampleEvent.ACTOR);
            insert.setString(5, SampleEvent.TYPE);
            insert.setString(6, SampleEvent.payload(last));
            insert.addBatch();
        }
        insert.executeBatch();
        connection.commit();
        return group;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
