package werkmeister.cli.demo;

import java.util.List;
import java.util.Optional;

/** What came of a demonstration; its JSON shape is only ever added to. */
public record DemoReport(
        long seed,
        int machines,
        long readings,
        Faults faults,
        Findings findings,
        List<Model> models,
        Optional<Promotion> promotion,
        Ledger ledger,
        Journal journal,
        Checks checks,
        double seconds,
        boolean ok) {
    public DemoReport {
        models = List.copyOf(models);
    }

    /** Faults of the held-out and of the live time. */
    public record Faults(int planted, int caught, Optional<Double> medianLeadHours) {}

    /** Live findings. A false one meets no fault. */
    public record Findings(int total, int falseFindings, double perMachineWeek) {}

    public record Model(
            String machine, int version, String state, double trainSeconds, double sizeKb) {}

    /** The first shadow that went live. */
    public record Promotion(String from, String to, String reason) {}

    /** Cost in euros. */
    public record Ledger(double cpuSeconds, double gpuSeconds, double cost) {}

    public record Journal(long events, boolean verified) {}

    public record Checks(long passed, long failed) {}
}
