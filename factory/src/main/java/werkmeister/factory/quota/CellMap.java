package werkmeister.factory.quota;

import werkmeister.factory.fleet.Location;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.tenant.Cells;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.TenantId;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Which nodes are whose cells: pods first, then racks, then nodes, from the end of the site, the
 * tenants in the order of their names. A node that is lost is in no cell; whoever had it gets
 * another one.
 */
public final class CellMap {
    private final Map<String, TenantId> owners = new LinkedHashMap<>();

    private CellMap() {}

    /** The owner of each node that is in a cell, by its name. */
    public static Map<String, TenantId> of(
            Site site, Function<String, NodeState> states, Collection<Tenant> tenants) {
        var map = new CellMap();
        var pods = new ArrayList<List<String>>();
        var racks = new ArrayList<List<String>>();
        var nodes = new ArrayList<List<String>>();
        for (Pod pod : site.pods()) {
            var inPod = new ArrayList<String>();
            Map<String, List<String>> inRack = new LinkedHashMap<>();
            for (Node node : pod.nodes()) {
                if (states.apply(node.name()) != NodeState.UP) {
                    continue;
                }
                inPod.add(node.name());
                inRack.computeIfAbsent(
                                node.location().map(Location::rack).orElse(""),
                                _ -> new ArrayList<>())
                        .add(node.name());
                nodes.add(List.of(node.name()));
            }
            pods.add(inPod);
            racks.addAll(inRack.values());
        }
        map.give(pods, tenants, Cells::pods);
        map.give(racks, tenants, Cells::racks);
        map.give(nodes, tenants, Cells::nodes);
        return new HashMap<>(map.owners);
    }

    private interface Count {
        int of(Cells cells);
    }

    private void give(List<List<String>> domains, Collection<Tenant> tenants, Count count) {
        int next = domains.size() - 1;
        for (Tenant tenant : tenants) {
            int wanted = tenant.quota().cells().map(count::of).orElse(0);
            for (; wanted > 0 && next >= 0; next--) {
                List<String> domain = domains.get(next);
                if (!domain.isEmpty() && domain.stream().noneMatch(owners::containsKey)) {
                    domain.forEach(node -> owners.put(node, tenant.id()));
                    wanted--;
                }
            }
        }
    }
}
