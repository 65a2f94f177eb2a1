package werkmeister.server.fleet;

import org.jspecify.annotations.Nullable;

import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.server.loop.CloudCommand;
import werkmeister.units.Refusal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Keeps when each node was last heard of, and marks nodes by it: one that falls silent is lost, one
 * with a GPU that is not well drains, and either comes back when all is well again. What a person
 * said of a node, it leaves alone.
 */
public final class NodeWatch implements AutoCloseable {
    /** How long a node may be silent before it is lost, unless the server is told otherwise. */
    public static final Duration GRACE_DEFAULT = Duration.ofSeconds(60);

    private static final String NAME = "node-watch";
    private static final Caller OWN = Caller.own(NAME);
    private static final long PAUSE_MILLIS = 500;

    private final Cloud cloud;
    private final Duration grace;
    private final Marks marks;
    private final Roll roll;
    private final Map<String, Heard> heardByNode = new ConcurrentHashMap<>();

    /** Since when a node is expected that was not heard of since this server started. */
    private final Instant startedAt;

    private final Semaphore closing = new Semaphore(0);
    private final Thread thread;
    private volatile @Nullable RuntimeException lastTrouble;

    /**
     * @param roll the file in which the names of nodes with an agent are kept
     */
    public NodeWatch(Cloud cloud, Duration grace, Path roll) {
        if (grace.isNegative() || grace.isZero()) {
            throw Refusal.invalid(
                    "The time that a node may be silent (%s) must be above 0.".formatted(grace));
        }
        this.cloud = cloud;
        this.grace = grace;
        this.roll = new Roll(roll);
        this.startedAt = cloud.now();
        this.marks = new Marks(NAME, cloud.journal());
        this.thread = Thread.ofPlatform().name(NAME).daemon().unstarted(this::run);
        cloud.listen(entries -> entries.forEach(marks::note));
    }

    public void start() {
        thread.start();
    }

    /** What a node's agent said last; empty: it was not heard of since this server started. */
    public Optional<Heard> heard(String node) {
        return Optional.ofNullable(heardByNode.get(node));
    }

    /** What went wrong in the last round, for the health report; empty when it went well. */
    public Optional<RuntimeException> lastTrouble() {
        return Optional.ofNullable(lastTrouble);
    }

    /** An agent says that its node lives, and how its GPUs are. */
    public void hear(String name, int gpus, int healthy) {
        var heard = new Heard(cloud.now(), gpus, healthy);
        Node node =
                cloud.read(books -> books.factory().node(name))
                        .orElseThrow(
                                () -> Refusal.notFound("The site has no node %s.".formatted(name)));
        heardByNode.put(name, heard);
        roll.add(name);
        wanted(node, heard).ifPresent(state -> mark(name, state));
    }

    private Optional<NodeState> wanted(Node node, Heard heard) {
        boolean whole = heard.whole(node);
        if (node.state() == NodeState.UP) {
            return whole ? Optional.empty() : Optional.of(NodeState.DRAINING);
        }
        boolean back = whole && !marks.drainedByPeople(node.name());
        boolean ours = marks.ours(node.name());
        return switch (node.state()) {
            case DRAINING -> ours && back ? Optional.of(NodeState.UP) : Optional.empty();
            case LOST ->
                    ours ? Optional.of(back ? NodeState.UP : NodeState.DRAINING) : Optional.empty();
            case UP, RETIRING -> Optional.empty();
        };
    }

    private void mark(String node, NodeState state) {
        var command = new FactoryCommand.MarkNode(node, state);
        cloud.perform(OWN, new CloudCommand.ToFactory(command));
        marks.note(node, state, true);
    }

    private void run() {
        try {
            while (!closing.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                    && !cloud.failure().isDone()) {
                try {
                    round();
                    lastTrouble = null;
                } catch (RuntimeException e) {
                    // The next round begins anew; a trouble that stays is shown.
                    lastTrouble = e;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Marks those that were silent for too long, each once: a person may know better. */
    void round() {
        Instant silent = cloud.now().minus(grace);
        for (String name : roll.nodes()) {
            Instant last = heard(name).map(Heard::at).orElse(startedAt);
            if (!last.isAfter(silent)) {
                Optional<Node> node = cloud.read(books -> books.factory().node(name));
                if (node.filter(one -> one.state() != NodeState.LOST).isPresent()) {
                    mark(name, NodeState.LOST);
                }
                roll.remove(name);
            }
        }
    }

    @Override
    public void close() {
        closing.release();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
