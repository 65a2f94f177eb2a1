package werkmeister.factory.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.factory.fleet.Closure;
import werkmeister.factory.fleet.Location;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Site;
import werkmeister.units.Refusal;
import werkmeister.units.TimeSpan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

class SiteFileTest {
    private static final Path EXAMPLES = Path.of("../docs/sites");

    private static final String GOOD =
            """
            site: works
            price:
              gpuHour: 2
            pods:
              - name: pod
                count: 2
                power: 40 kW
                racks:
                  - name: rack
                    nodes:
                      - name: node
                        count: 3
                        cpus: 64
                        memory: 512 GiB
                        gpus: 4
                        model: H100
                        nvlink: rack
                        power: 6500 W
            maintenance:
              - pod: pod-2
                from: 2027-01-01T00:00:00Z
                to: 2027-01-02T00:00:00Z
            """;

    @TempDir Path folder;

    @Test
    void aSiteIsCountedAndNamed() throws IOException {
        SiteLayout site = read(GOOD);

        assertThat(site.gpus()).isEqualTo(24);
        assertThat(site.nodes()).extracting(SiteLayout.Node::name).contains("pod-2-rack-node-3");
        SiteLayout.Node node = site.nodes().getFirst();
        assertThat(node.memoryBytes()).isEqualTo(512L << 30);
        assertThat(node.nvlink()).isEqualTo("pod-1-rack");
        assertThat(site.pods().getFirst().kilowatts()).isCloseTo(19.5, within(1e-9));
        assertThat(site.pods().getFirst().coolingKilowatts()).isInfinite();
        assertThat(site.euroPerHour()).isCloseTo(24 * 2 + 6 * 64 * 0.02, within(1e-9));
        assertThat(site.maintenance())
                .containsExactly(
                        new SiteLayout.Maintenance(
                                "pod-2",
                                Instant.parse("2027-01-01T00:00:00Z"),
                                Instant.parse("2027-01-02T00:00:00Z"),
                                ""));
    }

