package werkmeister.simulator.trace;

import werkmeister.factory.layout.SiteFile;
import werkmeister.factory.layout.SiteLayout;
import werkmeister.factory.placement.NodeSize;
import werkmeister.units.Refusal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The nodes of a cluster.
 *
 * @param models of GPUs; a node has the number of its own
 */
public record Inventory(List<NodeSize> nodes, List<String> models) {
    private static final int MODELS_MAX = 62;
    private static final int MILLI = 1_000;

    public Inventory {
        nodes = List.copyOf(nodes);
        models = List.copyOf(models);
    }

    private static final String[] OF_2023 = {"sn", "cpu_milli", "memory_mib", "gpu", "model"};
    private static final String[] OF_2026 = {
        "node_name", "cpu_num", "gpu_capacity_num", "gpu_model"
    };

    /** Whether a file is a list of nodes by its first line. */
    public static boolean is(Path file) {
        return TraceTable.has(file, OF_2023) || TraceTable.has(file, OF_2026);
    }

    /**
     * Reads a list of nodes: Alibaba's of 2023 (sn, cpu_milli, memory_mib, gpu, model) or of 2026
     * (node_name, cpu_num, gpu_capacity_num, gpu_model; memory is not told and does not count).
     */
    public static Inventory read(Path file) {
        TraceTable table = TraceTable.read(file);
        boolean older = table.has(OF_2023);
        if (!older && !table.has(OF_2026)) {
            throw Refusal.invalid(
                    "%s is no list of nodes: sn, cpu_milli, memory_mib, gpu, model or node_name, cpu_num, gpu_capacity_num, gpu_model are needed, there are %s."
                            .formatted(file, table.names()));
        }
        var models = new ArrayList<String>();
        var nodes = new ArrayList<NodeSize>();
        for (int row = 0; row < table.rows().size(); row++) {
            String model = table.text(row, older ? "model" : "gpu_model");
            if (!models.contains(model)) {
                models.add(model);
            }
            nodes.add(
                    older
                            ? new NodeSize(
                                    table.text(row, "sn"),
                                    table.whole(row, "cpu_milli"),
                                    table.whole(row, "memory_mib"),
                                    table.whole(row, "gpu"),
                                    models.indexOf(model))
                            : new NodeSize(
                                    "node-" + table.text(row, "node_name"),
                                    MILLI * table.whole(row, "cpu_num"),
                                    Integer.MAX_VALUE,
                                    table.whole(row, "gpu_capacity_num"),
                                    models.indexOf(model)));
        }
        if (models.size() > MODELS_MAX) {
            throw Refusal.invalid(
                    "%s has %d GPU models; %d can be told apart."
                            .formatted(file, models.size(), MODELS_MAX));
        }
        return new Inventory(nodes, models);
    }

    /** Reads the YAML file of a site or a list of nodes, by its ending. */
    public static Inventory readAny(Path file) {
        return SiteFile.is(file) ? of(SiteFile.read(file)) : read(file);
    }

    static Inventory of(SiteLayout site) {
        List<String> models = site.nodes().stream().map(SiteLayout.Node::model).distinct().toList();
        return new Inventory(
                site.nodes().stream()
                        .map(node ->
                                new NodeSize(
                                        node.name(),
                                        MILLI * node.cpus(),
                                        (int) Math.min(Integer.MAX_VALUE, node.memoryBytes() >> 20),
                                        node.gpus(),
                                        models.indexOf(node.model())))
                        .toList(),
                models);
    }

    public int gpus() {
        return nodes.stream().mapToInt(NodeSize::gpus).sum();
    }
}
