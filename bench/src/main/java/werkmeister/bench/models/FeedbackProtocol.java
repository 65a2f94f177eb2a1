package werkmeister.bench.models;

import werkmeister.bench.models.Outcome.Figure;
import werkmeister.learning.evaluate.VusPr;
import werkmeister.learning.model.AlertEvent;
import werkmeister.learning.model.AlertTracker;
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
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * How much better watching becomes by people's verdicts. Three simulated presses a seed: a model is
 * trained on two years without labels and watches two more; a person who knows the truth judges its
 * first findings; a model trained on all four years with these verdicts watches the last two. With
 * more verdicts nothing changes but the verdicts.
 */
final class FeedbackProtocol implements Protocol {
    private static final int[] VERDICTS = {0, 1, 3, 10};
    private static final int YEARS = 6;
    private static final Duration STEP = Duration.ofMinutes(20);
    private static final AlertBudget BUDGET = new AlertBudget(1);
    private static final double MICROS_PER_WEEK = 7 * 86_400e6;

    @Override
    public String name() {
        return "feedback";
    }

    @Override
    public Optional<String> folder() {
        return Optional.empty();
    }

    /** What the last two years came to, of one machine. */
    private record Watched(int faults, int caught, int falseFindings, double weeks, double vusPr) {}

    @Override
    public Outcome run(Path folder, LongSupplier nanoTime) {
        long start = nanoTime.getAsLong();
        List<List<Watched>> byVerdicts =
                Arrays.stream(VERDICTS)
                        .mapToObj(_ -> (List<Watched>) new ArrayList<Watched>())
                        .toList();
        for (long seed : SEEDS) {
            var line =
                    PressLine.of(
                            seed, new PressLine.Settings(LocalDate.of(2018, 1, 1), YEARS, STEP));
            for (MachineId machine : line.machines()) {
                var study = new Study(line, machine);
                for (int i = 0; i < VERDICTS.length; i++) {
                    byVerdicts.get(i).add(study.watched(VERDICTS[i]));
                }
            }
        }
        var figures = new ArrayList<Figure>();
        for (int i = 0; i < VERDICTS.length; i++) {
            String with = VERDICTS[i] + " verdicts: ";
            List<Watched> all = byVerdicts.get(i);
            double faults = sum(all, Watched::faults);
            double caught = sum(all, Watched::caught);
            double wrong = sum(all, Watched::falseFindings);
            figures.add(Figure.of(with + "faults caught (share)", caught / faults));
            figures.add(
                    Figure.of(with + "false findings a week", wrong / sum(all, Watched::weeks)));
            figures.add(
                    Figure.of(
                            with + "F1 of findings",
                            2 * caught / (2 * caught + wrong + faults - caught)));
            figures.add(Figure.of(with + "VUS-PR", sum(all, Watched::vusPr) / all.size()));
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

    private static double sum(List<Watched> all, ToDoubleFunction<Watched> of) {
        return all.stream().mapToDouble(of).sum();
    }

    /** One machine, its time in three parts. */
    private static final class Study {
        private final PressLine line;
        private final MachineId machine;
        private final Instant reviewFrom;
        private final Instant testFrom;
        private final SampleTable learned;
        private final SampleTable tested;
        private final List<Label> verdicts;

        Study(PressLine line, MachineId machine) {
            this.line = line;
            this.machine = machine;
            TimeSpan history = line.history();
            Duration third = Duration.between(history.from(), history.to()).dividedBy(3);
            this.reviewFrom = history.from().plus(third);
            this.testFrom = reviewFrom.plus(third);
            this.learned = line.table(machine, new TimeSpan(history.from(), testFrom));
            this.tested = line.table(machine, new TimeSpan(testFrom, history.to()));
            this.verdicts = verdicts();
        }

        /** What the person says of the first model's findings, in order of time. */
        private List<Label> verdicts() {
            WatchModel first =
                    model(
                            line.table(machine, new TimeSpan(line.history().from(), reviewFrom)),
                            List.of());
            SampleTable review = line.table(machine, new TimeSpan(reviewFrom, testFrom));
            return events(first, review).stream().map(this::verdict).toList();
        }

        private Label verdict(AlertEvent event) {
            TimeSpan seen = new TimeSpan(instant(event.from()), instant(event.to()));
            boolean trial =
                    line.trials().stream()
                            .anyMatch(one ->
                                    one.machine().equals(machine)
                                            && meets(one.span(), span(event)));
            Verdict.Kind unusual = trial ? Verdict.Kind.KNOWN : Verdict.Kind.FALSE_ALARM;
            Verdict.Kind kind = meetsFault(span(event)) ? Verdict.Kind.CONFIRMED : unusual;
            return VerdictLabel.of(seen, kind, "");
        }

        Watched watched(int count) {
            WatchModel model =
                    model(learned, verdicts.subList(0, Math.min(count, verdicts.size())));
            List<AlertEvent> events = events(model, tested);
            List<TimeSpan> faults =
                    line.plan().stream()
                            .filter(fault -> fault.machine().equals(machine))
                            .map(fault -> fault.span())
                            .filter(span -> !span.from().isBefore(testFrom))
                            .filter(span -> span.from().isBefore(line.history().to()))
                            .toList();
            int caught = 0;
            for (TimeSpan fault : faults) {
                caught += events.stream().anyMatch(event -> meets(fault, span(event))) ? 1 : 0;
            }
            int wrong = (int) events.stream().filter(event -> !meetsFault(span(event))).count();
            double weeks =
                    ChronoUnit.MICROS.between(testFrom, line.history().to()) / MICROS_PER_WEEK;
            return new Watched(faults.size(), caught, wrong, weeks, vusPr(model));
        }

        private double vusPr(WatchModel model) {
            double[] scores = model.scores(tested);
            boolean[] labels = new boolean[tested.rows()];
            for (int row = 0; row < labels.length; row++) {
                Instant at = instant(tested.times()[row]);
                labels[row] = meetsFault(new TimeSpan(at, at.plusMillis(1)));
            }
            return VusPr.of(labels, scores, 72);
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

        private static List<AlertEvent> events(WatchModel model, SampleTable samples) {
            return AlertTracker.events(model.rule(), samples.times(), model.scores(samples));
        }

        private boolean meetsFault(TimeSpan span) {
            return line.plan().stream()
                    .anyMatch(
                            fault -> fault.machine().equals(machine) && meets(fault.span(), span));
        }

        private static TimeSpan span(AlertEvent event) {
            return new TimeSpan(instant(event.from()), instant(event.to() + 1_000));
        }

        private static boolean meets(TimeSpan a, TimeSpan b) {
            return a.from().isBefore(b.to()) && b.from().isBefore(a.to());
        }

        private static Instant instant(long micros) {
            return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        }
    }
}