    @ParameterizedTest
    @CsvSource({"laptop.yaml, 1, 1, 0", "dgx.yaml, 1, 1, 8", "munich.yaml, 14, 1250, 10000"})
    void theExamplesAreWhatTheySay(String file, int pods, int nodes, int gpus) {
        SiteLayout site = SiteFile.read(EXAMPLES.resolve(file));

        assertThat(site.pods()).hasSize(pods);
        assertThat(site.nodes()).hasSize(nodes);
        assertThat(site.gpus()).isEqualTo(gpus);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    gpus: 4             | gpus: -4           | line 15: gpus (-4) must be a whole number from 0 to 64.
                    gpus: 4             | gpu: 4             | line 15: (gpu) is not known here; known are
                    gpus: 4             | gpu: 4             | Did you mean gpus?
                    model: H100         | nvlin: node        | (model) is missing here.
                    gpuHour: 2          | gpuHour: -1        | line 3: gpuHour (-1) must be a price of 0 euro or more
                    power: 40 kW        | power: 10 kW       | line 7: pod-1 needs 19.5 kW at nameplate, its power is 10.0 kW
                    power: 40 kW        | power: 40          | line 7: power (40) must be an amount of 0 or more with its unit
                    memory: 512 GiB     | memory: much       | line 14: memory (much) must be an amount
                    memory: 512 GiB     | memory: 0 GiB      | line 14: memory is missing or nothing: say how much
                    site: works         | site: our works    | line 1: site (our works) must be 1 to 63 letters
                    name: rack          | name: r23456789-123456789-123456789-123456789-123456789-1 | line 11: with what is before it, the name (pod-1-r23456789-123456789-123456789-123456789-123456789-1-node-1) has 64 characters
                    nvlink: rack        | nvlink: site       | line 17: nvlink (site) must be none, node, rack or pod
                    pod: pod-2          | pod: pod-3         | line 20: pod (pod-3) is none of this site: [pod-1, pod-2].
                    to: 2027-01-02T00   | to: 2026-01-02T00  | line 22: to (2026-01-02T00:00:00Z) must be after from.
                    from: 2027-01-01T00:00:00Z | from: tomorrow | line 21: from (tomorrow) must be a time such as
                    name: rack          | name: Rack 1       | line 9: name (Rack 1) must be 1 to 63 lower-case letters
                    count: 2            | count: 0           | line 6: count (0) must be a whole number from 1 to 10000.
                    site: works         | sight: works       | line 1: (site) is missing here.
                    site: works         | site: [a           | this is no YAML
                    price:              | pods: 3            | this is no YAML
                    """)
    void eachMistakeIsNamedWithItsLine(String good, String bad, String said) {
        assertThat(GOOD).contains(good);
        assertThatThrownBy(() -> read(GOOD.replace(good, bad)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("site.yaml")
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "- a", "site: x", "site: x\npods: []", "site: x\npods: 3"})
    void whatIsNoSiteIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(Refusal.class);
    }

    @Test
    void twoOfOneNameAreRefused() {
        String twice =
                GOOD.replace(
                        "maintenance:",
                        GOOD.substring(GOOD.indexOf("  - name: pod"), GOOD.indexOf("maintenance:"))
                                + "maintenance:");

        assertThatThrownBy(() -> read(twice))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("there are two of the name (pod-1)");
    }

    @Test
    void theSiteThatRunsIsTheOneThatWasPlanned() throws IOException {
        Site site = Building.of(read(GOOD));

        assertThat(site.gpus()).isEqualTo(24);
        Node node = site.node("pod-2-rack-node-3").orElseThrow();
        assertThat(node.state()).isEqualTo(NodeState.UP);
        assertThat(node.location()).contains(new Location("pod-2-rack", "pod-2-rack"));
        assertThat(node.offer().model()).contains("H100");
        assertThat(node.offer().watts()).contains(6500);
        assertThat(node.offer().memory().bytes()).isEqualTo(512L << 30);
        assertThat(node.offer().price().perGpuHour().microEuros()).isEqualTo(2_000_000);
        assertThat(node.offer().price().perCpuHour().microEuros()).isEqualTo(20_000);
        Closure closure = site.closures().orElseThrow().getFirst();
        assertThat(closure.pod()).isEqualTo("pod-2");
        assertThat(closure.percent()).isEqualTo(100);
        assertThat(closure.why()).isEqualTo("maintenance");
        assertThat(closure.tenant()).isEmpty();
    }

    @Test
    void aSiteGoesOnFromTheOneBefore() throws IOException {
        Instant now = Instant.parse("2026-12-01T00:00:00Z");
        var reserved =
                new Closure(
                        "pod-1",
                        new TimeSpan(now, now.plusSeconds(60)),
                        10,
                        "reserved",
                        Optional.empty());
        var over =
                new Closure(
                        "pod-1",
                        new TimeSpan(now.minusSeconds(60), now),
                        10,
                        "over",
                        Optional.empty());
        Site plan = Building.of(read(GOOD));
        Site before =
                plan.with("pod-1-rack-node-1", NodeState.LOST)
                        .with("pod-1-rack-node-2", NodeState.RETIRING)
                        .with(List.of(over, reserved));

        Site after = plan.following(before, now);

        assertThat(after.node("pod-1-rack-node-1").orElseThrow().state()).isEqualTo(NodeState.LOST);
        assertThat(after.node("pod-1-rack-node-2").orElseThrow().state())
                .as("the file says that it belongs to the site")
                .isEqualTo(NodeState.UP);
        assertThat(after.closures().orElseThrow())
                .extracting(Closure::why)
                .containsExactly("maintenance", "reserved");
        assertThat(after.following(after, now)).isEqualTo(after);
    }

    private SiteLayout read(String text) throws IOException {
        return SiteFile.read(Files.writeString(folder.resolve("site.yaml"), text));
    }
}
