package werkmeister.factory.cluster;

import werkmeister.factory.fleet.Closure;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Resources;
import werkmeister.factory.job.Terms;
import werkmeister.factory.placement.NodeSize;
import werkmeister.factory.placement.NodeSpace;
import werkmeister.factory.placement.Rule;
import werkmeister.factory.placement.Shape;
import werkmeister.units.TenantId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * The nodes of a site and what is free on each of them. Whoever seeks room is shown the nodes that
 * are open to them; of equally good ones the first in the order of the site is taken.
 */
public final class Cluster {
    /** Shapes of which it is known how often they fit; the oldest is forgotten first. */
    private static final int SHAPES_MAX = 256;

    private final Topology topology;
    private final Map<String, Integer> models = new HashMap<>();
    private final NodeSpace[] spaces;
    private final NodeState[] states;
    private final Access access;
    private final Likeness likeness = new Likeness();
    private final Changes changes = new Changes();
    private final Map<Shape, Copies> copies =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Shape, Copies> eldest) {
                    return size() > SHAPES_MAX;
                }
            };
    private long loosened;

    /** Of each node, what is free on it for whoever comes, in thousandths of GPUs. */
    private final int[] idle;

    private long idleGpuMilli;

    /** The site with nothing on it. */
    public Cluster(Site site) {
        topology = new Topology(site);
        int size = topology.size();
        spaces = new NodeSpace[size];
        states = new NodeState[size];
        idle = new int[size];
        access = new Access(size);
        for (int i = 0; i < size; i++) {
            Node node = topology.nodes().get(i);
            String model = node.offer().model().orElse("");
            models.putIfAbsent(model, models.size());
            spaces[i] = new NodeSpace(size(node, models.getOrDefault(model, 0)));
            states[i] = node.state();
        }
        for (Closure closure : site.closures().orElse(List.of())) {
            site.pods().forEach(pod -> close(closure, pod));
        }
        for (int i = 0; i < size; i++) {
            file(i);
        }
    }

    private void close(Closure closure, Pod pod) {
        for (Node node : closure.closed(pod)) {
            access.close(topology.number(node.name()), closure);
        }
    }

    private static NodeSize size(Node node, int model) {
        var offer = node.offer();
        return new NodeSize(
                node.name(),
                milli(offer.cpus().cpus()),
                mib(offer.memory().bytes()),
                Math.toIntExact(offer.gpus().gpus()),
                model);
    }

    private static int milli(long cpus) {
        return (int) Math.min(Integer.MAX_VALUE, Math.multiplyExact(cpus, 1_000));
    }

    private static int mib(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(bytes, 1L << 20));
    }

    /** What a job asks; a model that the site does not have makes it fit nowhere. */
    public Ask ask(JobSpec spec) {
        Terms terms = spec.plan();
        return new Ask(
                shape(spec.resources(), terms),
                terms.parts(),
                terms.leastParts(),
                terms.together());
    }

    private Shape shape(Resources resources, Terms terms) {
        int gpus = Math.toIntExact(Math.min(Short.MAX_VALUE, resources.gpus().gpus()));
        long bits = 0;
        for (String model : terms.models()) {
            // The last bit is no model's: no node has it.
            bits |= 1L << models.getOrDefault(model, Long.SIZE - 1);
        }
        return new Shape(
                milli(resources.cpus().cpus()),
                mib(resources.memory().bytes()),
                gpus,
                gpus == 0 ? 0 : terms.gpuMilli().orElse(Shape.WHOLE),
                bits);
    }

    /** Names of the GPU models of the site. */
    public List<String> models() {
        return models.keySet().stream().filter(model -> !model.isEmpty()).sorted().toList();
    }

    public List<Node> nodes() {
        return topology.nodes();
    }

    public boolean has(String node) {
        return topology.number(node) >= 0;
    }

    /** The place of a node in the order of the site; -1 where there is none of the name. */
    public int number(String node) {
        return topology.number(node);
    }

    /** What is free on a node. */
    public NodeSpace space(String node) {
        return space(topology.number(node));
    }

    /** What is free on the node at a place in the order of the site. */
    public NodeSpace space(int node) {
        return spaces[node];
    }

    public NodeState state(String node) {
        return states[topology.number(node)];
    }

    /** Counts up whenever something may fit that did not before. */
    public long loosened() {
        return loosened;
    }

    /** Something else may let more fit. */
    public void loosen() {
        loosened++;
    }

    /** A node is seen in another state. */
    public void mark(String name, NodeState state) {
        change(name, node -> states[node] = state);
        loosened += state == NodeState.UP ? 1 : 0;
    }

    public void take(Ask ask, List<Berth> berths) {
        for (Berth berth : berths) {
            change(berth.node(), node -> take(spaces[node], ask.shape(), berth));
        }
    }

    public void give(Ask ask, List<Berth> berths) {
        for (Berth berth : berths) {
            change(berth.node(), node -> give(spaces[node], ask.shape(), berth));
        }
        loosened++;
    }

    /** A node that has left changes nothing. */
    private void change(String name, IntConsumer what) {
        int node = topology.number(name);
        if (node >= 0) {
            likeness.remove(node);
            what.accept(node);
            file(node);
        }
    }

    private static void take(NodeSpace space, Shape part, Berth berth) {
        space.take(part.times(berth.parts()), berth.gpus());
    }

    private static void give(NodeSpace space, Shape part, Berth berth) {
        space.give(part.times(berth.parts()), berth.gpus());
    }

    /** Takes back into a node's space what a run is thought to have given away of it. */
    public void occupy(NodeSpace space, Job run) {
        Shape part = shape(run);
        for (Berth berth : run.seat().orElseThrow().places()) {
            if (berth.node().equals(space.size().name())) {
                take(space, part, berth);
            }
        }
    }

    /** Gives what a run holds of a node back to the node's space. */
    public void vacate(NodeSpace space, Job run) {
        Shape part = shape(run);
        for (Berth berth : run.seat().orElseThrow().places()) {
            if (berth.node().equals(space.size().name())) {
                give(space, part, berth);
            }
        }
    }

    private Shape shape(Job run) {
        return shape(run.spec().resources(), run.spec().plan());
    }

    /** Keeps room of a node for a job, one hold a node; a node that has left keeps nothing. */
    public void hold(String name, Hold hold) {
        change(name, node -> access.hold(node, hold));
    }

    public Optional<Hold> held(String name) {
        return access.held(topology.number(name));
    }

    /** Keeps nothing for a job any more. */
    public void release(String job) {
        List<Integer> nodes = access.heldFor(job);
        for (int node : nodes) {
            change(topology.nodes().get(node).name(), access::release);
        }
        loosened += nodes.isEmpty() ? 0 : 1;
    }

    /**
     * Whose cell each node is; all others are nobody's.
     *
     * @return whether it was different before
     */
    public boolean own(Map<String, TenantId> tenants) {
        loosened++;
        Map<Integer, TenantId> fresh = new HashMap<>();
        tenants.forEach((name, tenant) -> fresh.put(topology.number(name), tenant));
        if (!access.own(fresh)) {
            return false;
        }
        for (int i = 0; i < spaces.length; i++) {
            likeness.remove(i);
            file(i);
        }
        return true;
    }

    public Optional<TenantId> owner(String node) {
        return access.owner(topology.number(node));
    }

    /** Whether it matters for which tenant room is sought. */
    public boolean asksWho() {
        return access.asksWho();
    }

    /** When nodes are closed, in no order. */
    public Stream<Closure> closures() {
        return access.closures();
    }

    /** Whether the node at a place takes work and nothing of it is kept or closed. */
    public boolean open(int node) {
        return states[node] == NodeState.UP && access.open(node);
    }

    private void file(int node) {
        if (states[node] == NodeState.UP) {
            likeness.add(node, spaces[node], access.particular(node));
        }
        changes.add(node);
        int now = states[node] == NodeState.UP ? spaces[node].idleMilli() : 0;
        idleGpuMilli += now - idle[node];
        idle[node] = now;
    }

    /** What is free on nodes that take work, in thousandths of GPUs. */
    public long idleGpuMilli() {
        return idleGpuMilli;
    }

    /** Whether a node that takes work may be used for this purpose. */
    public boolean admits(String name, Purpose purpose, Shape shape) {
        return admits(topology.number(name), purpose, shape);
    }

    /** The same of the node at a place in the order of the site. */
    public boolean admits(int node, Purpose purpose, Shape shape) {
        return states[node] == NodeState.UP && access.admits(node, purpose, shape);
    }

    /**
     * Room for all parts now, or for as many as there is room for if those are enough.
     *
     * @param rule where to put work of one part
     */
    public Optional<List<Berth>> find(Ask ask, Purpose purpose, Rule rule) {
        if (fitting(ask.shape()).sum() < ask.leastParts()) {
            return Optional.empty();
        }
        if (ask.single()) {
            return likeness.best(spaces, ask.shape(), rule, n -> admits(n, purpose, ask.shape()))
                    .map(offer -> List.of(berth(offer.node(), ask, 1, offer.device())));
        }
        Copies fitting = fitting(ask.shape());
        long sum = fitting.sum();
        var shut = new ArrayList<Integer>();
        for (int node : likeness.particular()) {
            if (fitting.of(node) > 0 && !admits(node, purpose, ask.shape())) {
                shut.add(node);
                sum -= fitting.of(node);
            }
        }
        if (sum < ask.leastParts()) {
            return Optional.empty();
        }
        int[] each = fitting.each();
        shut.forEach(node -> each[node] = 0);
        return spread(ask, each);
    }

    /**
     * Where parts would go if each node could take so many.
     *
     * @param copies for each node in the order of the site
     */
    public Optional<List<Berth>> spread(Ask ask, int[] copies) {
        return new Gangs(topology, copies).spread(ask).map(parts -> berths(ask, parts));
    }

    /**
     * Where parts would go if each node that may be used for a purpose could take so many.
     *
     * @param copies of the node at a place in the order of the site
     */
    public Optional<List<Berth>> spread(Ask ask, Purpose purpose, IntUnaryOperator copies) {
        int[] each = new int[spaces.length];
        for (int node = 0; node < each.length; node++) {
            each[node] = admits(node, purpose, ask.shape()) ? copies.applyAsInt(node) : 0;
        }
        return spread(ask, each);
    }

    /** Whether there would be such places. */
    public boolean fits(Ask ask, Purpose purpose, IntUnaryOperator copies) {
        long left = ask.leastParts();
        for (int node = 0; node < spaces.length && left > 0; node++) {
            left -= admits(node, purpose, ask.shape()) ? copies.applyAsInt(node) : 0;
        }
        return left <= 0 && (ask.together().isEmpty() || spread(ask, purpose, copies).isPresent());
    }

    /** Whether there is room if it need not be together, and nothing is kept for others. */
    public boolean anywhere(Ask ask) {
        return fitting(ask.shape()).sum() >= ask.leastParts();
    }

    /** How many parts of an ask fit on a node now, whatever it is kept for. */
    public int fitting(String name, Ask ask) {
        int node = topology.number(name);
        return states[node] == NodeState.UP ? spaces[node].copies(ask.shape()) : 0;
    }

    private Copies fitting(Shape shape) {
        var known = copies.computeIfAbsent(shape, one -> new Copies(one, spaces.length));
        known.follow(
                changes,
                (node, one) -> states[node] == NodeState.UP ? spaces[node].copies(one) : 0);
        return known;
    }

    private List<Berth> berths(Ask ask, int[] parts) {
        var berths = new ArrayList<Berth>();
        for (int node = 0; node < parts.length; node++) {
            if (parts[node] > 0) {
                berths.add(berth(node, ask, parts[node], -1));
            }
        }
        return berths;
    }

    private Berth berth(int node, Ask ask, int parts, int device) {
        long gpus = spaces[node].devices(ask.shape().times(parts), device);
        return new Berth(topology.nodes().get(node).name(), gpus, parts);
    }

    /** Where work of one part would go on a node that has room; a shared GPU is the tightest. */
    public Berth berthOn(String name, Ask ask, int parts) {
        int node = topology.number(name);
        return berth(node, ask, parts, spaces[node].tightest(ask.shape()));
    }
}
