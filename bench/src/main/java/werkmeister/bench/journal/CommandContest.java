package werkmeister.bench.journal;

import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Callers;
import werkmeister.bench.harness.Contest;
import werkmeister.bench.harness.Pace;
import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.tenant.Quota;
import werkmeister.factory.tenant.Tenant;
import werkmeister.server.journal.Journal;
import werkmeister.server.journal.Journals;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.server.loop.CloudCommand;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.TenantId;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Callers that each wait for an answer before they ask again: commands are judged, written as JSON,
 * hashed and made durable together with whatever else waits. The floor inserts as many events a
 * commit as there are callers.
 */
final class CommandContest implements Contest {
    private static final Quota QUOTA = new Quota(CpuCount.ZERO, GpuCount.ZERO, 1, 1);
    private static final int FIRST_WEIGHT = 1;

    private final Pace pace;
    private final Journal journal;
    private final Cloud cloud;
    private final BareInserts bare;
    private final int callers;

    /** Of each caller's tenant: it goes on from lap to lap, for the same weight is no change. */
    private final int[] weights;

    private CommandContest(Pace pace, Journal journal, Cloud cloud, BareInserts bare, int callers) {
        this.pace = pace;
        this.journal = journal;
        this.cloud = cloud;
        this.bare = bare;
        this.callers = callers;
        weights = new int[callers];
        Arrays.fill(weights, FIRST_WEIGHT);
    }

    static CommandContest open(Bench bench, Path folder, int callers) throws Exception {
        var journal = Journals.open(folder, Optional.empty(), bench.shell().clock());
        var cloud = Cloud.open(journal, bench.shell().clock());
        for (int caller = 0; caller < callers; caller++) {
            perform(cloud, new FactoryCommand.AddTenant(tenant(caller, FIRST_WEIGHT)));
        }
        return new CommandContest(
                bench.pace(), journal, cloud, BareInserts.intoSqlite(folder), callers);
    }

    @Override
    public Lap lap() throws Exception {
        double floor = pace.perSecond(() -> bare.commit(callers));
        double ours = Callers.perSecond(pace, callers, (caller, _) -> change(caller));
        return Lap.of(ours, floor);
    }

    /** Another weight for the caller's own tenant each time: one event a command. */
    private long change(int caller) {
        weights[caller] = weights[caller] == FIRST_WEIGHT ? 2 : FIRST_WEIGHT;
        return perform(cloud, new FactoryCommand.ChangeTenant(tenant(caller, weights[caller])));
    }

    private static int perform(Cloud cloud, FactoryCommand command) {
        return cloud.perform(Caller.own("bench"), new CloudCommand.ToFactory(command)).size();
    }

    private static Tenant tenant(int caller, int weight) {
        return new Tenant(new TenantId("caller-" + caller), "Caller", QUOTA, weight);
    }

    @Override
    public void close() throws Exception {
        try (bare) {
            cloud.close();
            journal.close();
        }
    }
}
