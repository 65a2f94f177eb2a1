package werkmeister.factory.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.TreeMap;

/**
 * The factory in virtual time under whatever may happen: jobs of all shapes, nodes that are lost,
 * drained, closed and come back, tenants, groups and quotas that change, clocks that jump, replays.
 * After each step nothing may be given twice, no quota broken ({@link QuotaWatch}) and no job lost;
 * after healing all must end. A seed that fails replays: {@code -Dfactory.seed=N}.
 */
class FactorySimulationTest {
    private static final int SEEDS = 2_000;

    /** What must have been met, and how often at least, for the checks to say anything. */
    private static final Map<String, Integer> MET =
            Map.ofEntries(
                    Map.entry("RECLAIM", 500),
                    Map.entry("PRIORITY", 1_000),
                    Map.entry("DEFRAGMENTATION", 40),
                    Map.entry("CLOSED", 1_000),
                    Map.entry("reclaimed from a tenant", 500),
                    Map.entry("reclaimed from a group", 25),
                    Map.entry("started where others were interrupted", 1_000),
                    Map.entry("lent", 1_000),
                    Map.entry("lent for good", 1_000),
                    Map.entry("too many waiting", 1_000),
                    Map.entry("waits: GPU_LIMIT", 1_000),
                    Map.entry("waits: RUNNING_LIMIT", 1_000),
                    Map.entry("waits: BUDGET", 1_000),
                    Map.entry("node lost", 1_000),
                    Map.entry("gang ran", 1_000));

    @Test
    void nothingIsGivenTwiceNoQuotaIsBrokenNothingIsLostAndAllEnds() {
        Integer one = Integer.getInteger("factory.seed");
        long events = 0;
        var seen = new TreeMap<String, Integer>();
        for (int seed = one == null ? 0 : one; seed < (one == null ? SEEDS : one + 1); seed++) {
            var world = new FactoryWorld(seed);
            try {
                world.live();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("Seed %d: %s".formatted(seed, e.getMessage()), e);
            }
            events += world.hall.events.size();
            world.watch.seen.forEach((what, times) -> seen.merge(what, times, Integer::sum));
        }
        if (one == null) {
            assertThat(events).isGreaterThan(200_000);
            MET.forEach((what, times) ->
                    assertThat(seen.getOrDefault(what, 0))
                            .as("times that was met: %s of %s", what, seen)
                            .isGreaterThanOrEqualTo(times));
        }
    }
}
