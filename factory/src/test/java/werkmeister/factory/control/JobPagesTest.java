package werkmeister.factory.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import werkmeister.factory.job.Eviction;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Payload;
import werkmeister.factory.job.Resources;
import werkmeister.factory.job.Terms;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Jobs page by page, arrays, and what is remembered of interruptions. */
class JobPagesTest {
    private static final TenantId FOUNDRY = new TenantId("foundry");
    private final Hall hall =
            new Hall().with(Hall.site(1, 1, 1)).tenant("foundry", 8).tenant("press", 0);

    @Test
    void pagesGoOnWhereTheLastOneEndedInBothDirections() {
        for (int i = 0; i < 20; i++) {
            hall.submit(i % 2 == 0 ? "foundry" : "press", 1, 0, Terms.PLAIN);
        }

        assertThat(ids(hall.factory.jobsAfter(FOUNDRY, 0, 3)))
                .containsExactly("job-1", "job-3", "job-5");
        assertThat(ids(hall.factory.jobsAfter(FOUNDRY, 5, 3)))
                .containsExactly("job-7", "job-9", "job-11");
        assertThat(ids(hall.factory.jobsAfter(FOUNDRY, 17, 3))).containsExactly("job-19");
        assertThat(ids(hall.factory.jobsBefore(FOUNDRY, Long.MAX_VALUE, 2)))
                .containsExactly("job-19", "job-17");
        assertThat(ids(hall.factory.jobsBefore(FOUNDRY, 3, 2))).containsExactly("job-1");
        assertThat(hall.factory.jobsAfter(new TenantId("nobody"), 0, 3)).isEmpty();
    }

    @Test
    void anArrayIsItsOwnJobsAndNoOthers() {
        hall.submit("foundry", 1, 0, Terms.PLAIN);
        var spec =
                new JobSpec(
                        FOUNDRY,
                        "part",
                        new Resources(new CpuCount(1), new Memory(1L << 30), new GpuCount(1)),
                        new Payload("hold", "PT1H"),
                        0,
                        0,
                        Optional.empty());
        hall.tell(new FactoryCommand.SubmitArray(Collections.nCopies(3, spec)));
        hall.tell(new FactoryCommand.SubmitArray(Collections.nCopies(2, spec)));

        assertThat(ids(hall.factory.array(FOUNDRY, "array-2")))
                .containsExactly("job-2", "job-3", "job-4");
        assertThat(ids(hall.factory.array(FOUNDRY, "array-5"))).containsExactly("job-5", "job-6");
        assertThat(hall.factory.array(FOUNDRY, "array-3")).isEmpty();
        assertThat(hall.factory.array(FOUNDRY, "array-99999999999999999999")).isEmpty();
        assertThat(hall.factory.array(FOUNDRY, "nonsense")).isEmpty();
        assertThat(hall.factory.array(new TenantId("press"), "array-2")).isEmpty();
    }

    /** The press borrows all there is; the foundry takes back what it is owed. */
    @Test
    void anInterruptionIsRememberedAlsoByASnapshot() {
        var borrowing =
                new Terms(
                        1,
                        1,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.of(Duration.ofHours(10)),
                        Optional.of(Duration.ofMinutes(30)),
                        Optional.empty(),
                        true,
                        false);
        String lent = hall.submit("press", 8, 0, borrowing);
        hall.dispatch().pass(Duration.ofMinutes(40));
        String owed = hall.submit("foundry", 8, 0, Terms.PLAIN);
        hall.dispatch();
        while (hall.job(lent).eviction().isEmpty()) {
            hall.pass(Duration.ofMinutes(1)).dispatch();
        }
        assertThat(hall.factory.why(hall.job(lent)).en()).startsWith("Is being interrupted");
        assertThat(hall.factory.interruptions(lent)).isEmpty();

        hall.stopStopping();

        var one = hall.factory.interruptions(lent).getFirst();
        assertThat(one.attempt()).isEqualTo(1);
        assertThat(one.eviction().rule()).isEqualTo(Eviction.Rule.RECLAIM);
        assertThat(one.eviction().beneficiary()).isEqualTo(owed);
        assertThat(one.eviction().lost().milliseconds()).isPositive();
        var used = hall.factory.used(lent);
        assertThat(used.inQuota().milliseconds()).isZero();
        assertThat(used.borrowed()).isEqualTo(used.gpuTime());
        assertThat(used.lost().milliseconds()).isPositive();
        assertThat(Factory.of(hall.factory.state()).interruptions(lent)).containsExactly(one);
    }

    @Test
    void theExpectedEndIsLaterWithFewerPartsAndUnknownWithoutARuntime() {
        var terms =
                new Terms(
                        4,
                        2,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.of(Duration.ofHours(2)),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        false);
        Job four = hall.job(hall.submit("foundry", 1, 0, terms));
        Job plain = hall.job(hall.submit("foundry", 1, 0, Terms.PLAIN));

        assertThat(four.end(Hall.START, 4)).contains(Hall.START.plus(Duration.ofHours(2)));
        assertThat(four.end(Hall.START, 2)).contains(Hall.START.plus(Duration.ofHours(4)));
        assertThat(plain.end(Hall.START, 1)).isEmpty();
    }

    private static List<String> ids(List<Job> jobs) {
        return jobs.stream().map(Job::id).toList();
    }
}
