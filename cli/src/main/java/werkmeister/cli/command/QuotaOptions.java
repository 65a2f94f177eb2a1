package werkmeister.cli.command;

import picocli.CommandLine.Option;

import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/** What a tenant is owed and where it is stopped; what is not said stays as it is. */
final class QuotaOptions {
    @Option(names = "--weight", paramLabel = "N", descriptionKey = "quota.weight")
    Optional<Integer> weight = Optional.empty();

    @Option(names = "--group", paramLabel = "GROUP", descriptionKey = "quota.group")
    Optional<String> group = Optional.empty();

    @Option(names = "--no-group", descriptionKey = "quota.no-group")
    boolean noGroup;

    @Option(names = "--cpus", paramLabel = "N", descriptionKey = "quota.cpus")
    Optional<Long> cpus = Optional.empty();

    @Option(names = "--gpus", paramLabel = "N", descriptionKey = "quota.gpus")
    Optional<Long> gpus = Optional.empty();

    @Option(names = "--gpu-limit", paramLabel = "N", descriptionKey = "quota.gpu-limit")
    Optional<Long> gpuLimit = Optional.empty();

    @Option(names = "--no-gpu-limit", descriptionKey = "quota.no-gpu-limit")
    boolean noGpuLimit;

    @Option(names = "--budget", paramLabel = "EURO", descriptionKey = "quota.budget")
    Optional<Long> budget = Optional.empty();

    @Option(names = "--no-budget", descriptionKey = "quota.no-budget")
    boolean noBudget;

    @Option(names = "--cell-nodes", paramLabel = "N", descriptionKey = "quota.cell-nodes")
    Optional<Integer> cellNodes = Optional.empty();

    @Option(names = "--cell-racks", paramLabel = "N", descriptionKey = "quota.cell-racks")
    Optional<Integer> cellRacks = Optional.empty();

    @Option(names = "--cell-pods", paramLabel = "N", descriptionKey = "quota.cell-pods")
    Optional<Integer> cellPods = Optional.empty();

    @Option(names = "--running", paramLabel = "N", descriptionKey = "quota.running")
    Optional<Integer> running = Optional.empty();

    @Option(names = "--queued", paramLabel = "N", descriptionKey = "quota.queued")
    Optional<Integer> queued = Optional.empty();

    /** Writes what was said into a tenant as the API takes it. */
    void into(ObjectNode tenant) {
        weight.ifPresent(value -> tenant.put("weight", value));
        group.ifPresent(value -> tenant.put("group", value));
        remove(tenant, noGroup, "group");
        var quota =
                tenant.get("quota") instanceof ObjectNode known ? known : tenant.putObject("quota");
        cpus.ifPresent(value -> quota.put("cpus", value));
        gpus.ifPresent(value -> quota.put("gpus", value));
        gpuLimit.ifPresent(value -> quota.put("gpuLimit", value));
        remove(quota, noGpuLimit, "gpuLimit");
        budget.ifPresent(value -> quota.put("monthlyBudgetEuro", value));
        remove(quota, noBudget, "monthlyBudgetEuro");
        running.ifPresent(value -> quota.put("runningJobs", value));
        queued.ifPresent(value -> quota.put("queuedJobs", value));
        if (cellNodes.isPresent() || cellRacks.isPresent() || cellPods.isPresent()) {
            cells(
                    quota.get("cells") instanceof ObjectNode known
                            ? known
                            : quota.putObject("cells"));
        }
    }

    private void cells(ObjectNode cells) {
        cellNodes.ifPresent(value -> cells.put("nodes", value));
        cellRacks.ifPresent(value -> cells.put("racks", value));
        cellPods.ifPresent(value -> cells.put("pods", value));
    }

    /** Takes back what was set, if that is meant. */
    static void remove(ObjectNode from, boolean meant, String field) {
        if (meant) {
            from.remove(field);
        }
    }
}
