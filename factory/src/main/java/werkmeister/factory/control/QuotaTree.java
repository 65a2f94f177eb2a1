package werkmeister.factory.control;

import werkmeister.factory.fleet.Site;
import werkmeister.factory.tenant.Cells;
import werkmeister.factory.tenant.Group;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.Refusal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/** Checks that quotas add up: nobody is owed what those above are not owed, or the site has not. */
final class QuotaTree {
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, Tenant> tenants = new HashMap<>();

    /** What was promised before, and of what: a change for the better is never refused. */
    private final long owedBefore;

    private final long gpusBefore;
    private final Cells promisedBefore;
    private final int podsBefore;
    private final int nodesBefore;

    QuotaTree(Factory book) {
        book.groups().forEach(group -> groups.put(group.name(), group));
        book.tenants().forEach(tenant -> tenants.put(tenant.id().value(), tenant));
        owedBefore = owedWithin(Optional.empty());
        gpusBefore = book.site().map(Site::gpus).orElse(0L);
        promisedBefore = promised();
        podsBefore = book.site().map(site -> site.pods().size()).orElse(0);
        nodesBefore = book.site().map(site -> site.nodes().size()).orElse(0);
    }

    QuotaTree with(Group group) {
        groups.put(group.name(), group);
        return this;
    }

    QuotaTree with(Tenant tenant) {
        tenants.put(tenant.id().value(), tenant);
        return this;
    }

    void check(Optional<Site> site) {
        for (Group group : groups.values()) {
            checkParent("group " + group.name(), group.parent());
            checkNoCircle(group);
        }
        tenants.values().forEach(tenant -> checkParent("tenant " + tenant.id(), tenant.group()));
        for (Group group : groups.values()) {
            long owed = owedWithin(Optional.of(group.name()));
            if (owed > group.gpus().gpus()) {
                throw Refusal.invalid(
                        "Within the group %s %d GPUs are owed, the group is owed %d: raise it or lower them."
                                .formatted(group.name(), owed, group.gpus().gpus()));
            }
        }
        site.ifPresent(this::checkFits);
    }

    private void checkParent(String who, Optional<String> parent) {
        if (parent.isPresent() && !groups.containsKey(parent.get())) {
            throw Refusal.invalid(
                    "The %s is to belong to the group (%s), which does not exist: known are %s."
                            .formatted(
                                    who, parent.get(), groups.keySet().stream().sorted().toList()));
        }
    }

    private void checkNoCircle(Group group) {
        var seen = new HashSet<String>();
        Optional<String> above = Optional.of(group.name());
        while (above.isPresent()) {
            if (!seen.add(above.get())) {
                throw Refusal.invalid(
                        "The group %s would belong to itself, by way of %s: give it another parent."
                                .formatted(group.name(), above.get()));
            }
            above = Optional.ofNullable(groups.get(above.get())).flatMap(Group::parent);
        }
    }

    private long owedWithin(Optional<String> parent) {
        long owed = 0;
        for (Group group : groups.values()) {
            owed += group.parent().equals(parent) ? group.gpus().gpus() : 0;
        }
        for (Tenant tenant : tenants.values()) {
            owed += tenant.group().equals(parent) ? tenant.quota().gpus().gpus() : 0;
        }
        return owed;
    }

    /** Whether a site has what all are owed. */
    void checkFits(Site site) {
        long owed = owedWithin(Optional.empty());
        boolean worse = owed > owedBefore || site.gpus() < gpusBefore;
        if (worse && owed > site.gpus()) {
            throw Refusal.invalid(
                    "%d GPUs are owed to tenants and groups, the site %s has %d: lower quotas or add nodes."
                            .formatted(owed, site.name(), site.gpus()));
        }
        Cells cells = promised();
        boolean more =
                cells.pods() > promisedBefore.pods()
                        || cells.nodes() > promisedBefore.nodes()
                        || site.pods().size() < podsBefore
                        || site.nodes().size() < nodesBefore;
        if (more && (cells.pods() > site.pods().size() || cells.nodes() > site.nodes().size())) {
            throw Refusal.invalid(
                    "Cells of %d pods and %d nodes are promised, the site %s has %d pods and %d nodes."
                            .formatted(
                                    cells.pods(),
                                    cells.nodes(),
                                    site.name(),
                                    site.pods().size(),
                                    site.nodes().size()));
        }
    }

    /** Pods and nodes that are promised to all tenants together. */
    private Cells promised() {
        int pods = 0;
        int nodes = 0;
        for (Tenant tenant : tenants.values()) {
            Cells cells = tenant.quota().cells().orElse(new Cells(0, 0, 0));
            pods += cells.pods();
            nodes += cells.nodes();
        }
        return new Cells(nodes, 0, pods);
    }
}
