package werkmeister.factory.control;

import static org.assertj.core.api.Assertions.assertThat;

import werkmeister.factory.ledger.LedgerEntry;
import werkmeister.factory.ledger.Use;
import werkmeister.factory.run.Run;
import werkmeister.factory.tenant.Tenant;

import java.util.HashMap;

/** What must be so of a factory when all has ended, by its events. */
final class FactoryAccounts {
    private FactoryAccounts() {}

    /** The ledger says what the runs held, to the second. */
    static void assertSums(Hall hall) {
        var used = new HashMap<String, Long>();
        for (FactoryEvent event : hall.events) {
            if (event instanceof FactoryEvent.RunEnded ended) {
                Run run = started(hall, ended.job(), ended.attempt());
                int parts = run.seat().parts();
                long milli = hall.job(ended.job()).spec().gpuMilli(parts);
                used.merge(
                        ended.tenant().value(),
                        ended.span().length().toMillis() * milli / 1_000,
                        Long::sum);
            }
        }
        for (Tenant tenant : hall.factory.tenants()) {
            String name = tenant.id().value();
            long charged = 0;
            for (LedgerEntry entry : hall.factory.ledger(tenant.id())) {
                Use use = entry.use().orElseThrow();
                charged += entry.gpuTime().milliseconds();
                assertThat(use.inQuota().plus(use.borrowed())).isEqualTo(entry.gpuTime());
                assertThat(use.lost()).isLessThanOrEqualTo(entry.gpuTime());
            }
            assertThat(charged).as(name).isEqualTo(used.getOrDefault(name, 0L));
        }
    }

    private static Run started(Hall hall, String job, int attempt) {
        for (FactoryEvent event : hall.events) {
            if (event instanceof FactoryEvent.RunStarted(var _, var run)
                    && run.job().equals(job)
                    && run.attempt() == attempt) {
                return run;
            }
        }
        throw new AssertionError("%s ended without a start.".formatted(job));
    }

    static void assertReplay(Hall hall) {
        var replayed = new Factory();
        hall.events.forEach(replayed::apply);
        assertThat(replayed.state()).isEqualTo(hall.factory.state());
        assertThat(Factory.of(replayed.state()).state()).isEqualTo(hall.factory.state());
    }
}
