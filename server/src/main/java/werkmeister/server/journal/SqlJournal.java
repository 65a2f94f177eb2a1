package werkmeister.server.journal;

import org.jspecify.annotations.Nullable;

import werkmeister.units.Refusal;
import werkmeister.units.Sha256;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;

/** The journal over a database: the chain, the single writer and a few readers. */
final class SqlJournal implements Journal {
    private static final int ROWS_PER_FETCH = 2_000;
    private static final int IDLE_READERS_MAX = 3;
    private static final String SELECT =
            "SELECT " + Row.COLUMNS + " FROM journal_entry WHERE sequence > ?";

    private final Database database;
    private final SnapshotFolder snapshots;
    private final FolderLock lock;
    private final EntryHash layout = new EntryHash();
    private final PreparedStatement insert;
    private final ArrayBlockingQueue<Connection> idleReaders =
            new ArrayBlockingQueue<>(IDLE_READERS_MAX);
    private volatile Tip tip;
    private volatile @Nullable JournalFailed failure;
    private volatile boolean closed;

    /** The last entry. */
    private record Tip(long sequence, byte[] hash) {}

    /** What is done with each row that is read; false ends the reading. */
    private interface Visit {
        boolean row(Row row);
    }

    private SqlJournal(
            Database database,
            SnapshotFolder snapshots,
            FolderLock lock,
            PreparedStatement insert,
            Tip tip) {
        this.database = database;
        this.snapshots = snapshots;
        this.lock = lock;
        this.insert = insert;
        this.tip = tip;
    }

