package werkmeister.factory.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.control.FactoryEvent;
import werkmeister.factory.control.Hall;
import werkmeister.factory.fleet.Closure;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Eviction.Rule;
import werkmeister.factory.job.JobState;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.job.Terms;
import werkmeister.factory.job.Together;
import werkmeister.factory.job.Together.Level;
import werkmeister.factory.tenant.Cells;
import werkmeister.factory.tenant.Group;
import werkmeister.factory.tenant.Quota;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Money;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class SchedulerTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Terms ONE = terms(1, 1, Optional.empty(), HOUR, true);
    private static final Terms FIRM = terms(1, 1, Optional.empty(), HOUR, false);

    private final Hall hall = new Hall();

    @Test
    void servesWhatIsOwedFirstThenWhoHoldsLess() {
        hall.with(Hall.site(1, 1, 1)).tenant("foundry", 0).tenant("press", 5);
        for (int i = 0; i < 8; i++) {
            one("foundry");
        }
        for (int i = 0; i < 8; i++) {
            one("press");
        }
        hall.dispatch();

        assertThat(held("press")).isEqualTo(5);
        assertThat(held("foundry")).isEqualTo(3);
    }

    @Test
    void whoHasUsedMoreLatelyWaitsLonger() {
        hall.with(Hall.site(1, 1, 1)).tenant("foundry", 0).tenant("press", 0);
        String long_ = hall.submit("foundry", 8, 0, ONE);
        hall.dispatch().pass(Duration.ofHours(20));
        hall.end(long_, new Outcome.Succeeded());
        String foundry = hall.submit("foundry", 8, 0, ONE);
        String press = hall.submit("press", 8, 0, ONE);
        hall.dispatch();

        assertThat(hall.where(press)).isEqualTo("p1-r1-n1");
        assertThat(hall.where(foundry)).isEqualTo("NO_ROOM");
    }

    @Test
    void aGroupsShareCountsBeforeThatOfItsTenants() {
        hall.with(Hall.site(1, 1, 1));
        for (String group : List.of("cars", "robots")) {
            hall.tell(
                    new FactoryCommand.PutGroup(
                            new Group(
                                    group, Optional.empty(), GpuCount.ZERO, Optional.empty(), 1)));
        }
        grouped("body", "cars");
        grouped("paint", "cars");
        grouped("arm", "robots");
        for (int i = 0; i < 8; i++) {
            one("body");
            one("paint");
            one("arm");
        }
        hall.dispatch();

        assertThat(held("arm")).isEqualTo(4);
        assertThat(held("body")).isEqualTo(2);
        assertThat(held("paint")).isEqualTo(2);
    }

    @Test
    void aLargeJobHasRoomKeptAndOthersPassOnlyIfTheyEndInTime() {
        hall.with(Hall.site(1, 1, 2)).tenant("foundry", 0);
        String first = hall.submit("foundry", 8, 0, FIRM);
        hall.dispatch();
        String both = hall.submit("foundry", 8, 0, terms(2, 2, Optional.empty(), HOUR, false));
        String late =
                hall.submit("foundry", 1, 0, terms(1, 1, Optional.empty(), HOUR.plus(HOUR), false));
        String inTime =
                hall.submit(
                        "foundry", 1, 0, terms(1, 1, Optional.empty(), HOUR.dividedBy(2), false));
        hall.dispatch();

        assertThat(hall.where(both)).isEqualTo("NO_ROOM");
        assertThat(hall.where(late)).isEqualTo("KEPT_FOR_ANOTHER");
        assertThat(hall.where(inTime)).isEqualTo("p1-r1-n2");
        assertThat(hall.factory.start(hall.job(both), hall.now)).contains(hall.now.plus(HOUR));

        hall.pass(HOUR);
        hall.end(first, new Outcome.Succeeded());
        hall.end(inTime, new Outcome.Succeeded());
        hall.dispatch();
        assertThat(hall.where(both)).isEqualTo("p1-r1-n1 p1-r1-n2");
    }

    @Test
    void partsGoTogetherAsNearAsAskedAndNeverByHalves() {
        hall.with(Hall.site(2, 2, 2)).tenant("foundry", 0);
        String rack =
                hall.submit(
                        "foundry", 8, 0, terms(2, 2, together(Level.RACK, true, 0), HOUR, false));
        String pod =
                hall.submit(
                        "foundry", 8, 0, terms(4, 4, together(Level.POD, true, 0), HOUR, false));
        String never =
                hall.submit(
                        "foundry", 8, 0, terms(3, 3, together(Level.POD, true, 0), HOUR, false));
        hall.dispatch();

        assertThat(hall.where(rack)).isEqualTo("p1-r1-n1 p1-r1-n2");
        assertThat(hall.where(pod)).isEqualTo("p2-r1-n1 p2-r1-n2 p2-r2-n1 p2-r2-n2");
        assertThat(hall.where(never)).isEqualTo("NO_ROOM");
    }

    @Test
    void segmentsShareADomainEach() {
        hall.with(Hall.site(2, 2, 2)).tenant("foundry", 0);
        one("foundry");
        String gang =
                hall.submit(
                        "foundry", 8, 0, terms(4, 4, together(Level.RACK, true, 2), HOUR, false));
        hall.dispatch();
        assertThat(hall.where(gang)).isEqualTo("p1-r2-n1 p1-r2-n2 p2-r1-n1 p2-r1-n2");
    }

    @Test
    void anElasticJobBeginsWithFewerParts() {
        hall.with(Hall.site(1, 1, 3)).tenant("foundry", 0);
        one("foundry");
        String elastic = hall.submit("foundry", 8, 0, terms(3, 2, Optional.empty(), HOUR, false));
        hall.dispatch();
        assertThat(hall.where(elastic)).isEqualTo("p1-r1-n2 p1-r1-n3");
    }

    @Test
    void whatIsOwedIsTakenBackFromWhoBorrowsAndOnlySoMuch() {
        hall.with(Hall.site(1, 1, 2)).tenant("foundry", 8).tenant("press", 8);
        for (int i = 0; i < 16; i++) {
            one("foundry");
        }
        hall.dispatch().pass(HOUR.dividedBy(2));
        String press = hall.submit("press", 8, 0, FIRM);
        hall.dispatch();
        assertThat(hall.where(press)).isEqualTo("ROOM_IS_MADE");
        hall.stopStopping();

        assertThat(sits(press)).isTrue();
        assertThat(held("foundry")).isEqualTo(8);
        assertThat(evictions())
                .hasSize(8)
                .allSatisfy(one -> {
                    assertThat(one.eviction().rule()).isEqualTo(Rule.RECLAIM);
                    assertThat(one.eviction().beneficiary()).isEqualTo(press);
                    assertThat(one.eviction().lost().milliseconds()).isEqualTo(1_800_000);
                });
        hall.pass(HOUR).dispatch();
        assertThat(evictions()).as("who was evicted takes nothing back").hasSize(8);
    }

    @Test
    void whoHasLeastToLoseIsInterrupted() {
        hall.with(Hall.site(1, 1, 2)).tenant("foundry", 0).tenant("press", 8);
        String old = hall.submit("foundry", 8, 0, ONE);
        hall.dispatch().pass(HOUR);
        String young = hall.submit("foundry", 8, 0, ONE);
        hall.dispatch().pass(Duration.ofMinutes(5));
        hall.submit("press", 8, 0, FIRM);
        hall.dispatch();

        assertThat(hall.job(young).state()).isInstanceOf(JobState.Stopping.class);
        assertThat(hall.job(old).state()).isInstanceOf(JobState.Starting.class);
    }

    @Test
    void aHigherPriorityInterruptsWithinItsTenantOnly() {
        hall.with(Hall.site(1, 1, 1)).tenant("foundry", 0).tenant("press", 0);
        String low = hall.submit("foundry", 8, 0, ONE);
        hall.dispatch().pass(HOUR);
        String other = hall.submit("press", 8, 9, ONE);
        hall.dispatch();
        assertThat(sits(low)).isTrue();
        String high = hall.submit("foundry", 8, 5, ONE);
        hall.dispatch().stopStopping();

        assertThat(sits(high)).isTrue();
        assertThat(hall.where(other)).isEqualTo("NO_ROOM");
        assertThat(hall.job(low).failures()).isZero();
        assertThat(hall.factory.why(hall.job(low)).en()).isNotBlank();
    }

    @Test
    void smallWorkMovesTogetherSoThatALargeJobFits() {
        hall.with(Hall.site(1, 1, 2)).tenant("foundry", 0).tenant("press", 8);
        var firm = List.of(hall.submit("foundry", 5, 0, ONE), hall.submit("foundry", 5, 0, ONE));
        hall.dispatch().pass(Duration.ofMinutes(2));
        String small = hall.submit("foundry", 3, 0, ONE);
        hall.dispatch();
        hall.end(firm.getFirst(), new Outcome.Succeeded());
        hall.pass(Duration.ofMinutes(2));
        assertThat(hall.where(small)).isEqualTo("p1-r1-n1");
        String large = hall.submit("press", 8, 0, FIRM);
        hall.dispatch().stopStopping();

        assertThat(hall.where(large)).isEqualTo("p1-r1-n1");
        assertThat(hall.where(small)).isEqualTo("p1-r1-n2");
    }

    @Test
    void smallWorkMovesTogetherSoThatAGangFits() {
        hall.with(Hall.site(1, 1, 3)).tenant("foundry", 8).tenant("press", 16);
        Terms half = terms(1, 1, Optional.empty(), HOUR, true);
        var four = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            four.add(hall.submit("foundry", 4, 0, half));
            hall.dispatch();
        }
        for (String node : List.of("p1-r1-n1", "p1-r1-n2")) {
            hall.end(
                    four.stream()
                            .filter(job -> hall.where(job).equals(node))
                            .findFirst()
                            .orElseThrow(),
                    new Outcome.Succeeded());
        }
        hall.pass(Duration.ofMinutes(2));
        String gang = hall.submit("press", 8, 0, terms(2, 2, Optional.empty(), HOUR, false));
        hall.dispatch().stopStopping();

        assertThat(hall.where(gang)).contains("p1-r1-n3").hasSize("p1-r1-n1 p1-r1-n3".length());
        assertThat(evictions())
                .extracting(one -> one.eviction().rule())
                .containsExactly(Rule.DEFRAGMENTATION);
        assertThat(held("foundry")).as("both go on").isEqualTo(8);
    }

    @Test
    void workThatCannotBeInterruptedBorrowsOnlyWhatNobodyIsOwed() {
        hall.with(Hall.site(1, 1, 2)).tenant("foundry", 4).tenant("press", 8);
        String firm = hall.submit("foundry", 8, 0, FIRM);
        String tooMuch = hall.submit("foundry", 4, 0, FIRM);
        String borrows = hall.submit("foundry", 4, 0, ONE);
        hall.dispatch();

        assertThat(sits(firm)).isTrue();
        assertThat(hall.factory.why(hall.job(tooMuch)).en()).contains("owed to others");
        assertThat(sits(borrows)).isTrue();
    }

    @Test
    void nothingRunsIntoAClosureAndWhatDoesIsInterrupted() {
        hall.with(Hall.site(2, 1, 1)).tenant("foundry", 0);
        String running = hall.submit("foundry", 8, 0, ONE);
        hall.dispatch();
        assertThat(hall.where(running)).isEqualTo("p1-r1-n1");
        var span =
                new TimeSpan(hall.now.plus(HOUR.dividedBy(2)), hall.now.plus(HOUR.multipliedBy(4)));
        hall.tell(
                new FactoryCommand.CloseNodes(
                        new Closure("p1", span, 100, "filters", Optional.empty())));
        String next = hall.submit("foundry", 4, 0, ONE);
        hall.dispatch();
        assertThat(hall.where(next)).isEqualTo("p2-r1-n1");

        hall.pass(HOUR.dividedBy(2)).dispatch();
        assertThat(hall.where(running)).isEqualTo("stopping on p1-r1-n1");
        hall.stopStopping();
        assertThat(evictions())
                .extracting(one -> one.eviction().rule())
                .containsExactly(Rule.CLOSED);
        assertThat(hall.factory.start(hall.job(running), hall.now)).isPresent();

        hall.pass(HOUR.multipliedBy(4)).dispatch();
        assertThat(sits(running)).isTrue();
    }

    @Test
    void whatIsReservedInAdvanceIsForItsTenant() {
        hall.with(Hall.site(1, 1, 1)).tenant("foundry", 0).tenant("press", 0);
        var span = new TimeSpan(hall.now, hall.now.plus(HOUR.multipliedBy(4)));
        var press = Optional.of(new TenantId("press"));
        hall.tell(new FactoryCommand.CloseNodes(new Closure("p1", span, 100, "launch", press)));
        String foundry = one("foundry");
        String launch = one("press");
        hall.dispatch();

        assertThat(sits(launch)).isTrue();
        assertThat(hall.where(foundry)).isEqualTo("KEPT_FOR_ANOTHER");
    }

    @Test
    void cellsAreLentToWorkThatCanBeInterruptedAndComeBack() {
        hall.with(Hall.site(1, 2, 1)).tenant("foundry", 0);
        var cells = Optional.of(new Cells(1, 0, 0));
        hall.tenant(
                "press",
                new Quota(
                        CpuCount.ZERO,
                        new GpuCount(8),
                        100,
                        100,
                        Optional.empty(),
                        Optional.empty(),
                        cells));
        String firm = hall.submit("foundry", 8, 0, FIRM);
        String firmToo = hall.submit("foundry", 1, 0, FIRM);
        String borrower = hall.submit("foundry", 8, 0, ONE);
        hall.dispatch().pass(HOUR);
        assertThat(hall.where(firm)).isEqualTo("p1-r1-n1");
        assertThat(sits(firmToo)).isFalse();
        assertThat(hall.where(borrower)).isEqualTo("p1-r2-n1");

        String own = hall.submit("press", 8, 0, FIRM);
        hall.dispatch().stopStopping();
        assertThat(hall.where(own)).isEqualTo("p1-r2-n1");
    }

    @Test
    void limitsAndBudgetsHoldJobsBackAndSaySo() {
        hall.with(Hall.site(1, 1, 1));
        hall.tenant(
                "foundry",
                new Quota(
                        CpuCount.ZERO,
                        GpuCount.ZERO,
                        100,
                        100,
                        Optional.of(new GpuCount(2)),
                        Optional.of(new Money(4_000_000)),
                        Optional.empty()));
        String first = hall.submit("foundry", 2, 0, FIRM);
        String second = one("foundry");
        hall.dispatch();
        assertThat(hall.where(second)).isEqualTo("GPU_LIMIT");
        assertThatThrownBy(() ->
                        hall.tell(
                                new FactoryCommand.StartRun(
                                        new Placement(second, "p1-r1-n1"), "0123456789abcdef")))
                .hasMessageContaining("more GPUs than its limit");

        hall.pass(HOUR.multipliedBy(2));
        hall.end(first, new Outcome.Succeeded());
        hall.dispatch();
        assertThat(hall.where(second)).as("6 of 4 euro are spent").isEqualTo("BUDGET");

        hall.pass(Duration.ofDays(30)).dispatch();
        assertThat(sits(second)).as("a month later").isTrue();
    }

    @Test
    void aNodeThatIsLostFailsItsGangWhichStartsElsewhereWhileItsGhostIsRefused() {
        hall.with(Hall.site(1, 1, 3)).tenant("foundry", 0);
        String gang = hall.submit("foundry", 8, 0, terms(2, 2, Optional.empty(), HOUR, false));
        hall.dispatch().pass(HOUR.dividedBy(2));
        var ghost = werkmeister.factory.run.Run.of(hall.job(gang)).orElseThrow();
        hall.tell(new FactoryCommand.MarkNode("p1-r1-n2", NodeState.LOST));
        hall.dispatch();

        assertThat(hall.where(gang)).isEqualTo("p1-r1-n1 p1-r1-n3");
        assertThat(hall.job(gang).attempt()).isEqualTo(2);
        assertThat(hall.job(gang).failures()).isEqualTo(1);
        assertThatThrownBy(() ->
                        hall.tell(
                                new FactoryCommand.EndRun(
                                        ghost.job(),
                                        ghost.attempt(),
                                        ghost.token(),
                                        new Outcome.Succeeded(),
                                        werkmeister.units.CpuTime.ZERO)))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void aRetiringNodeFinishesItsWorkAndLeaves() {
        hall.with(Hall.site(1, 1, 2)).tenant("foundry", 0);
        String job = hall.submit("foundry", 8, 0, FIRM);
        hall.dispatch();
        Site smaller =
                new Site(
                        "hall",
                        List.of(new Pod("p1", List.of(Hall.node("p1-r1-n2", 64, 8, "p1-r1")))));
        assertThatThrownBy(() -> hall.tell(new FactoryCommand.ApplySite(smaller)))
                .hasMessageContaining("p1-r1-n1")
                .hasMessageContaining(job);
        hall.tell(new FactoryCommand.ApplySite(smaller, true));
        assertThat(hall.factory.node("p1-r1-n1").orElseThrow().state())
                .isEqualTo(NodeState.RETIRING);

        hall.end(job, new Outcome.Succeeded());
        assertThat(hall.factory.node("p1-r1-n1")).isEmpty();
    }

    @Test
    void whatCanNeverStartIsRefusedWithWhatCould() {
        hall.with(Hall.site(1, 1, 2)).tenant("foundry", 0);
        assertThatThrownBy(() -> hall.submit("foundry", 9, 0, ONE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("8 GPU");
        assertThatThrownBy(() ->
                        hall.submit("foundry", 8, 0, terms(3, 3, Optional.empty(), HOUR, false)))
                .hasMessageContaining("at most 2 parts");
        assertThatThrownBy(() ->
                        hall.submit(
                                "foundry",
                                8,
                                0,
                                terms(2, 2, together(Level.NVLINK, true, 0), HOUR, false)))
                .hasMessageContaining("wider domain");
    }

    @Test
    void aQuotaTreeThatDoesNotAddUpIsRefused() {
        hall.with(Hall.site(1, 1, 2));
        var cars = new Group("cars", Optional.empty(), new GpuCount(8), Optional.empty(), 1);
        hall.tell(new FactoryCommand.PutGroup(cars));
        assertThatThrownBy(() ->
                        hall.tell(
                                new FactoryCommand.PutGroup(
                                        new Group(
                                                "cars",
                                                Optional.of("cars"),
                                                new GpuCount(8),
                                                Optional.empty(),
                                                1))))
                .hasMessageContaining("belong to itself");
        var body = new Quota(CpuCount.ZERO, new GpuCount(9), 10, 10);
        assertThatThrownBy(() ->
                        hall.tell(
                                new FactoryCommand.AddTenant(
                                        new Tenant(
                                                new TenantId("body"),
                                                "Body",
                                                body,
                                                1,
                                                Optional.of("cars")))))
                .hasMessageContaining("Within the group cars 9 GPUs are owed");
        assertThatThrownBy(() -> hall.tenant("press", 9)).hasMessageContaining("17 GPUs are owed");
    }

    @Test
    void whoMustStartSoonestForItsDeadlineGoesFirstAndWhoHasMissedItStepsBack() {
        hall.with(Hall.site(1, 1, 1)).tenant("foundry", 0);
        String running = hall.submit("foundry", 8, 0, FIRM);
        hall.dispatch();
        String whenever = hall.submit("foundry", 8, 0, FIRM);
        String tomorrow = hall.submit("foundry", 8, 0, due(Duration.ofDays(1)));
        String soon = hall.submit("foundry", 8, 0, due(Duration.ofHours(3)));
        String hopeless = hall.submit("foundry", 8, 0, due(Duration.ofMinutes(90)));

        assertThat(inTurn(running)).isEqualTo(soon);
        assertThat(hall.factory.start(hall.job(whenever), hall.now))
                .contains(hall.now.plus(HOUR.multipliedBy(2)));
        assertThat(inTurn(soon)).isEqualTo(tomorrow);
        assertThat(inTurn(tomorrow)).isEqualTo(whenever);
        assertThat(inTurn(whenever)).isEqualTo(hopeless);
    }

    @Test
    void aDeadlineComesAfterPriorityAndCountsWithinItsTenantOnly() {
        hall.with(Hall.site(1, 1, 1)).tenant("foundry", 0).tenant("press", 0);
        String running = hall.submit("foundry", 8, 0, FIRM);
        hall.dispatch();
        String older = hall.submit("press", 8, 0, FIRM);
        String urgent = hall.submit("foundry", 8, 1, FIRM);
        String due = hall.submit("foundry", 8, 0, due(Duration.ofHours(3)));

        assertThat(inTurn(running)).isEqualTo(older);
        assertThat(inTurn(older)).isEqualTo(urgent);
        assertThat(inTurn(urgent)).isEqualTo(due);
    }

    @Test
    void whatNobodyHoldsOnALostNodeIsNotThereToBeLent() {
        hall.with(Hall.site(1, 1, 2)).tenant("foundry", 8).tenant("press", 0);
        hall.tell(new FactoryCommand.MarkNode("p1-r1-n2", NodeState.LOST));
        String firm = hall.submit("press", 1, 0, FIRM);
        hall.dispatch();
        assertThat(hall.where(firm)).isEqualTo("NO_ROOM");

        hall.tell(new FactoryCommand.MarkNode("p1-r1-n2", NodeState.UP));
        hall.dispatch();
        assertThat(sits(firm)).isTrue();
    }

    /** Ends a run after an hour and says what starts in its place. */
    private String inTurn(String running) {
        hall.pass(HOUR);
        hall.end(running, new Outcome.Succeeded());
        hall.dispatch();
        return hall.factory.seatedJobs().getFirst().id();
    }

    private Terms due(Duration in) {
        return new Terms(
                1,
                1,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(HOUR),
                Optional.empty(),
                Optional.of(hall.now.plus(in)),
                false,
                false);
    }

    private void grouped(String tenant, String group) {
        var quota = new Quota(CpuCount.ZERO, GpuCount.ZERO, 100, 100);
        hall.tell(
                new FactoryCommand.AddTenant(
                        new Tenant(new TenantId(tenant), tenant, quota, 1, Optional.of(group))));
    }

    private String one(String tenant) {
        return hall.submit(tenant, 1, 0, ONE);
    }

    private boolean sits(String job) {
        return hall.job(job).seat().isPresent();
    }

    private long held(String tenant) {
        return hall.factory.seatedJobs().stream()
                .filter(job -> job.tenant().value().equals(tenant))
                .mapToLong(job -> job.spec().resources().gpus().gpus())
                .sum();
    }

    private List<FactoryEvent.EvictionRequested> evictions() {
        return hall.events.stream()
                .filter(FactoryEvent.EvictionRequested.class::isInstance)
                .map(FactoryEvent.EvictionRequested.class::cast)
                .toList();
    }

    private static Optional<Together> together(Level level, boolean required, int segment) {
        return Optional.of(new Together(level, required, segment));
    }

    private static Terms terms(
            int parts,
            int least,
            Optional<Together> together,
            Duration runtime,
            boolean preemptible) {
        return new Terms(
                parts,
                least,
                Optional.empty(),
                List.of(),
                together,
                Optional.of(runtime),
                Optional.empty(),
                Optional.empty(),
                preemptible,
                false);
    }
}
