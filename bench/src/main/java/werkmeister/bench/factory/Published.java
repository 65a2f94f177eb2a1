package werkmeister.bench.factory;

import werkmeister.simulator.fill.Policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The authors' means at 130 %, where their summary lies beside the workloads.
 *
 * @param rows of the summary, its head first
 */
record Published(List<List<String>> rows) {
    private static final Map<String, Policy> NAMES =
            Map.of(
                    "01-Random", Policy.RANDOM,
                    "02-DotProd", Policy.DOT_PRODUCT,
                    "03-GpuClustering", Policy.GPU_CLUSTERING,
                    "04-GpuPacking", Policy.GPU_PACKING,
                    "05-BestFit", Policy.BEST_FIT,
                    "06-FGD", Policy.FGD);

    static Published beside(Path nodes) {
        Path summary = nodes.resolveSibling("published_summary.csv");
        if (!Files.exists(summary)) {
            return new Published(List.of());
        }
        try (var lines = Files.lines(summary)) {
            return new Published(lines.map(line -> List.of(line.split(",", -1))).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<Policy, Double> means(String workload) {
        var means = new EnumMap<Policy, Double>(Policy.class);
        for (List<String> row : rows) {
            Policy policy = NAMES.get(row.get(rows.getFirst().indexOf("policy")));
            if (policy != null && row.get(rows.getFirst().indexOf("workload")).equals(workload)) {
                int column = rows.getFirst().indexOf("alloc_pct_at_130");
                means.put(policy, Double.parseDouble(row.get(column)));
            }
        }
        return means;
    }
}
