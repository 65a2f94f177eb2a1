package werkmeister.factory.fleet;

import werkmeister.units.Refusal;

import java.util.List;

/** Nodes that stand, are powered and are cooled together. */
public record Pod(String name, List<Node> nodes) {
    private static final double KILO = 1e3;

    public Pod {
        Name.check("pod", name);
        nodes = List.copyOf(nodes);
    }

    /**
     * What share of its first nodes, in percent, must be closed so that the others draw no more
     * than a limit at nameplate; closed ones count as switched off.
     */
    public int percentAbove(double watts) {
        int closed = 0;
        double left = nodes.stream().mapToDouble(this::watts).sum();
        if (watts < 0 || watts >= left) {
            throw Refusal.invalid(
                    "The power left to the pod %s (%.1f kW) must be at least 0 and less than its nodes draw at nameplate (%.1f kW)."
                            .formatted(name, watts / KILO, left / KILO));
        }
        while (left > watts) {
            left -= watts(nodes.get(closed++));
        }
        int percent = closed * 100 / nodes.size();
        return Math.ceilDiv(nodes.size() * percent, 100) < closed ? percent + 1 : percent;
    }

    private double watts(Node node) {
        return node.offer()
                .watts()
                .orElseThrow(() ->
                        Refusal.invalid(
                                "The site does not say what the node %s of pod %s draws: close a share of its nodes instead."
                                        .formatted(node.name(), name)));
    }
}
