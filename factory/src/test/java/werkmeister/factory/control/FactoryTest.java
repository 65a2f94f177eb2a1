package werkmeister.factory.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.JobState;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.job.Payload;
import werkmeister.factory.job.Resources;
import werkmeister.factory.job.Why;
import werkmeister.factory.run.Run;
import werkmeister.factory.schedule.Decision;
import werkmeister.factory.schedule.Placement;
import werkmeister.factory.tenant.Quota;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.CpuCount;
import werkmeister.units.CpuTime;
import werkmeister.units.GpuCount;
import werkmeister.units.GpuTime;
import werkmeister.units.Memory;
import werkmeister.units.Money;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class FactoryTest {
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final TenantId FOUNDRY = new TenantId("foundry");
    private static final TenantId PRESS = new TenantId("press");
    private static final String NONCE = "0123456789abcdef";

    private final Factory factory = new Factory();
    private final List<FactoryEvent> journal = new ArrayList<>();
    private Instant now = START;

    @BeforeEach
    void twoTenantsOnOneMachine() {
        tell(new FactoryCommand.ApplySite(site(4, 2)));
        tell(new FactoryCommand.AddTenant(tenant(FOUNDRY, 2)));
        tell(new FactoryCommand.AddTenant(tenant(PRESS, 2)));
    }

    @Test
    void aJobIsQueuedPlacedRunChargedAndEnded() {
        tell(new FactoryCommand.SubmitJob(spec(FOUNDRY, 2, 1, 0)));
        assertThat(factory.next(now))
                .contains(
                        new Decision.Start(
                                new Placement("job-1", List.of(new Berth("node-1", 1, 1)))));

        var run = start("job-1");
        assertThat(run.token()).isEqualTo("werkmeister-job-1-1-" + NONCE);
        assertThat(job("job-1").state()).isInstanceOf(JobState.Starting.class);

        tell(new FactoryCommand.ConfirmRunning("job-1", 1, run.token()));
        assertThat(job("job-1").state()).isEqualTo(new JobState.Running(run.seat(), now));

        now = now.plus(Duration.ofHours(1));
        tell(end(run, new Outcome.Succeeded(), 7_200_000));

        assertThat(job("job-1").state())
                .isEqualTo(new JobState.Ended(now, new Outcome.Succeeded()));
        var total = factory.total(FOUNDRY);
        assertThat(total.cpuTime()).isEqualTo(new CpuTime(7_200_000));
        assertThat(total.gpuTime()).isEqualTo(new GpuTime(3_600_000));
        assertThat(total.cost()).isEqualTo(new Money(2 * 20_000 + 1_500_000));
        assertThat(factory.total("job-1")).isEqualTo(total);
        assertThat(factory.ledger(PRESS)).isEmpty();
    }

    @Test
    void anArrayIsSubmittedWholeOrNotAtAllAndIsCancelledWhole() {
        var three = List.of(spec(FOUNDRY, 1, 0, 1), spec(FOUNDRY, 1, 0, 1), spec(FOUNDRY, 1, 0, 1));
        tell(new FactoryCommand.SubmitJob(spec(FOUNDRY, 1, 0, 1)));
        tell(new FactoryCommand.SubmitArray(three));

        assertThat(factory.jobs(FOUNDRY))
                .extracting(job -> job.id() + " " + job.spec().array().orElse("-"))
                .containsExactly("job-1 -", "job-2 array-2", "job-3 array-2", "job-4 array-2");

        var tooMany = new ArrayList<JobSpec>();
        int room = factory.tenant(FOUNDRY).orElseThrow().quota().queuedJobs();
        for (int i = 0; i <= room; i++) {
            tooMany.add(spec(FOUNDRY, 1, 0, 1));
        }
        assertThatThrownBy(() -> tell(new FactoryCommand.SubmitArray(tooMany)))
                .isInstanceOf(Refusal.class);
        assertThat(factory.jobs(FOUNDRY)).hasSize(4);

        tell(end(start("job-2"), new Outcome.Succeeded(), 10));
        tell(new FactoryCommand.CancelArray(FOUNDRY, "array-2", "me"));
        assertThat(factory.openJobs()).extracting(Job::id).containsExactly("job-1");
        assertThat(job("job-2").state())
                .isEqualTo(new JobState.Ended(now, new Outcome.Succeeded()));
        assertThatThrownBy(() -> tell(new FactoryCommand.CancelArray(PRESS, "array-2", "me")))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void anAttemptThatSaysThatThereCanBeNoResultIsNotRetried() {
        tell(new FactoryCommand.SubmitJob(spec(FOUNDRY, 1, 0, 2)));
        tell(end(start("job-1"), new Outcome.Refused("There are too few samples."), 100));

        assertThat(job("job-1").state())
                .isEqualTo(
                        new JobState.Ended(now, new Outcome.Refused("There are too few samples.")));
    }

    @Test
    void aFailedAttemptIsRetriedWithinItsBudgetAndEachAttemptIsCharged() {
        tell(new FactoryCommand.SubmitJob(spec(FOUNDRY, 1, 0, 1)));
        tell(end(start("job-1"), new Outcome.Failed("out of luck"), 100));

        assertThat(job("job-1").state())
                .isInstanceOfSatisfying(
                        JobState.Queued.class,
                        queued -> {
                            assertThat(queued.why().reason()).isEqualTo(Why.Reason.RETRY);
                            assertThat(queued.why().en()).contains("Attempt 1 of 2", "out of luck");
                        });
        var second = start("job-1");
        assertThat(second.attempt()).isEqualTo(2);
        tell(end(second, new Outcome.Failed("again"), 50));

        assertThat(job("job-1").state())
                .isEqualTo(new JobState.Ended(now, new Outcome.Failed("again")));
        assertThat(factory.ledger(FOUNDRY))
                .extracting(entry -> entry.attempt())
                .containsExactly(1, 2);
        assertThat(factory.total("job-1").cpuTime()).isEqualTo(new CpuTime(150));
    }

    @Test
    void aGhostOfAnOlderAttemptIsRefused() {
        tell(new FactoryCommand.SubmitJob(spec(FOUNDRY, 1, 0, 3)));
        var ghost = start("job-1");
        tell(end(ghost, new Outcome.Failed("lost"), 0));
        refuse(end(ghost, new Outcome.Succeeded(), 10), Refusal.Kind.CONFLICT);

        var current = start("job-1");
        refuse(end(ghost, new Outcome.Succeeded(), 10), Refusal.Kind.CONFLICT);
        refuse(
                new FactoryCommand.EndRun(
                        "job-1", 2, ghost.token(), new Outcome.Succeeded(), CpuTime.ZERO),
                Refusal.Kind.CONFLICT);
        refuse(new FactoryCommand.ConfirmRunning("job-1", 1, ghost.token()), Refusal.Kind.CONFLICT);

        tell(end(current, new Outcome.Succeeded(), 10));
        refuse(end(current, new Outcome.Succeeded(), 10), Refusal.Kind.CONFLICT);
        assertThat(factory.total("job-1").cpuTime()).isEqualTo(new CpuTime(10));
    }

    @Test
    void aWaitingJobIsCancelledAtOnceAndARunningOneWhenItsProcessHasEnded() {
        tell(new FactoryCommand.SubmitJob(spec(FOUNDRY, 1, 0, 3)));
        tell(new FactoryCommand.SubmitJob(spec(FOUNDRY, 1, 0, 3)));
        tell(new FactoryCommand.CancelJob(FOUNDRY, "job-2", "erika"));
        assertThat(job("job-2").state())
                .isEqualTo(new JobState.Ended(now, new Outcome.Cancelled("erika")));

        var run = start("job-1");
        tell(new FactoryCommand.CancelJob(FOUNDRY, "job-1", "erika"));
        assertThat(job("job-1").state()).isInstanceOf(JobState.Stopping.class);
        assertThat(factory.runs()).containsExactly(run);
        assertThat(decide(new FactoryCommand.CancelJob(FOUNDRY, "job-1", "hans"))).isEmpty();

        tell(end(run, new Outcome.Failed("killed"), 30));
        assertThat(job("job-1").state())
                .isEqualTo(new JobState.Ended(now, new Outcome.Cancelled("erika")));
        assertThat(factory.total("job-1").cpuTime()).isEqualTo(new CpuTime(30));
        refuse(new FactoryCommand.CancelJob(FOUNDRY, "job-1", "erika"), Refusal.Kind.CONFLICT);
    }

    @Test
    void aRunThatFinishedBeforeItsCancellationReachedItHasSucceeded() {
        tell(new FactoryCommand.SubmitJob(spec(FOUNDRY, 1, 0, 0)));
        var run = start("job-1");
        tell(new FactoryCommand.CancelJob(FOUNDRY, "job-1", "erika"));
        tell(end(run, new Outcome.Succeeded(), 30));
        assertThat(job("job-1").state())
                .isEqualTo(new JobState.Ended(now, new Outcome.Succeeded()));
    }

    @Test
    void nobodySeesOrCancelsAnotherTenantsJob() {
        tell(new FactoryCommand.SubmitJob(spec(FOUNDRY, 1, 0, 0)));
        refuse(new FactoryCommand.CancelJob(PRESS, "job-1", "hans"), Refusal.Kind.NOT_FOUND);
        assertThat(factory.jobs(PRESS)).isEmpty();
        assertThat(catchThrowableOfType(Refusal.class, () -> factory.job(PRESS, "job-1")).kind())
                .isEqualTo(Refusal.Kind.NOT_FOUND);
    }

    @Test
    void limitsOfQueuedAndRunningJobsHold() {
        for (int i = 0; i < 5; i++) {
            tell(new FactoryCommand.SubmitJob(spec(FOUNDRY, 1, 0, 0)));
        }
        refuse(new FactoryCommand.SubmitJob(spec(FOUNDRY, 1, 0, 0)), Refusal.Kind.CAPACITY);
        start("job-1");
        start("job-2");
        refuse(
                new FactoryCommand.StartRun(new Placement("job-3", "node-1"), NONCE),
                Refusal.Kind.CAPACITY);
    }

    @Test
    void aNodeIsNeverGivenMoreThanItOffers() {
        tell(new FactoryCommand.SubmitJob(spec(FOUNDRY, 3, 0, 0)));
        tell(new FactoryCommand.SubmitJob(spec(PRESS, 2, 0, 0)));
        start("job-1");
        refuse(
                new FactoryCommand.StartRun(new Placement("job-2", "node-1"), NONCE),
                Refusal.Kind.CAPACITY);
        refuse(
                new FactoryCommand.StartRun(new Placement("job-2", "node-9"), NONCE),
                Refusal.Kind.NOT_FOUND);
        refuse(
                new FactoryCommand.StartRun(new Placement("job-1", "node-1"), NONCE),
                Refusal.Kind.CONFLICT);
    }

    @Test
    void aNodeLeavesTheSiteOnlyWhenNothingRunsOnIt() {
        tell(new FactoryCommand.SubmitJob(spec(FOUNDRY, 1, 0, 0)));
        var run = start("job-1");
        refuse(new FactoryCommand.ApplySite(new Site("empty", List.of())), Refusal.Kind.CONFLICT);

        tell(new FactoryCommand.MarkNode("node-1", NodeState.DRAINING));
        tell(new FactoryCommand.SubmitJob(spec(FOUNDRY, 1, 0, 0)));
        refuse(
                new FactoryCommand.StartRun(new Placement("job-2", "node-1"), NONCE),
                Refusal.Kind.CONFLICT);
        tell(end(run, new Outcome.Succeeded(), 1));
        refuse(new FactoryCommand.ApplySite(new Site("empty", List.of())), Refusal.Kind.INVALID);
        var nothing = new Quota(CpuCount.ZERO, GpuCount.ZERO, 2, 5);
        tell(new FactoryCommand.ChangeTenant(new Tenant(FOUNDRY, "foundry", nothing, 1)));
        tell(new FactoryCommand.ChangeTenant(new Tenant(PRESS, "press", nothing, 1)));
        tell(new FactoryCommand.ApplySite(new Site("empty", List.of())));
        assertThat(factory.next(now)).isEmpty();
        assertThat(factory.why(job("job-2")).reason()).isEqualTo(Why.Reason.TOO_LARGE);
    }

    @Test
    void aClockThatIsSetBackDoesNotStopARunFromEnding() {
        tell(new FactoryCommand.SubmitJob(spec(FOUNDRY, 1, 1, 0)));
        var run = start("job-1");
        now = now.minus(Duration.ofDays(1));
        tell(end(run, new Outcome.Succeeded(), 5));
        assertThat(factory.total("job-1").gpuTime()).isEqualTo(GpuTime.ZERO);
        assertThat(job("job-1").ended()).isTrue();
    }

    @Test
    void replayAndSnapshotRebuildTheSameBook() {
        tell(new FactoryCommand.SubmitJob(spec(FOUNDRY, 1, 0, 1)));
        tell(new FactoryCommand.SubmitJob(spec(PRESS, 2, 1, 0)));
        tell(end(start("job-1"), new Outcome.Failed("first"), 10));
        var run = start("job-2");
        tell(new FactoryCommand.ConfirmRunning("job-2", 1, run.token()));
        tell(new FactoryCommand.ChangeTenant(tenant(PRESS, 7)));
        tell(new FactoryCommand.SubmitJob(spec(PRESS, 1, 0, 0)));

        var replayed = new Factory();
        journal.forEach(replayed::apply);
        var restored = Factory.of(factory.state());

        assertThat(replayed.state()).isEqualTo(factory.state());
        assertThat(restored.state()).isEqualTo(factory.state());
        assertThat(restored.next(now)).isEqualTo(factory.next(now));
        assertThat(restored.total("job-1")).isEqualTo(factory.total("job-1"));
        assertThat(restored.decide(new FactoryCommand.SubmitJob(spec(PRESS, 1, 0, 0)), now))
                .isEqualTo(factory.decide(new FactoryCommand.SubmitJob(spec(PRESS, 1, 0, 0)), now));
    }

    private List<FactoryEvent> decide(FactoryCommand command) {
        return factory.decide(command, now);
    }

    private void tell(FactoryCommand command) {
        for (var event : decide(command)) {
            factory.apply(event);
            journal.add(event);
        }
    }

    private void refuse(FactoryCommand command, Refusal.Kind kind) {
        var before = factory.state();
        assertThat(catchThrowableOfType(Refusal.class, () -> decide(command)))
                .as("%s", command)
                .isNotNull()
                .extracting(Refusal::kind)
                .isEqualTo(kind);
        assertThat(factory.state()).isEqualTo(before);
    }

    private Run start(String job) {
        tell(new FactoryCommand.StartRun(new Placement(job, "node-1"), NONCE));
        return factory.runs().stream()
                .filter(run -> run.job().equals(job))
                .findFirst()
                .orElseThrow();
    }

    private Job job(String id) {
        return factory.state().jobs().stream()
                .filter(job -> job.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static FactoryCommand.EndRun end(Run run, Outcome outcome, long cpuMilliseconds) {
        return new FactoryCommand.EndRun(
                run.job(), run.attempt(), run.token(), outcome, new CpuTime(cpuMilliseconds));
    }

    private static Site site(long cpus, long gpus) {
        return Site.thisMachine(new CpuCount(cpus), new Memory(8L << 30), new GpuCount(gpus));
    }

    private static Tenant tenant(TenantId id, long cpus) {
        return new Tenant(id, id.value(), new Quota(new CpuCount(cpus), new GpuCount(1), 2, 5), 1);
    }

    private static JobSpec spec(TenantId tenant, long cpus, long gpus, int retries) {
        var resources = new Resources(new CpuCount(cpus), new Memory(1L << 30), new GpuCount(gpus));
        return new JobSpec(
                tenant,
                "watch press-1",
                resources,
                new Payload("train", "order-1"),
                retries,
                0,
                Optional.empty());
    }
}
