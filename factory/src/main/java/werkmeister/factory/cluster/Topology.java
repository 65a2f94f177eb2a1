package werkmeister.factory.cluster;

import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Together.Level;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which nodes stand together; nodes and domains are numbered in the order of the site. */
final class Topology {
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final int[] pods;
    private final int[] racks;
    private final int[] links;
    private final int[] counts = new int[Level.values().length];

    Topology(Site site) {
        int count = site.nodes().size();
        pods = new int[count];
        racks = new int[count];
        links = new int[count];
        Map<String, Integer> rackNumbers = new HashMap<>();
        Map<String, Integer> linkNumbers = new HashMap<>();
        int pod = 0;
        for (Pod one : site.pods()) {
            for (Node node : one.nodes()) {
                int number = nodes.size();
                numbers.put(node.name(), number);
                nodes.add(node);
                pods[number] = pod;
                var location = node.location();
                // A pod that names no racks is one.
                String rack = location.map(at -> at.rack()).orElse("");
                racks[number] = numbered(rackNumbers, one.name() + "/" + rack);
                String link = location.map(at -> at.nvlink()).filter(l -> !l.isEmpty()).orElse("");
                links[number] =
                        numbered(linkNumbers, link.isEmpty() ? "node/" + node.name() : link);
            }
            pod++;
        }
        counts[Level.POD.ordinal()] = pod;
        counts[Level.RACK.ordinal()] = rackNumbers.size();
        counts[Level.NVLINK.ordinal()] = linkNumbers.size();
    }

    private static int numbered(Map<String, Integer> numbers, String name) {
        Integer known = numbers.putIfAbsent(name, numbers.size());
        return known == null ? numbers.size() - 1 : known;
    }

    List<Node> nodes() {
        return nodes;
    }

    int size() {
        return nodes.size();
    }

    /** -1 where there is none of the name. */
    int number(String node) {
        return numbers.getOrDefault(node, -1);
    }

    int domain(Level level, int node) {
        return switch (level) {
            case NVLINK -> links[node];
            case RACK -> racks[node];
            case POD -> pods[node];
        };
    }

    int domains(Level level) {
        return counts[level.ordinal()];
    }
}
