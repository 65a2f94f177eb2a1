package werkmeister.bench.factory;

import werkmeister.bench.harness.Sheet;
import werkmeister.simulator.serving.PlanCheck;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The plan against recorded requests; waits in seconds. */
final class ServingTable {
    private static final List<String> HEADS =
            List.of(
                    "workload",
                    "rushes",
                    ">seed",
                    ">planned a GPU",
                    ">hold",
                    ">of the plan",
                    ">headroom needed",
                    ">as planned: offered/s",
                    ">served/s",
                    ">in use",
                    ">wait p50",
                    ">p95",
                    ">p99",
                    ">first token p50",
                    ">p95",
                    ">tokens/s p50",
                    ">slowest 5 %");

    private ServingTable() {}

    static void print(List<PlanCheck> checks, PrintStream out) {
        sheet(checks).print(out);
    }

    static void printMarkdown(List<PlanCheck> checks, PrintStream out) {
        out.println();
        out.println(
                "**serving: recorded requests on %d engines with the constants of the plan; requests a second, waits in seconds.**"
                        .formatted(checks.getFirst().gpus()));
        out.println();
        sheet(checks).printMarkdown(out);
    }

    private static Sheet sheet(List<PlanCheck> checks) {
        return new Sheet(HEADS, checks.stream().map(ServingTable::cells).toList());
    }

    private static List<String> cells(PlanCheck check) {
        var planned = check.planned();
        return List.of(
                check.workload(),
                check.arrivals().name().toLowerCase(Locale.ROOT),
                String.valueOf(check.seed()),
                number("%.2f", check.plannedPerGpu()),
                number("%.2f", check.sustainedPerGpu()),
                number("%.2f", check.ratio()),
                number("%.2f", check.headroom()),
                number("%.1f", planned.offeredPerSecond()),
                number("%.1f", planned.servedPerSecond()),
                number("%.0f %%", 100 * planned.utilisation()),
                number("%.2f", planned.waitP50()),
                number("%.2f", planned.waitP95()),
                number("%.2f", planned.waitP99()),
                number("%.2f", planned.firstTokenP50()),
                number("%.2f", planned.firstTokenP95()),
                number("%.0f", planned.tokensPerSecondP50()),
                number("%.0f", planned.tokensPerSecondP5()));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
