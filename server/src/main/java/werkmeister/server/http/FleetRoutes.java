package werkmeister.server.http;

import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.control.FactoryEvent;
import werkmeister.factory.fleet.Closure;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.layout.Building;
import werkmeister.factory.layout.SiteFile;
import werkmeister.server.auth.Policy;
import werkmeister.server.loop.Books;
import werkmeister.server.loop.CloudCommand;
import werkmeister.server.loop.CloudEvent;
import werkmeister.units.Refusal;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What an operator does with the site: apply its file, mark nodes, close pods; and the agents. */
final class FleetRoutes {
    private final Doors doors;
    private final Performing performing;

    FleetRoutes(Doors doors, Performing performing) {
        this.doors = doors;
        this.performing = performing;
    }

    List<Route> routes() {
        return List.of(
                Route.put("/site", Policy.OPERATOR, "Applies the file of a site.")
                        .takes(FleetViews.SiteBody.class)
                        .gives(FleetViews.SiteChange.class)
                        .by(this::apply),
                Route.get("/nodes", Policy.OPERATOR, "The site's nodes.")
                        .with(
                                Route.Parameter.optional("pod", "string", "Only of this pod."),
                                Route.Parameter.optional("rack", "string", "Only of this rack."),
                                Route.Parameter.optional(
                                        "state", "string", "UP, DRAINING, RETIRING or LOST."))
                        .givesItems(FleetViews.NodeView.class)
                        .by(this::nodes),
                Route.post(
                                "/nodes/{node}/state",
                                Policy.OPERATOR,
                                "Drains a node, brings it back, gives it up or lets it retire.")
                        .takes(FleetViews.StateBody.class)
                        .gives(FleetViews.NodeMark.class)
                        .by(this::mark),
                Route.post("/nodes/{node}/heartbeat", Policy.OPERATOR, "A node's agent lives.")
                        .takes(FleetViews.HeartbeatBody.class)
                        .gives(FleetViews.HeartbeatView.class)
                        .by(this::heartbeat),
                Route.post("/site/closures", Policy.OPERATOR, "Closes a pod for a time.")
                        .takes(FleetViews.ClosureBody.class)
                        .creates(Closure.class)
                        .by(this::close),
                Route.delete("/site/closures/{pod}", Policy.OPERATOR, "Takes a closure back.")
                        .with(Route.Parameter.required("from", "string", "When it begins."))
                        .by(this::reopen));
    }

    private Reply apply(Call call) {
        var body = call.body(FleetViews.SiteBody.class);
        Site site = Building.of(SiteFile.read(body.file(), body.text()));
        Optional<Site> before = doors.cloud().read(books -> books.factory().site());
        var command = new FactoryCommand.ApplySite(site, body.retire().orElse(false));
        return performing.perform(
                call,
                new CloudCommand.ToFactory(command),
                200,
                _ -> FleetViews.SiteChange.between(before, now().orElse(site)));
    }

    private Optional<Site> now() {
        return doors.cloud().read(books -> books.factory().site());
    }

    private Reply nodes(Call call) {
        Optional<NodeState> state = call.query("state").map(FleetRoutes::state);
        List<FleetViews.NodeView> all =
                doors
                        .cloud()
                        .read(books -> FleetViews.NodeView.all(books.factory(), doors.nodes()))
                        .stream()
                        .filter(node -> is(call, "pod", Optional.of(node.pod())))
                        .filter(node -> is(call, "rack", node.rack()))
                        .filter(node -> state.isEmpty() || state.get() == node.state())
                        .toList();
        return Reply.ok(Page.of(all, FleetViews.NodeView::node, call));
    }

    private static boolean is(Call call, String parameter, Optional<String> value) {
        return call.query(parameter).isEmpty() || call.query(parameter).equals(value);
    }

    private static NodeState state(String name) {
        return Arrays.stream(NodeState.values())
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        Call.unreadable(
                                "The parameter state (%s) must be one of %s."
                                        .formatted(name, List.of(NodeState.values()))));
    }

    private Reply mark(Call call) {
        String node = call.path("node");
        NodeState state = call.body(FleetViews.StateBody.class).state();
        return performing.perform(
                call,
                new CloudCommand.ToFactory(new FactoryCommand.MarkNode(node, state)),
                200,
                events -> marked(node, state, events));
    }

    private FleetViews.NodeMark marked(String node, NodeState state, List<CloudEvent> events) {
        long failed =
                events.stream()
                        .filter(event ->
                                event instanceof CloudEvent.OfFactory(FactoryEvent.RunEnded _))
                        .count();
        return doors.cloud()
                .read(books ->
                        new FleetViews.NodeMark(
                                node,
                                state,
                                books.factory().node(node).isEmpty(),
                                books.factory().running(node).size(),
                                (int) failed));
    }

    /**
     * Not in the journal: an agent is heard of every few seconds, and what follows from it is, if
     * anything does.
     */
    private Reply heartbeat(Call call) {
        String node = call.path("node");
        var body = call.body(FleetViews.HeartbeatBody.class);
        doors.nodes().hear(node, body.gpus(), body.healthy());
        Instant at = doors.nodes().heard(node).orElseThrow().at();
        NodeState state =
                doors.cloud()
                        .read((Books books) -> books.factory().node(node))
                        .map(Node::state)
                        .orElseThrow(
                                () -> Refusal.notFound("The site has no node %s.".formatted(node)));
        return Reply.ok(new FleetViews.HeartbeatView(node, state, at));
    }

    private Reply close(Call call) {
        var site = doors.cloud().read(books -> books.factory().site());
        Closure closure =
                call.body(FleetViews.ClosureBody.class).closure(doors.cloud().now(), site);
        return performing.perform(
                call,
                new CloudCommand.ToFactory(new FactoryCommand.CloseNodes(closure)),
                201,
                _ -> closure);
    }

    private Reply reopen(Call call) {
        call.required("from");
        Instant from = call.instant("from").orElseThrow();
        return performing.perform(
                call,
                new CloudCommand.ToFactory(new FactoryCommand.ReopenNodes(call.path("pod"), from)));
    }
}
