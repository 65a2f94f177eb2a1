package werkmeister.bench.score;

import werkmeister.bench.harness.Bench;
import werkmeister.learning.model.NormalModel;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.train.Training;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.store.SampleTable;
import werkmeister.simulator.press.PressLine;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A press of the simulator, the model that its first months make, and the samples that follow.
 *
 * @param judged how many of the samples the model judges; the machine is off in the others
 */
record ScoredPress(Machine machine, NormalModel model, SampleTable samples, int judged)
        implements AutoCloseable {
    private static final long SEED = 7;

    static ScoredPress train(Bench bench) {
        try (var _ = bench.progress("training a press's model", 0).ticking()) {
            var line = line(bench);
            var machine = line.machines(new TenantId("demo")).getFirst();
            var until = line.heldOutFrom();
            var history = line.table(machine.id(), new TimeSpan(line.history().from(), until));
            var samples = line.table(machine.id(), new TimeSpan(until, line.history().to()));
            var recipe =
                    new Training.Recipe(
                            "order-1",
                            Sha256.of("a year of a press"),
                            Optional.of(new AlertBudget(1)),
                            List.of(),
                            Optional.empty(),
                            SEED,
                            "bench");
            if (Training.train(recipe, history).model() instanceof NormalModel model) {
                return new ScoredPress(machine, model, samples, judged(model, samples));
            }
            throw new IllegalStateException("Training made a model of another kind.");
        }
    }

    /** A year, a row every ten minutes; where the figures mean nothing, every two hours. */
    private static PressLine line(Bench bench) {
        var step = Duration.ofMinutes(bench.size().of(10, 120));
        return PressLine.of(SEED, new PressLine.Settings(LocalDate.of(2025, 1, 1), 1, step));
    }

    private static int judged(NormalModel model, SampleTable samples) {
        var scorer = model.scorer();
        int judged = 0;
        for (int row = 0; row < samples.rows(); row++) {
            if (!Double.isNaN(scorer.next(samples.times()[row], samples.row(row)))) {
                judged++;
            }
        }
        return judged;
    }

    @Override
    public void close() {}
}
