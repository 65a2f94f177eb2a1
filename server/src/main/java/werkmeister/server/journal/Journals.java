package werkmeister.server.journal;

import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Opens the journal of a data folder, as its only writer. */
public final class Journals {
    private Journals() {}

    /** Opens the journal in the folder's own SQLite file, or in the PostgreSQL database named. */
    public static Journal open(Path data, Optional<String> databaseUrl, InstantSource clock) {
        try {
            Files.createDirectories(data);
            var lock = FolderLock.take(data, clock);
            try {
                Database database =
                        databaseUrl.isPresent()
                                ? Postgres.open(databaseUrl.get())
                                : Sqlite.open(data);
                return SqlJournal.over(
                        database, new SnapshotFolder(data.resolve("snapshots")), lock);
            } catch (RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "The data folder (%s) cannot be used: %s. Name a folder that this user may write to."
                            .formatted(data, e.getMessage()));
        }
    }
}