    /**
     * Takes the database and the lock over: closing the journal closes them, and so does a refusal
     * here.
     */
    static SqlJournal over(Database database, SnapshotFolder snapshots, FolderLock lock) {
        try {
            var insert = database.writer().prepareStatement(Row.INSERT);
            var last = lastRow(database);
            if (last.isPresent()
                    && !Arrays.equals(last.get().hash(), new EntryHash().of(last.get()))) {
                throw broken(
                        database, last.get().sequence(), "its content does not match its hash");
            }
            var tip =
                    last.map(row -> new Tip(row.sequence(), row.hash()))
                            .orElse(new Tip(0, bytes(GENESIS)));
            return new SqlJournal(database, snapshots, lock, insert, tip);
        } catch (SQLException e) {
            database.close();
            throw unreadable(database, e);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static Optional<Row> lastRow(Database database) throws SQLException {
        try (var statement = database.writer().createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT "
                                        + Row.COLUMNS
                                        + " FROM journal_entry ORDER BY sequence DESC LIMIT 1")) {
            var last = rows.next() ? Optional.of(Row.of(rows)) : Optional.<Row>empty();
            database.writer().commit();
            return last;
        }
    }

    @Override
    public synchronized List<Entry> append(List<Draft> drafts) {
        requireWritable();
        if (drafts.size() > DRAFTS_PER_APPEND_MAX) {
            throw Refusal.capacity(
                    "One append takes at most %d entries, not (%d)."
                            .formatted(DRAFTS_PER_APPEND_MAX, drafts.size()));
        }
        if (drafts.isEmpty()) {
            return List.of();
        }
        var rows = link(drafts);
        try {
            for (var row : rows) {
                row.fill(insert);
                insert.addBatch();
            }
            insert.executeBatch();
            database.writer().commit();
        } catch (SQLException | RuntimeException e) {
            throw failed(drafts.size(), e);
        }
        var before = tip;
        var last = rows.getLast();
        tip = new Tip(last.sequence(), last.hash());
        return entries(rows, before);
    }

    private List<Row> link(List<Draft> drafts) {
        var rows = new ArrayList<Row>(drafts.size());
        long sequence = tip.sequence();
        byte[] previous = tip.hash();
        for (var draft : drafts) {
            var row = Row.of(++sequence, draft, previous, layout);
            previous = row.hash();
            rows.add(row);
        }
        return rows;
    }

    private static List<Entry> entries(List<Row> rows, Tip before) {
        var entries = new ArrayList<Entry>(rows.size());
        var previous = Row.sha256(before.hash());
        for (var row : rows) {
            var entry = row.entry(previous);
            previous = entry.hash();
            entries.add(entry);
        }
        return List.copyOf(entries);
    }

    private void requireWritable() {
        var failed = failure;
        if (failed != null) {
            throw failed;
        }
        requireOpen();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "The journal (%s) is closed.".formatted(database.place()));
        }
    }

    /**
     * The writer is given up at once: a second attempt could succeed on pages that never reached
     * the disk.
     */
    private JournalFailed failed(int drafts, Exception cause) {
        var failed =
                new JournalFailed(
                        "The journal (%s) could not be written: %s. No change is accepted any more; whether the last (%d) entries were kept shows after a restart. Check the disk, then start again."
                                .formatted(database.place(), cause.getMessage(), drafts),
                        cause);
        failure = failed;
        database.close();
        return failed;
    }

    @Override
    public long size() {
        return tip.sequence();
    }

    @Override
    public Sha256 head() {
        return Row.sha256(tip.hash());
    }

    @Override
    public void replay(long after, Consumer<Entry> each) {
        var chain = new Chain(after, hashAt(after));
        long end = size();
        visit(
                SELECT + " ORDER BY sequence",
                List.of(after),
                row -> {
                    chain.fault(row)
                            .ifPresent(why -> {
                                throw broken(database, chain.sequence() + 1, why);
                            });
                    each.accept(chain.entry(row));
                    return row.sequence() < end;
                });
        if (chain.sequence() < end) {
            throw broken(database, chain.sequence() + 1, "it is missing");
        }
    }

    /** The stored hash of an entry, which the next one must name. */
    private byte[] hashAt(long sequence) {
        if (sequence == 0) {
            return bytes(GENESIS);
        }
        var found = new ArrayList<Row>();
        visit(SELECT + " ORDER BY sequence LIMIT 1", List.of(sequence - 1), found::add);
        if (found.isEmpty() || found.getFirst().sequence() != sequence) {
            throw broken(database, sequence, "it is missing");
        }
        return found.getFirst().hash();
    }

    @Override
    public List<Entry> read(long after, int limit, Optional<String> tenant) {
        if (limit < 1 || limit > ENTRIES_PER_READ_MAX) {
            throw Refusal.invalid(
                    "The limit (%d) of entries to read must be 1 to %d."
                            .formatted(limit, ENTRIES_PER_READ_MAX));
        }
        var sql =
                SELECT
                        + (tenant.isPresent() ? " AND tenant = ?" : "")
                        + " ORDER BY sequence LIMIT ?";
        var arguments = new ArrayList<Object>(List.of(after));
        tenant.ifPresent(arguments::add);
        arguments.add(limit);
        var own = new EntryHash();
        var entries = new ArrayList<Entry>();
        visit(
                sql,
                arguments,
                row -> {
                    if (!Arrays.equals(row.hash(), own.of(row))) {
                        throw broken(
                                database, row.sequence(), "its content does not match its hash");
                    }
                    return entries.add(row.entry());
                });
        return List.copyOf(entries);
    }

    @Override
    public Optional<Snapshot> snapshot() {
        var snapshot = snapshots.newest();
        snapshot.ifPresent(this::requireSameHistory);
        return snapshot;
    }

    /**
     * A whole snapshot was taken of durable entries; where the journal disagrees, entries were lost
     * or replaced.
     */
    private void requireSameHistory(Snapshot snapshot) {
        if (snapshot.sequence() > size()) {
            throw Refusal.corrupt(
                    "The journal (%s) ends at entry (%d), but a snapshot in (%s) was taken after entry (%d): entries are missing. Restore the journal, or remove that folder if an older backup is wanted."
                            .formatted(
                                    database.place(),
                                    size(),
                                    snapshots.folder(),
                                    snapshot.sequence()));
        }
        if (!Row.sha256(hashAt(snapshot.sequence())).equals(snapshot.head())) {
            throw Refusal.corrupt(
                    "The journal (%s) has another entry (%d) than the one that a snapshot in (%s) was taken after: one of them belongs to another history. Restore the journal, or remove that folder."
                            .formatted(database.place(), snapshot.sequence(), snapshots.folder()));
        }
    }

    @Override
    public void keep(Snapshot snapshot) {
        requireSameHistory(snapshot);
        snapshots.keep(snapshot);
    }

    @Override
    public Verification verify() {
        var chain = new Chain(0, bytes(GENESIS));
        long end = size();
        var faults = new ArrayList<String>();
        try {
            scan(
                    SELECT + " ORDER BY sequence",
                    List.of(0L),
                    row -> {
                        chain.fault(row).ifPresent(faults::add);
                        return faults.isEmpty() && row.sequence() < end;
                    });
            if (faults.isEmpty() && chain.sequence() < end) {
                faults.add("it is missing");
            }
            if (faults.isEmpty()) {
                database.damage()
                        .ifPresent(damage -> faults.add("the database reports damage: " + damage));
            }
        } catch (SQLException e) {
            faults.add("the database cannot read on: " + e.getMessage());
        }
        var firstBreak =
                faults.stream()
                        .findFirst()
                        .map(why -> new Verification.Break(chain.sequence() + 1, why));
        return new Verification(chain.sequence(), Row.sha256(chain.last()), firstBreak);
    }

    /** Like scan, with the database's errors told as ours. */
    private void visit(String sql, List<?> arguments, Visit each) {
        try {
            scan(sql, arguments, each);
        } catch (SQLException e) {
            throw unreadable(database, e);
        }
    }

    private void scan(String sql, List<?> arguments, Visit each) throws SQLException {
        requireOpen();
        var idle = idleReaders.poll();
        var reader = idle != null ? idle : database.reader();
        boolean whole = false;
        try (var statement = reader.prepareStatement(sql)) {
            statement.setFetchSize(ROWS_PER_FETCH);
            for (int i = 0; i < arguments.size(); i++) {
                statement.setObject(i + 1, arguments.get(i));
            }
            try (var rows = statement.executeQuery()) {
                boolean more = true;
                while (more && rows.next()) {
                    more = each.row(Row.of(rows));
                }
            }
            whole = true;
        } finally {
            if (whole) {
                reader.rollback();
            }
            if (!whole || closed || !idleReaders.offer(reader)) {
                reader.close();
            }
        }
    }

    private static Refusal broken(Database database, long sequence, String why) {
        return Refusal.corrupt(
                "The journal (%s) is broken at entry (%d): %s. Restore it from a backup."
                        .formatted(database.place(), sequence, why));
    }

    private static RuntimeException unreadable(Database database, SQLException error) {
        if (database.corrupt(error)) {
            return Refusal.corrupt(
                    "The journal (%s) is damaged: %s. Restore it from a backup."
                            .formatted(database.place(), error.getMessage()));
        }
        return new IllegalStateException(
                "The journal (%s) cannot be read: %s"
                        .formatted(database.place(), error.getMessage()),
                error);
    }

    private static byte[] bytes(Sha256 hash) {
        return HexFormat.of().parseHex(hash.value());
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (var reader = idleReaders.poll(); reader != null; reader = idleReaders.poll()) {
            try {
                reader.close();
            } catch (SQLException e) {
                System.getLogger(SqlJournal.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "A reader of the journal did not close: " + e.getMessage());
            }
        }
        database.close();
        lock.close();
    }
}
