package werkmeister.bench.models;

import werkmeister.bench.models.Outcome.Figure;
import werkmeister.bench.models.PressWatch.Watched;
import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.model.WatchModel;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.Sister;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.learning.train.Training;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleTable;
import werkmeister.simulator.press.PressLine;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How a new machine is watched: by what it has shown in its first weeks alone, or from its two
 * sisters as well, which have run for years. Nobody has labelled anything.
 */
final class FleetProtocol implements Protocol {
    private static final AlertBudget BUDGET = new AlertBudget(1);
    private static final Duration NEW = Duration.ofDays(21);

    @Override
    public String name() {
        return "fleet";
    }

    @Override
    public Optional<String> folder() {
        return Optional.empty();
    }

    @Override
    public Outcome run(Path folder, LongSupplier nanoTime) {
        long start = nanoTime.getAsLong();
        var alone = new ArrayList<Watched>();
        var withSisters = new ArrayList<Watched>();
        for (long seed : SEEDS) {
            PressLine line = PressWatch.line(seed);
            for (MachineId machine : line.machines()) {
                var watch = new PressWatch(line, machine);
                alone.add(watch.by(model(line, machine, List.of())));
                List<MachineId> sisters =
                        line.machines().stream().filter(one -> !one.equals(machine)).toList();
                withSisters.add(watch.by(model(line, machine, sisters)));
            }
        }
        var figures = new ArrayList<Figure>();
        figures.addAll(PressWatch.figures("three weeks alone: ", alone));
        figures.addAll(PressWatch.figures("with two sisters: ", withSisters));
        return new Outcome(
                name(),
                "nine simulated presses (seeds 1 to 3), each new for three weeks before the last"
                        + " two of six years; its sisters have run for four; one finding a week"
                        + " allowed",
                figures,
                (nanoTime.getAsLong() - start) / 1e9,
                0);
    }

    private static WatchModel model(PressLine line, MachineId machine, List<MachineId> sisters) {
        Instant until = PressWatch.third(line, 2);
        var own = new TimeSpan(until.minus(NEW), until);
        var all = new TimeSpan(line.history().from(), until);
        var order =
                new TrainingOrder(
                        "fleet",
                        dataset(line, machine, own),
                        until,
                        BUDGET,
                        List.of(),
                        Optional.empty(),
                        1,
                        "bench",
                        Optional.empty(),
                        sisters.stream()
                                .map(sister -> new Sister(dataset(line, sister, all), List.of()))
                                .toList(),
                        Optional.empty(),
                        Optional.empty());
        List<SampleTable> tables = sisters.stream().map(sister -> line.table(sister, all)).toList();
        return Training.train(order, line.table(machine, own), tables).model();
    }

    private static Dataset dataset(PressLine line, MachineId machine, TimeSpan span) {
        List<String> signals =
                line.table(machine, new TimeSpan(span.from(), span.from().plusSeconds(3_600)))
                        .signals();
        return Dataset.of(new TenantId("bench"), machine, List.of(), signals, span);
    }
}
