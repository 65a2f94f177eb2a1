package werkmeister.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import werkmeister.factory.fleet.Location;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Offer;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Site;
import werkmeister.simulator.virtual.Scenario.Failures;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.Refusal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

class VirtualSiteTest {
    private static final Failures FAILURES = new Failures(Duration.ofDays(10), Duration.ofHours(6));

    @Test
    void theSameSeedGivesTheSameSiteAndAnotherOneAnother() {
        SiteReport first = run(0.85, 7, WhatIf.NOTHING, 1);
        assertThat(run(0.85, 7, WhatIf.NOTHING, 1)).isEqualTo(first);
        assertThat(run(0.85, 7, WhatIf.NOTHING, 2)).isNotEqualTo(first);
        assertThat(first.jobs()).isGreaterThan(500);
        assertThat(first.refused()).isZero();
        assertThat(first.nodeLosses()).isPositive();
        assertThat(first.lostHours()).isPositive();
    }

    @Test
    void whatWasChargedIsWhatWasHeld() {
        SiteReport report = run(0.6, 7, WhatIf.NOTHING, 3);
        double held = report.utilisation() * report.gpus() * 24 * report.days();
        // Runs that have not ended are held and not yet charged.
        assertThat(report.inQuotaHours() + report.borrowedHours())
                .isBetween(0.6 * held, held * 1.000_001);
        assertThat(report.megawattHours()).isPositive();
    }

    @Test
    void oneMorePodShortensWaitsAndLostCoolingLengthensThem() {
        double asIs = waits(run(1.1, 10, WhatIf.NOTHING, 1));
        double grown = waits(run(1.1, 10, new WhatIf(List.of("pod")), 1));
        double hot =
                waits(
                        run(
                                1.1,
                                10,
                                new WhatIf(List.of("cooling=pod-1:2026-01-06..2026-01-12:75")),
                                1));
        assertThat(grown).isLessThan(asIs);
        assertThat(hot).isGreaterThan(asIs);
    }

    @Test
    void aLongTimeKeepsNoMoreThanAShortOne() {
        int month = kept(28);
        int longer = kept(168);

        assertThat(month).isPositive();
        assertThat(longer).isLessThan(2 * month);
    }

    /** What has yet to come of days is kept, too; at the end none has. */
    private static int kept(int days) {
        Scenario scenario = Scenarios.workshop(site(), 0.7, days, FAILURES, WhatIf.NOTHING, 5);
        var starts = new AtomicInteger();
        int kept = VirtualSite.play(scenario, (_, _) -> starts.incrementAndGet()).kept();
        assertThat(starts.get()).isGreaterThan(50 * days);
        return kept;
    }

    @Test
    void aQuestionThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new WhatIf(List.of("pods=3")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("pods=3");
        var stranger = new WhatIf(List.of("tenant=nobody:2"));
        assertThatThrownBy(() -> run(0.5, 1, stranger, 1)).hasMessageContaining("nobody");
    }

    private static double waits(SiteReport report) {
        return report.classes().getFirst().waitMean();
    }

    private static SiteReport run(double load, int days, WhatIf whatIf, long seed) {
        Scenario scenario = Scenarios.workshop(site(), load, days, FAILURES, whatIf, seed);
        return VirtualSite.run(scenario, load, 1, _ -> {});
    }

    private static Site site() {
        var pods = new ArrayList<Pod>();
        for (int p = 1; p <= 2; p++) {
            var nodes = new ArrayList<Node>();
            for (int n = 1; n <= 6; n++) {
                String name = "pod-%d-n%d".formatted(p, n);
                var offer =
                        new Offer(
                                new CpuCount(224),
                                new Memory(1L << 40),
                                new GpuCount(8),
                                Site.DEFAULT_PRICE,
                                Optional.of("B200"),
                                Optional.of(14_300));
                nodes.add(
                        new Node(
                                name,
                                offer,
                                NodeState.UP,
                                Optional.of(new Location("pod-%d-r".formatted(p), name))));
            }
            pods.add(new Pod("pod-" + p, nodes));
        }
        return new Site("small", pods);
    }
}
