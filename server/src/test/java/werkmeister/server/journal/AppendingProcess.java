package werkmeister.server.journal;

import werkmeister.server.journal.Journal.Draft;
import werkmeister.server.journal.Journal.Snapshot;
import werkmeister.units.Refusal;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A process that lives to be killed: it opens the journal, appends groups of entries, keeps
 * snapshots, closes the journal and begins anew, and says each time what was acknowledged.
 */
final class AppendingProcess {
    static final int GROUP_MAX = 7;
    static final int FAILED = 74;

    private static final int ROUNDS = 40;
    private static final int GROUPS = 12;

    private AppendingProcess() {}

    /** Arguments: data folder, database URL or "-". */
    public static void main(String[] args) {
        var database = Optional.of(args[1]).filter(url -> !url.equals("-"));
        try {
            for (int round = 0; round < ROUNDS; round++) {
                try (var journal =
                        Journals.open(Path.of(args[0]), database, InstantSource.system())) {
                    appendGroups(journal);
                }
            }
        } catch (Refusal | IllegalStateException | UncheckedIOException e) {
            say("failed " + e.getMessage());
            System.exit(FAILED);
        }
    }

    private static void appendGroups(Journal journal) {
        for (int group = 0; group < GROUPS; group++) {
            long last = journal.size();
            var entries = journal.append(drafts(last + 1, last + 1 + last % GROUP_MAX));
            say("acknowledged " + entries.getLast().sequence());
            if (group % 5 == 4) {
                journal.keep(new Snapshot(journal.size(), journal.head(), new byte[10_000]));
            }
        }
    }

    private static List<Draft> drafts(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(AppendingProcess::draft).toList();
    }

    /** The entry with this number: the test knows what must stand there. */
    static Draft draft(long sequence) {
        return new Draft(
                Instant.EPOCH.plusSeconds(sequence),
                "tenant-" + sequence % 3,
                "anna",
                "Counted",
                "{\"text\":\"%s\"}".formatted("x".repeat((int) (sequence * 37 % 5_000))));
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
