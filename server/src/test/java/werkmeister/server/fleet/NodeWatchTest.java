package werkmeister.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Offer;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Payload;
import werkmeister.factory.job.Resources;
import werkmeister.factory.tenant.Quota;
import werkmeister.factory.tenant.Tenant;
import werkmeister.server.journal.Journal;
import werkmeister.server.journal.Journals;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.server.loop.CloudCommand;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What follows from heartbeats and from silence, in a time of the test's own. */
class NodeWatchTest {
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final Caller OPERATOR = Caller.own("key:operator");
    private static final TenantId ACME = new TenantId("acme");

    @TempDir Path folder;
    private Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private Journal journal;
    private Cloud cloud;
    private NodeWatch watch;

    @BeforeEach
    void aSiteOfTwoNodes() {
        open();
        var offer =
                new Offer(
                        new CpuCount(64),
                        new Memory(1L << 38),
                        new GpuCount(8),
                        Site.DEFAULT_PRICE);
        var nodes =
                List.of(
                        new Node("node-1", offer, NodeState.UP),
                        new Node("node-2", offer, NodeState.UP));
        tell(new FactoryCommand.ApplySite(new Site("hall", List.of(new Pod("pod-1", nodes)))));
    }

    @AfterEach
    void close() {
        cloud.close();
        journal.close();
    }

    private void open() {
        journal = Journals.open(folder, Optional.empty(), () -> now);
        cloud = Cloud.open(journal, () -> now);
        watch = new NodeWatch(cloud, GRACE, folder.resolve("nodes.txt"));
    }

    @Test
    void aNodeThatFallsSilentIsLostAndComesBackWhenItIsHeardOfAgain() {
        watch.hear("node-1", 8, 8);
        pass(59);
        assertThat(state("node-1")).isEqualTo(NodeState.UP);
        pass(1);
        assertThat(state("node-1")).isEqualTo(NodeState.LOST);
        assertThat(state("node-2")).as("it never had an agent").isEqualTo(NodeState.UP);

        watch.hear("node-1", 8, 8);
        assertThat(state("node-1")).isEqualTo(NodeState.UP);
        assertThat(watch.heard("node-1").orElseThrow().at()).isEqualTo(now);
    }

    @Test
    void whatRanOnALostNodeGoesOnElsewhere() {
        var quota = new Quota(CpuCount.ZERO, GpuCount.ZERO, 64, 1000);
        tell(new FactoryCommand.AddTenant(new Tenant(ACME, "Acme", quota, 1)));
        var resources = new Resources(new CpuCount(1), new Memory(1 << 20), new GpuCount(8));
        tell(
                new FactoryCommand.SubmitJob(
                        new JobSpec(
                                ACME,
                                "long",
                                resources,
                                new Payload("hold", "PT10H"),
                                2,
                                0,
                                Optional.empty())));
        dispatch();
        String first = job().seat().orElseThrow().node();
        watch.hear(first, 8, 8);
        pass(60);

        assertThat(job().queued()).isTrue();
        dispatch();
        assertThat(job().seat().orElseThrow().node()).isNotEqualTo(first);
        assertThat(job().attempt()).isEqualTo(2);
    }

    @Test
    void aNodeDrainsWhileAGpuIsNotWellOrMissing() {
        watch.hear("node-1", 8, 7);
        assertThat(state("node-1")).isEqualTo(NodeState.DRAINING);
        watch.hear("node-1", 8, 8);
        assertThat(state("node-1")).isEqualTo(NodeState.UP);
        watch.hear("node-1", 7, 7);
        assertThat(state("node-1")).as("it offers 8").isEqualTo(NodeState.DRAINING);
        pass(60);
        assertThat(state("node-1")).isEqualTo(NodeState.LOST);
        watch.hear("node-1", 8, 5);
        assertThat(state("node-1")).isEqualTo(NodeState.DRAINING);
        watch.hear("node-1", 8, 8);
        assertThat(state("node-1")).isEqualTo(NodeState.UP);
    }

    @Test
    void whatAPersonDrainedStaysDrainedWhateverAnAgentSays() {
        watch.hear("node-1", 8, 8);
        mark("node-1", NodeState.DRAINING);
        watch.hear("node-1", 8, 8);
        assertThat(state("node-1")).isEqualTo(NodeState.DRAINING);
        pass(60);
        assertThat(state("node-1")).isEqualTo(NodeState.LOST);
        watch.hear("node-1", 8, 8);
        watch.hear("node-1", 8, 8);
        assertThat(state("node-1")).isEqualTo(NodeState.DRAINING);
        mark("node-1", NodeState.UP);
        assertThat(state("node-1")).isEqualTo(NodeState.UP);
    }

    @Test
    void whoDrainsANodeThatTheAgentDrainedAlreadyIsObeyed() {
        watch.hear("node-1", 8, 7);
        mark("node-1", NodeState.DRAINING);
        watch.hear("node-1", 8, 8);
        assertThat(state("node-1")).isEqualTo(NodeState.DRAINING);
    }

    @Test
    void whoRestoresASilentNodeKnowsBetter() {
        watch.hear("node-1", 8, 8);
        pass(60);
        mark("node-1", NodeState.UP);
        pass(600);
        assertThat(state("node-1")).isEqualTo(NodeState.UP);
    }

    @Test
    void aRestartForgetsNeitherWhoDrainedANodeNorWhoIsExpected() {
        watch.hear("node-1", 8, 7);
        watch.hear("node-2", 8, 8);
        close();
        now = now.plus(Duration.ofHours(1));
        open();

        watch.round();
        assertThat(state("node-2")).as("it has had no time yet").isEqualTo(NodeState.UP);
        watch.hear("node-1", 8, 8);
        assertThat(state("node-1")).isEqualTo(NodeState.UP);
        pass(60);
        assertThat(state("node-2")).isEqualTo(NodeState.LOST);
    }

    @Test
    void aHeartbeatThatChangesNothingIsNotInTheJournal() {
        long before = journal.size();
        for (int i = 0; i < 100; i++) {
            watch.hear("node-1", 8, 8);
            pass(10);
        }
        assertThat(journal.size()).isEqualTo(before);
    }

    @Test
    void nonsenseAndStrangersAreRefused() {
        assertThatThrownBy(() -> watch.hear("node-1", 8, 9))
                .isInstanceOf(Refusal.class)
                .hasMessage("The GPUs (8) must be 0 to 1024, and no more of them healthy (9).");
        assertThatThrownBy(() -> watch.hear("node-9", 8, 8))
                .isInstanceOf(Refusal.class)
                .hasMessage("The site has no node node-9.");
        assertThatThrownBy(() -> new NodeWatch(cloud, Duration.ZERO, folder.resolve("x")))
                .isInstanceOf(Refusal.class);
    }

    /** Seconds pass, and the watch looks. */
    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
        watch.round();
    }

    private NodeState state(String node) {
        return cloud.read(books -> books.factory().node(node).orElseThrow().state());
    }

    private Job job() {
        return cloud.read(books -> books.factory().jobs(ACME).getFirst());
    }

    /** A person's word; the watch reads it in the journal as it would while it runs. */
    private void mark(String node, NodeState state) {
        tell(new FactoryCommand.MarkNode(node, state));
        // Listeners are told after the caller was answered: the next answer is after that.
        tell(new FactoryCommand.ReopenNodes("pod-1", now));
    }

    private void tell(FactoryCommand command) {
        cloud.performAll(OPERATOR, List.of(new CloudCommand.ToFactory(command)));
    }

    private void dispatch() {
        cloud.perform(OPERATOR, new CloudCommand.Dispatch("abcdefgh", 10));
    }
}
