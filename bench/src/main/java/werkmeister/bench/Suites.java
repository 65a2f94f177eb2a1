package werkmeister.bench;

import werkmeister.bench.data.DataSuite;
import werkmeister.bench.harness.Suite;
import werkmeister.bench.journal.JournalSuite;
import werkmeister.bench.live.LiveSuite;
import werkmeister.bench.score.ScoreSuite;
import werkmeister.bench.start.StartSuite;

import java.util.List;

/** The suites there are. A new one is a room {@code bench.…} and a line here. */
final class Suites {
    private Suites() {}

    static List<Suite> all() {
        return List.of(
                new JournalSuite(),
                new StartSuite(),
                new LiveSuite(),
                new ScoreSuite(),
                new DataSuite());
    }
}
