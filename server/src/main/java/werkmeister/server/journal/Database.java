package werkmeister.server.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Where the journal's rows live. The two kinds differ in how they are opened and checked; the SQL
 * of the journal is the same.
 */
sealed interface Database extends AutoCloseable permits Sqlite, Postgres {
    /** The layout of the tables that this program writes; a newer one is refused. */
    int FORMAT = 1;

    /** The only connection that writes; one transaction after the other. */
    Connection writer();

    /** A new connection that only reads; the caller closes it. */
    Connection reader() throws SQLException;

    /** Where it is, for people: a file, or host and database. Never with a password. */
    String place();

    /** What the database itself finds wrong with its pages and indexes. */
    Optional<String> damage() throws SQLException;

    /** Whether an error says that stored bytes are broken. */
    boolean corrupt(SQLException error);

    @Override
    void close();

    /** Makes sure that the tables are there and that this program knows their layout. */
    static int format(Connection writer) throws SQLException {
        try (var statement = writer.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS journal_format (version INTEGER PRIMARY KEY)");
            statement.execute(
                    "INSERT INTO journal_format SELECT %d WHERE NOT EXISTS (SELECT 1 FROM journal_format)"
                            .formatted(FORMAT));
            try (var rows = statement.executeQuery("SELECT max(version) FROM journal_format")) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }
}
