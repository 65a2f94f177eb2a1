package werkmeister.factory.fleet;

import java.util.List;

/** Nodes that stand, are powered and are cooled together. */
public record Pod(String name, List<Node> nodes) {
    public Pod {
        Name.check("pod", name);
        nodes = List.copyOf(nodes);
    }
}
