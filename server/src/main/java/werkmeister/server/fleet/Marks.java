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

    private final String watch;
    private final Map<String, Mark> marksByNode = new ConcurrentHashMap<>();

    /**
     * @param ours whether the watch said it last
     * @param byPeople what a person said last
     */
    private record Mark(boolean ours, NodeState byPeople) {}

    Marks(String watch) {
        this.watch = watch;
    }

    /** Reads what happened to the site's nodes before this server started. */
    void readFrom(Journal journal) {
        long after = 0;
        while (true) {
            var entries = journal.read(after, Journal.ENTRIES_PER_READ_MAX, Optional.of(""));
            if (entries.isEmpty()) {
                return;
            }
            entries.forEach(this::note);
            after = entries.getLast().sequence();
        }
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
        Mark mark = marksByNode.get(node);
        return mark != null && mark.ours();
    }

    boolean drainedByPeople(String node) {
        Mark mark = marksByNode.get(node);
        return mark != null && mark.byPeople() == NodeState.DRAINING;
    }
}
