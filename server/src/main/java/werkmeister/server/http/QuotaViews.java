package werkmeister.server.http;

import werkmeister.factory.tenant.Cells;
import werkmeister.factory.tenant.Group;
import werkmeister.factory.tenant.Quota;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Money;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.util.Optional;

/** What goes over the wire of the quota tree: tenants, their groups and what they are owed. */
final class QuotaViews {
    /**
     * What a new tenant may use until the operator says otherwise: nothing is owed, little may run
     * at once.
     */
    private static final Quota QUOTA_DEFAULT = new Quota(CpuCount.ZERO, GpuCount.ZERO, 64, 1000);

    private static final long MICRO_EUROS = 1_000_000;
    private static final long EUROS_MAX = 1_000_000_000;

    private QuotaViews() {}

    /** A new tenant; what is left out is as for everyone. */
    record TenantBody(
            String tenant,
            String name,
            Optional<Integer> weight,
            Optional<String> group,
            Optional<QuotaBody> quota) {
        Tenant read() {
            return new TenantChange(name, weight, group, quota).of(new TenantId(tenant));
        }
    }

    /** A tenant as it is to be; what is left out is as for everyone. */
    record TenantChange(
            String name,
            Optional<Integer> weight,
            Optional<String> group,
            Optional<QuotaBody> quota) {
        Tenant of(TenantId id) {
            return new Tenant(
                    id,
                    name,
                    quota.map(QuotaBody::read).orElse(QUOTA_DEFAULT),
                    weight.orElse(1),
                    group);
        }
    }

    /**
     * What a tenant is owed and where it is stopped.
     *
     * @param cpus cores that it is owed, {@code gpus} likewise
     * @param gpuLimit most GPUs that it holds at once; else none
     * @param monthlyBudgetEuro that its runs may cost in a month; else any
     */
    record QuotaBody(
            Optional<Long> cpus,
            Optional<Long> gpus,
            Optional<Long> gpuLimit,
            Optional<Long> monthlyBudgetEuro,
            Optional<CellsBody> cells,
            Optional<Integer> runningJobs,
            Optional<Integer> queuedJobs) {
        Quota read() {
            return new Quota(
                    new CpuCount(cpus.orElse(0L)),
                    new GpuCount(gpus.orElse(0L)),
                    runningJobs.orElse(QUOTA_DEFAULT.runningJobs()),
                    queuedJobs.orElse(QUOTA_DEFAULT.queuedJobs()),
                    gpuLimit.map(GpuCount::new),
                    monthlyBudgetEuro.map(QuotaBody::money),
                    cells.map(CellsBody::read).filter(cells -> !cells.equals(CellsBody.NONE)));
        }

        private static Money money(long euro) {
            if (euro < 0 || euro > EUROS_MAX) {
                throw Refusal.invalid(
                        "The budget of a month (%d euro) must be 0 to %d euro."
                                .formatted(euro, EUROS_MAX));
            }
            return new Money(euro * MICRO_EUROS);
        }

        static QuotaBody of(Quota quota) {
            return new QuotaBody(
                    Optional.of(quota.cpus().cpus()),
                    Optional.of(quota.gpus().gpus()),
                    quota.gpuLimit().map(GpuCount::gpus),
                    quota.monthlyBudget().map(money -> money.microEuros() / MICRO_EUROS),
                    quota.cells().map(CellsBody::of),
                    Optional.of(quota.runningJobs()),
                    Optional.of(quota.queuedJobs()));
        }
    }

    /** Parts of the site that are the tenant's own whenever it wants them. */
    record CellsBody(Optional<Integer> nodes, Optional<Integer> racks, Optional<Integer> pods) {
        private static final Cells NONE = new Cells(0, 0, 0);

        Cells read() {
            return new Cells(nodes.orElse(0), racks.orElse(0), pods.orElse(0));
        }

        static CellsBody of(Cells cells) {
            return new CellsBody(
                    Optional.of(cells.nodes()),
                    Optional.of(cells.racks()),
                    Optional.of(cells.pods()));
        }
    }

    record TenantView(
            String tenant, String name, int weight, Optional<String> group, QuotaBody quota) {
        static TenantView of(Tenant tenant) {
            return new TenantView(
                    tenant.id().value(),
                    tenant.name(),
                    tenant.weight(),
                    tenant.group(),
                    QuotaBody.of(tenant.quota()));
        }
    }

    /**
     * A group as it is to be.
     *
     * @param parent the group that it belongs to; else the site
     * @param gpus that all within are owed together, {@code gpuLimit} that they hold at most
     */
    record GroupBody(
            Optional<String> parent,
            Optional<Long> gpus,
            Optional<Long> gpuLimit,
            Optional<Integer> weight) {
        Group of(String name) {
            return new Group(
                    name,
                    parent,
                    new GpuCount(gpus.orElse(0L)),
                    gpuLimit.map(GpuCount::new),
                    weight.orElse(1));
        }
    }

    record GroupView(
            String group, Optional<String> parent, long gpus, Optional<Long> gpuLimit, int weight) {
        static GroupView of(Group group) {
            return new GroupView(
                    group.name(),
                    group.parent(),
                    group.gpus().gpus(),
                    group.gpuLimit().map(GpuCount::gpus),
                    group.weight());
        }
    }
}
