package werkmeister.server.journal;

import werkmeister.units.Sha256;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Objects;

/**
 * An entry as the database keeps it. What a damaged database lost is empty here, so that the hash
 * finds it.
 */
record Row(
        long sequence,
        long atMicros,
        String tenant,
        String actor,
        String type,
        String payload,
        byte[] previous,
        byte[] hash) {
    static final String COLUMNS =
            "sequence, at_micros, tenant, actor, type, payload, previous, hash";
    static final String INSERT =
            "INSERT INTO journal_entry (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

    private static final byte[] NOTHING = {};

    static Row of(ResultSet row) throws SQLException {
        return new Row(
                row.getLong(1),
                row.getLong(2),
                Objects.requireNonNullElse(row.getString(3), ""),
                Objects.requireNonNullElse(row.getString(4), ""),
                Objects.requireNonNullElse(row.getString(5), ""),
                Objects.requireNonNullElse(row.getString(6), ""),
                Objects.requireNonNullElse(row.getBytes(7), NOTHING),
                Objects.requireNonNullElse(row.getBytes(8), NOTHING));
    }

    /** The row of a draft, hashed. */
    static Row of(long sequence, Journal.Draft draft, byte[] previous, EntryHash layout) {
        long atMicros = ChronoUnit.MICROS.between(Instant.EPOCH, draft.at());
        var row =
                new Row(
                        sequence,
                        atMicros,
                        draft.tenant(),
                        draft.actor(),
                        draft.type(),
                        draft.payload(),
                        previous,
                        NOTHING);
        return row.withHash(layout.of(row));
    }

    void fill(PreparedStatement insert) throws SQLException {
        insert.setLong(1, sequence);
        insert.setLong(2, atMicros);
        insert.setString(3, tenant);
        insert.setString(4, actor);
        insert.setString(5, type);
        insert.setString(6, payload);
        insert.setBytes(7, previous);
        insert.setBytes(8, hash);
    }

    Journal.Entry entry(Sha256 before) {
        return new Journal.Entry(
                sequence,
                Instant.EPOCH.plus(atMicros, ChronoUnit.MICROS),
                tenant,
                actor,
                type,
                payload,
                before,
                sha256(hash));
    }

    Journal.Entry entry() {
        return entry(sha256(previous));
    }

    static Sha256 sha256(byte[] hash) {
        return new Sha256(HexFormat.of().formatHex(hash));
    }

    private Row withHash(byte[] taken) {
        return new Row(sequence, atMicros, tenant, actor, type, payload, previous, taken);
    }
}
