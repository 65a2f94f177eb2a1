package werkmeister.bench.journal;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The floor of reading: one SELECT over the journal's rows that fetches every value. */
final class BareSelect {
    private BareSelect() {}

    /** Reads all rows; returns how many characters and bytes they have. */
    static long all(Path file) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT sequence, at_micros, tenant, actor, type, payload,"
                                        + " previous, hash FROM journal_entry ORDER BY"
                                        + " sequence")) {
            long size = 0;
            while (rows.next()) {
                size += rows.getLong(1) == 0 ? 0 : Long.BYTES;
                size += rows.getLong(2) == 0 ? 0 : Long.BYTES;
                for (int text = 3; text <= 6; text++) {
                    size += rows.getString(text).length();
                }
                size += rows.getBytes(7).length + rows.getBytes(8).length;
            }
            return size;
        }
    }
}
