package werkmeister.server.fleet;

import werkmeister.factory.control.FactoryEvent;
import werkmeister.factory.fleet.NodeState;
import werkmeister.server.journal.Journal;
import werkmeister.server.json.Json;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who said last which state a node is in: a person, or the watch. The journal names the actor, so
 * nothing else is kept: a person's drain outlives whatever an agent says.
 */
final class Marks {
    private static final String MARKED = "factory.NodeMarked";
    private static final String RETIRED = "factory.NodeRetired";

    /** A site that was applied stands whole in its entry: few of them are read at once. */
    private static final int ENTRIES_AT_ONCE = 100;

    private final String watch;
    private final Journal journal;
    private final Map<String, Mark> marksByNode = new ConcurrentHashMap<>();
    private boolean read;

    /**
     * @param ours whether the watch said it last
     * @param byPeople what a person said last
     */
    private record Mark(boolean ours, NodeState byPeople) {}

    Marks(String watch, Journal journal) {
        this.watch = watch;
        this.journal = journal;
    }

    /**
     * Reads what happened to the site's nodes before this server started, once someone asks: a site
     * without agents never does, and a long journal takes its time.
     */
    private synchronized void read() {
        long after = 0;
        while (!read) {
            var entries = journal.read(after, ENTRIES_AT_ONCE, Optional.of(""));
            entries.forEach(this::note);
            read = entries.isEmpty();
            after = read ? after : entries.getLast().sequence();
        }
    }

    private Optional<Mark> of(String node) {
        read();
        return Optional.ofNullable(marksByNode.get(node));
    }

    void note(Journal.Entry entry) {
        if (entry.type().equals(MARKED)) {
            var marked = Json.read(entry.payload(), FactoryEvent.NodeMarked.class);
            note(marked.node(), marked.state(), entry.actor().equals(watch));
        } else if (entry.type().equals(RETIRED)) {
            marksByNode.remove(Json.read(entry.payload(), FactoryEvent.NodeRetired.class).node());
        }
    }

    void note(String node, NodeState state, boolean ours) {
        marksByNode.compute(
                node,
                (_, before) ->
                        ours
                                ? new Mark(true, before == null ? NodeState.UP : before.byPeople())
                                : new Mark(false, state));
    }

    boolean ours(String node) {
        return of(node).filter(Mark::ours).isPresent();
    }

    boolean drainedByPeople(String node) {
        return of(node).filter(mark -> mark.byPeople() == NodeState.DRAINING).isPresent();
    }
}
