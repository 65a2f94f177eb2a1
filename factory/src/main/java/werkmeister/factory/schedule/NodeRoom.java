package werkmeister.factory.schedule;

import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.job.Resources;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** The room on one node while a plan is made. */
final class NodeRoom {
    /** Best fit: what would be left is least, the scarcest thing first. */
    static final Comparator<NodeRoom> FULLEST_FIRST =
            byScarcity(room -> room.free).thenComparing(room -> room.node.name());

    private final Node node;
    private final Resources whole;
    private Resources free;
    private boolean kept;

    NodeRoom(Node node, List<Resources> seated) {
        this.node = node;
        whole = new Resources(node.offer().cpus(), node.offer().memory(), node.offer().gpus());
        free = shortfall(whole, seated.stream().reduce(Resources.NONE, Resources::plus));
    }

    /** Orders the nodes by how little they lack for what is asked. */
    static Comparator<NodeRoom> soonestRoomFor(Resources asked) {
        return byScarcity((NodeRoom room) -> shortfall(asked, room.free))
                .thenComparing(room -> room.node.name());
    }

    String name() {
        return node.name();
    }

    Resources whole() {
        return whole;
    }

    boolean takesWork() {
        return node.state() == NodeState.UP;
    }

    /** Whether it could ever hold this, when empty. */
    boolean isLargeEnoughFor(Resources asked) {
        return asked.fits(whole);
    }

    boolean hasRoomFor(Resources asked) {
        return takesWork() && !kept && asked.fits(free);
    }

    boolean couldBeKeptFor(Resources asked) {
        return takesWork() && !kept && isLargeEnoughFor(asked);
    }

    void seat(Resources asked) {
        free = free.minus(asked);
    }

    /** Nobody else is placed here in this plan, so that the node empties for one job. */
    void keep() {
        kept = true;
    }

    private static Comparator<NodeRoom> byScarcity(Function<NodeRoom, Resources> amount) {
        return Comparator.comparing((NodeRoom room) -> amount.apply(room).gpus())
                .thenComparing(room -> amount.apply(room).cpus())
                .thenComparing(room -> amount.apply(room).memory());
    }

    /**
     * What of the first the second does not cover; a node that shrank under its runs has nothing
     * free.
     */
    private static Resources shortfall(Resources wanted, Resources there) {
        return new Resources(
                new CpuCount(Math.max(0, wanted.cpus().cpus() - there.cpus().cpus())),
                new Memory(Math.max(0, wanted.memory().bytes() - there.memory().bytes())),
                new GpuCount(Math.max(0, wanted.gpus().gpus() - there.gpus().gpus())));
    }
}
