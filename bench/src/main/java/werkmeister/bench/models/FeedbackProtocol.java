package werkmeister.bench.models;

import werkmeister.bench.models.Outcome.Figure;
import werkmeister.bench.models.PressWatch.Watched;
import werkmeister.learning.model.AlertEvent;
import werkmeister.learning.model.WatchModel;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.Label;
import werkmeister.learning.train.Training;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleTable;
import werkmeister.serving.feedback.VerdictLabel;
import werkmeister.serving.finding.Verdict;
import werkmeister.simulator.press.PressLine;
import werkmeister.units.Sha256;
import werkmeister.units.TimeSpan;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How much better watching becomes by people's verdicts. Three simulated presses a seed: a model is
 * trained on two years without labels and watches two more; a person who knows the truth judges its
 * first findings; a model trained on all four years with these verdicts watches the last two. With
 * more verdicts nothing changes but the verdicts.
 */
final class FeedbackProtocol implements Protocol {
    private static final int[] VERDICTS = {0, 1, 3, 10};
    private static final AlertBudget BUDGET = new AlertBudget(1);

    @Override
    public String name() {
        return "feedback";
    }

    @Override
    public Optional<String> folder() {
        return Optional.empty();
    }

    @Override
    public Outcome run(Path folder, LongSupplier nanoTime) {
        long start = nanoTime.getAsLong();
        List<List<Watched>> byVerdicts =
                Arrays.stream(VERDICTS)
                        .mapToObj(_ -> (List<Watched>) new ArrayList<Watched>())
                        .toList();
        for (long seed : SEEDS) {
            PressLine line = PressWatch.line(seed);
            for (MachineId machine : line.machines()) {
                var study = new Study(line, machine);
                for (int i = 0; i < VERDICTS.length; i++) {
                    byVerdicts.get(i).add(study.watched(VERDICTS[i]));
                }
            }
        }
        var figures = new ArrayList<Figure>();
        for (int i = 0; i < VERDICTS.length; i++) {
            figures.addAll(PressWatch.figures(VERDICTS[i] + " verdicts: ", byVerdicts.get(i)));
        }
        return new Outcome(
                name(),
                "nine simulated presses (seeds 1 to 3), two years without labels, verdicts on the"
                    + " first findings of the next two, tried on the last two; one finding a week"
                    + " allowed",
                figures,
                (nanoTime.getAsLong() - start) / 1e9,
                0);
    }

    /** One machine, its time in three parts. */
    private static final class Study {
        private final PressLine line;
        private final MachineId machine;
        private final PressWatch watch;
        private final Instant reviewFrom;
        private final Instant testFrom;
        private final SampleTable learned;
        private final List<Label> verdicts;

        Study(PressLine line, MachineId machine) {
            this.line = line;
            this.machine = machine;
            this.watch = new PressWatch(line, machine);
            this.reviewFrom = PressWatch.third(line, 1);
            this.testFrom = PressWatch.third(line, 2);
            this.learned = line.table(machine, new TimeSpan(line.history().from(), testFrom));
            this.verdicts = verdicts();
        }

        /** What the person says of the first model's findings, in order of time. */
        private List<Label> verdicts() {
            WatchModel first =
                    model(
                            line.table(machine, new TimeSpan(line.history().from(), reviewFrom)),
                            List.of());
            SampleTable review = line.table(machine, new TimeSpan(reviewFrom, testFrom));
            return PressWatch.events(first, review).stream().map(this::verdict).toList();
        }

        private Label verdict(AlertEvent event) {
            TimeSpan seen =
                    new TimeSpan(PressWatch.instant(event.from()), PressWatch.instant(event.to()));
            TimeSpan span = PressWatch.span(event);
            boolean trial =
                    line.trials().stream()
                            .anyMatch(one ->
                                    one.machine().equals(machine)
                                            && PressWatch.meets(one.span(), span));
            Verdict.Kind unusual = trial ? Verdict.Kind.KNOWN : Verdict.Kind.FALSE_ALARM;
            Verdict.Kind kind = watch.meetsFault(span) ? Verdict.Kind.CONFIRMED : unusual;
            return VerdictLabel.of(seen, kind, "");
        }

        Watched watched(int count) {
            return watch.by(model(learned, verdicts.subList(0, Math.min(count, verdicts.size()))));
        }

        private static WatchModel model(SampleTable samples, List<Label> labels) {
            var recipe =
                    new Training.Recipe(
                            "feedback",
                            Sha256.of("feedback"),
                            Optional.of(BUDGET),
                            labels,
                            Optional.empty(),
                            1,
                            "bench");
            return Training.train(recipe, samples).model();
        }
    }
}
