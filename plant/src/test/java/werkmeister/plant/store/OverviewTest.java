package werkmeister.plant.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

class OverviewTest {
    private static final long MINUTE = 60_000_000L;

    @Test
    void aDecadeKeepsItsOnlySpikeAndIsNoLargerThanAnHour() {
        var overview = new Overview();
        for (int block = 0; block < 50; block++) {
            long from = block * 100_000L;
            long[] times = LongStream.range(from, from + 100_000).map(i -> i * MINUTE).toArray();
            var values = new double[times.length];
            Arrays.fill(values, 20);
            if (block == 31) {
                values[77] = 95;
            }
            overview.add(new SampleTable(times, List.of("a"), new double[][] {values}));
        }
        Envelope drawn = overview.envelope("a");
        assertThat(drawn.timesMillis().length).isBetween(Overview.BUCKETS / 2, Overview.BUCKETS);
        assertThat(drawn.min()).containsOnly(20);
        int spike = 0;
        while (drawn.max()[spike] != 95) {
            spike++;
        }
        long at = (31 * 100_000L + 77) * 60_000;
        assertThat(drawn.timesMillis()[spike]).isLessThanOrEqualTo(at);
        assertThat(drawn.timesMillis()[spike + 1]).isGreaterThan(at);
        assertThat(Arrays.stream(drawn.max()).filter(one -> one == 95).count()).isOne();
    }

    @Test
    void blocksInAnyOrderGiveTheRangesOfTheirSamples() {
        var random = new SplittableRandom(7);
        var overview = new Overview();
        var least = new double[] {Double.MAX_VALUE};
        var greatest = new double[] {-Double.MAX_VALUE};
        for (int block = 0; block < 40; block++) {
            long[] times =
                    random.longs(50, -9_000_000_000_000L, 9_000_000_000_000L).sorted().toArray();
            double[] values = random.doubles(50, -5, 5).toArray();
            least[0] = Math.min(least[0], Arrays.stream(values).min().orElseThrow());
            greatest[0] = Math.max(greatest[0], Arrays.stream(values).max().orElseThrow());
            overview.add(new SampleTable(times, List.of("a"), new double[][] {values}));
        }
        Envelope drawn = overview.envelope("a");
        assertThat(Arrays.stream(drawn.min()).filter(one -> !Double.isNaN(one)).min().orElseThrow())
                .isEqualTo(least[0]);
        assertThat(Arrays.stream(drawn.max()).filter(one -> !Double.isNaN(one)).max().orElseThrow())
                .isEqualTo(greatest[0]);
    }

    @Test
    void onlyWhatIsAskedForIsDrawnAndNothingOfNothing() {
        var overview = new Overview();
        assertThat(overview.timesMillis()).isEmpty();
        var table =
                new SampleTable(
                        new long[] {0, MINUTE},
                        List.of("a", "a.quality"),
                        new double[][] {{1, Double.NaN}, {0, 2}});
        overview.add(table);
        assertThat(overview.only(Set.of("a")).signals()).containsExactly("a");
        assertThat(overview.only(Set.of("a")).envelope("a").max()).containsExactly(1);
    }
}
