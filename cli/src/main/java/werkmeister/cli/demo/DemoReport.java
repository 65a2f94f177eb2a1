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
        List<Answer> answers,
        Ledger ledger,
        Journal journal,
        Checks checks,
        double seconds,
        boolean ok) {
    public DemoReport {
        models = List.copyOf(models);
        answers = List.copyOf(answers);
    }

    /** Faults of the held-out and of the live time. */
    public record Faults(int planted, int caught, Optional<Double> medianLeadHours) {}

    /** Live findings. A false one meets no fault. */
    public record Findings(int total, int falseFindings, double perMachineWeek) {}

    public record Model(
            String machine, int version, String state, double trainSeconds, double sizeKb) {}

    /** The first shadow that went live. */
    public record Promotion(String from, String to, String reason) {}

    /** What a version answers about a machine, and what its trial said of it. */
    public record Answer(
            String machine, String topic, String version, String verdict, String words) {}

    /** Cost in euros. */
    public record Ledger(double cpuSeconds, double gpuSeconds, double cost) {}

    public record Journal(long events, boolean verified) {}

    public record Checks(long passed, long failed) {}
}
