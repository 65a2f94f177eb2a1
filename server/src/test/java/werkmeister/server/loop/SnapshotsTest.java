package werkmeister.server.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.server.json.Json;
import werkmeister.serving.control.Served;
import werkmeister.serving.control.Serving;

class SnapshotsTest {
    @ParameterizedTest(name = "from {0} to {1}: {2}")
    @CsvSource(
            delimiter = '|',
            useHeadersInDisplayName = true,
            textBlock =
                    """
                    last    | now     | due
                    0       | 19999   | false
                    0       | 20000   | true
                    20000   | 39999   | false
                    20000   | 40000   | true
                    1000000 | 1499999 | false
                    1000000 | 1500000 | true
                    """)
    void aSnapshotIsDueWhenTheJournalHasGrownEnough(long last, long now, boolean due) {
        assertThat(Keeper.due(last, now)).isEqualTo(due);
    }

    @Test
    void aMillionEventsNeedFewSnapshots() {
        int snapshots = 0;
        long last = 0;
        for (long size = 0; size <= 1_000_000; size++) {
            if (Keeper.due(last, size)) {
                snapshots++;
                last = size;
            }
        }
        // At 20,000 and 40,000, then 7 times half as much more.
        assertThat(snapshots).isEqualTo(2 + 7);
    }

    @Test
    void booksThatAreOlderThanQuestionsAreRead() {
        var served =
                Json.read(
                        "{\"tenant\":\"acme\",\"machine\":\"mill\",\"generation\":3,\"retired\":[]}",
                        Served.class);
        var state =
                Json.read(
                        "{\"machines\":[],\"gates\":[],\"findingsRaised\":0,\"findings\":[],"
                                + "\"shadowFindingsRaised\":0,\"shadowFindings\":[]}",
                        Serving.State.class);

        assertThat(served.answering()).isEmpty();
        assertThat(Serving.of(state).state().appraisals()).isEmpty();
    }
}
