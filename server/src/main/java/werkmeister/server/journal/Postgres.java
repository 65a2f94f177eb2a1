package werkmeister.server.journal;

import org.postgresql.PGProperty;

import werkmeister.units.Refusal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * The journal in a PostgreSQL database: one writing session, which holds an advisory lock as long
 * as it lives.
 */
final class Postgres implements Database {
    /** The advisory lock's number: "Werkmeis" in ASCII. */
    private static final long LOCK = 0x5765726b6d656973L;

    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(3);

    /** postgresql://user:password@host:port/database?options, as PostgreSQL's own tools take it. */
    private static final Pattern URL =
            Pattern.compile(
                    "(?:jdbc:)?postgres(?:ql)?://(?:(?<user>[^:@/?]+)(?::(?<password>[^@/?]*))?@)?(?<place>[^@?]+)(?<options>\\?.*)?");

    private final String place;
    private final String jdbcUrl;
    private final Properties properties;
    private final Connection writer;

    private Postgres(String place, String jdbcUrl, Properties properties, Connection writer) {
        this.place = place;
        this.jdbcUrl = jdbcUrl;
        this.properties = properties;
        this.writer = writer;
    }

    static Postgres open(String url) {
        var parts = URL.matcher(url);
        if (!parts.matches()) {
            // The text itself stays out of the message: it may hold a password.
            throw Refusal.invalid(
                    "The database URL is not understood; write it like"
                            + " postgresql://USER:PASSWORD@HOST:5432/DATABASE.");
        }
        var place = "postgresql://" + parts.group("place");
        var properties = new Properties();
        PGProperty.REWRITE_BATCHED_INSERTS.set(properties, true);
        PGProperty.APPLICATION_NAME.set(properties, "werkmeister");
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        Optional.ofNullable(parts.group("user"))
                .ifPresent(user -> PGProperty.USER.set(properties, user));
        Optional.ofNullable(parts.group("password"))
                .ifPresent(password -> PGProperty.PASSWORD.set(properties, password));
        var jdbcUrl = "jdbc:" + place + Optional.ofNullable(parts.group("options")).orElse("");
        try {
            var writer = DriverManager.getConnection(jdbcUrl, properties);
            try {
                prepare(place, writer);
            } catch (SQLException | RuntimeException e) {
                writer.close();
                throw e;
            }
            return new Postgres(place, jdbcUrl, properties, writer);
        } catch (SQLException e) {
            throw Refusal.invalid(
                    "The database (%s) cannot be used: %s. Check --database-url and that the server runs."
                            .formatted(place, e.getMessage()));
        }
    }

    private static void prepare(String place, Connection writer) throws SQLException {
        for (var setting : new String[] {"fsync", "full_page_writes", "synchronous_commit"}) {
            var found = text(writer, "SHOW " + setting);
            if (found.equals("off")) {
                throw Refusal.invalid(
                        "The database (%s) would lose acknowledged entries: its setting %s is (off). Set it to on in postgresql.conf and reload."
                                .formatted(place, setting));
            }
            if (setting.equals("synchronous_commit")) {
                // A later reload of the server's settings must not switch this session over.
                text(
                        writer,
                        "SELECT set_config('synchronous_commit', '%s', false)".formatted(found));
            }
        }
        lock(place, writer);
        writer.setAutoCommit(false);
        int format = Database.format(writer);
        if (format > FORMAT) {
            throw Refusal.invalid(
                    "The journal in the database (%s) has the format (%d) of a newer Werkmeister; this one knows up to %d: start the newer one."
                            .formatted(place, format, FORMAT));
        }
        try (var statement = writer.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE IF NOT EXISTS journal_entry (
                        sequence BIGINT PRIMARY KEY, at_micros BIGINT NOT NULL, tenant TEXT NOT NULL, actor TEXT NOT NULL,
                        type TEXT NOT NULL, payload TEXT NOT NULL, previous BYTEA NOT NULL, hash BYTEA NOT NULL)\
                    """);
            statement.execute(
                    "CREATE INDEX IF NOT EXISTS journal_entry_tenant ON journal_entry (tenant,"
                            + " sequence)");
        }
        writer.commit();
    }

    /** A killed predecessor's session may need a moment to notice; a living one keeps the lock. */
    private static void lock(String place, Connection writer) throws SQLException {
        long deadline = System.nanoTime() + LOCK_PATIENCE.toNanos();
        while (!text(writer, "SELECT pg_try_advisory_lock(%d)".formatted(LOCK)).equals("t")) {
            if (System.nanoTime() - deadline > 0) {
                throw Refusal.conflict(
                        "The database (%s) is already in use by another Werkmeister; stop that one first, or name another database."
                                .formatted(place));
            }
            text(writer, "SELECT pg_sleep(0.1)");
        }
    }

    private static String text(Connection writer, String query) throws SQLException {
        try (var statement = writer.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public Connection writer() {
        return writer;
    }

    @Override
    public Connection reader() throws SQLException {
        var reader = DriverManager.getConnection(jdbcUrl, properties);
        reader.setReadOnly(true);
        reader.setAutoCommit(false);
        return reader;
    }

    @Override
    public String place() {
        return place;
    }

    /** PostgreSQL checks its pages by itself where data checksums are on. */
    @Override
    public Optional<String> damage() {
        return Optional.empty();
    }

    @Override
    public boolean corrupt(SQLException error) {
        var state = Optional.ofNullable(error.getSQLState()).orElse("");
        return state.startsWith("XX00");
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (SQLException e) {
            System.getLogger(Postgres.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "The database (%s) did not close: %s".formatted(place, e.getMessage()));
        }
    }
}
