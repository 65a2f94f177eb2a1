package werkmeister.factory.layout;

import werkmeister.factory.fleet.Closure;
import werkmeister.factory.fleet.Location;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Offer;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Price;
import werkmeister.factory.fleet.Site;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.Money;
import werkmeister.units.TimeSpan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the site that runs of the site as planned: every node is up, maintenance closes a pod. */
public final class Building {
    private static final double MICRO_EUROS = 1e6;
    private static final double WATTS = 1e3;
    private static final int WHOLE_POD = 100;

    private final Price price;

    private Building(SiteLayout plan) {
        price = new Price(money(plan.euroPerCpuHour()), money(plan.euroPerGpuHour()));
    }

    public static Site of(SiteLayout plan) {
        var building = new Building(plan);
        List<Pod> pods = plan.pods().stream().map(building::pod).toList();
        List<Closure> closures = plan.maintenance().stream().map(Building::closure).toList();
        return new Site(plan.name(), pods, Optional.of(closures));
    }

    private static Money money(double euro) {
        return new Money(Math.round(euro * MICRO_EUROS));
    }

    private Pod pod(SiteLayout.Pod plan) {
        var nodes = new ArrayList<Node>();
        for (SiteLayout.Rack rack : plan.racks()) {
            for (SiteLayout.Node node : rack.nodes()) {
                var location = new Location(rack.name(), node.nvlink());
                nodes.add(new Node(node.name(), offer(node), NodeState.UP, Optional.of(location)));
            }
        }
        return new Pod(plan.name(), nodes);
    }

    private Offer offer(SiteLayout.Node plan) {
        return new Offer(
                new CpuCount(plan.cpus()),
                new Memory(plan.memoryBytes()),
                new GpuCount(plan.gpus()),
                price,
                Optional.of(plan.model()).filter(model -> !model.isEmpty()),
                Optional.of((int) Math.round(plan.kilowatts() * WATTS)).filter(watts -> watts > 0));
    }

    private static Closure closure(SiteLayout.Maintenance window) {
        return new Closure(
                window.pod(),
                new TimeSpan(window.from(), window.to()),
                WHOLE_POD,
                window.why().isEmpty() ? "maintenance" : window.why(),
                Optional.empty());
    }
}
