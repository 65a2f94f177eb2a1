package werkmeister.factory.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.control.FactoryEvent;
import werkmeister.factory.control.Hall;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.job.Terms;
import werkmeister.factory.tenant.Group;
import werkmeister.factory.tenant.Quota;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Corners of quotas that chance rarely meets. */
class QuotaHoldsTest {
    private static final Terms LENT = terms(1, 1, true);
    private static final Terms FIRM = terms(1, 1, false);

    private final Hall hall = new Hall();

    @Test
    void anElasticJobBeginsWithAsManyPartsAsTheLimitAllows() {
        hall.with(Hall.site(1, 1, 2)).tenant("press", limited(5));
        String job = hall.submit("press", 2, 0, terms(4, 1, false));
        hall.dispatch();

        assertThat(hall.job(job).seat().orElseThrow().parts()).isEqualTo(2);
        String second = hall.submit("press", 2, 0, FIRM);
        hall.dispatch();
        assertThat(hall.where(second)).isEqualTo("GPU_LIMIT");
    }

    @Test
    void aGroupThatMovesTakesWhatItHoldsWithIt() {
        hall.with(Hall.site(1, 1, 2));
        put("works", Optional.empty(), Optional.of(4L));
        put("line", Optional.empty(), Optional.empty());
        var quota = new Quota(CpuCount.ZERO, GpuCount.ZERO, 100, 100);
        hall.tell(
                new FactoryCommand.AddTenant(
                        new Tenant(new TenantId("press"), "press", quota, 1, Optional.of("line"))));
        String first = hall.submit("press", 4, 0, LENT);
        hall.dispatch();
        put("line", Optional.of("works"), Optional.empty());
        String second = hall.submit("press", 1, 0, LENT);
        hall.dispatch();

        assertThat(hall.where(second)).isEqualTo("GPU_LIMIT");
        hall.end(first, new Outcome.Succeeded());
        hall.dispatch();
        assertThat(hall.job(second).seat()).isPresent();
    }

    @Test
    void equalJobsOfTwoTenantsDoNotWaitForEachOther() {
        hall.with(Hall.site(1, 1, 1)).tenant("foundry", 0).tenant("press", 0);
        String running = hall.submit("press", 8, 0, FIRM);
        hall.dispatch();
        // Room is kept for the first, and the turn of the second comes before.
        String kept = hall.submit("press", 8, 0, FIRM);
        hall.dispatch();
        String equal = hall.submit("foundry", 8, 0, FIRM);
        hall.dispatch();
        hall.pass(Duration.ofMinutes(30));
        hall.end(running, new Outcome.Succeeded());
        hall.dispatch();

        assertThat(List.of(kept, equal)).anyMatch(job -> hall.job(job).seat().isPresent());
    }

    @Test
    void nobodySwapsWhatItBorrowsForWorkThatStays() {
        hall.with(Hall.site(1, 1, 1)).tenant("foundry", 0).tenant("press", 8);
        hall.submit("foundry", 8, 0, LENT);
        hall.dispatch().pass(Duration.ofMinutes(5));
        hall.submit("foundry", 8, 1, FIRM);
        hall.dispatch();

        assertThat(hall.events).noneMatch(FactoryEvent.EvictionRequested.class::isInstance);
        String owed = hall.submit("press", 8, 0, FIRM);
        hall.dispatch().stopStopping();
        assertThat(hall.job(owed).seat()).isPresent();
    }

    @Test
    void roomThatIsBeingMadeCountsTowardsWhatIsOwed() {
        hall.with(Hall.site(1, 1, 1)).tenant("foundry", 4).tenant("press", 4);
        for (int i = 0; i < 8; i++) {
            hall.submit("foundry", 1, 0, LENT);
        }
        hall.dispatch().pass(Duration.ofMinutes(5));
        hall.submit("press", 4, 0, LENT);
        hall.dispatch();
        hall.submit("press", 4, 0, LENT);
        hall.dispatch();

        assertThat(hall.events)
                .filteredOn(FactoryEvent.EvictionRequested.class::isInstance)
                .hasSize(4);
    }

    private void put(String group, Optional<String> parent, Optional<Long> limit) {
        hall.tell(
                new FactoryCommand.PutGroup(
                        new Group(group, parent, GpuCount.ZERO, limit.map(GpuCount::new), 1)));
    }

    private static Quota limited(long gpus) {
        return new Quota(
                CpuCount.ZERO,
                GpuCount.ZERO,
                100,
                100,
                Optional.of(new GpuCount(gpus)),
                Optional.empty(),
                Optional.empty());
    }

    private static Terms terms(int parts, int least, boolean preemptible) {
        return new Terms(
                parts,
                least,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(Duration.ofHours(1)),
                Optional.empty(),
                Optional.empty(),
                preemptible,
                false);
    }
}
