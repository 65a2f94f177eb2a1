package werkmeister.bench.models;

import werkmeister.bench.models.Outcome.Figure;
import werkmeister.learning.evaluate.VusPr;
import werkmeister.learning.model.AlertEvent;
import werkmeister.learning.model.AlertTracker;
import werkmeister.learning.model.WatchModel;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleTable;
import werkmeister.simulator.press.PressLine;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well a model watches a simulated press: six years, of which the last third is never trained
 * on.
 */
final class PressWatch {
    private static final int YEARS = 6;
    private static final Duration STEP = Duration.ofMinutes(20);
    private static final double MICROS_PER_WEEK = 7 * 86_400e6;

    private final PressLine line;
    private final MachineId machine;
    private final Instant testFrom;
    private final SampleTable tested;

    PressWatch(PressLine line, MachineId machine) {
        this.line = line;
        this.machine = machine;
        this.testFrom = third(line, 2);
        this.tested = line.table(machine, new TimeSpan(testFrom, line.history().to()));
    }

    static PressLine line(long seed) {
        return PressLine.of(seed, new PressLine.Settings(LocalDate.of(2018, 1, 1), YEARS, STEP));
    }

    /** The end of the first, or of the second, third of a line's history. */
    static Instant third(PressLine line, int which) {
        TimeSpan history = line.history();
        return history.from()
                .plus(
                        Duration.between(history.from(), history.to())
                                .dividedBy(3)
                                .multipliedBy(which));
    }

    /** What the last two years came to, of one machine. */
    record Watched(int faults, int caught, int falseFindings, double weeks, double vusPr) {}

    Watched by(WatchModel model) {
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
        double weeks = ChronoUnit.MICROS.between(testFrom, line.history().to()) / MICROS_PER_WEEK;
        return new Watched(faults.size(), caught, wrong, weeks, vusPr(model));
    }

    /** Of all machines together. */
    static List<Figure> figures(String with, List<Watched> all) {
        double faults = sum(all, Watched::faults);
        double caught = sum(all, Watched::caught);
        double wrong = sum(all, Watched::falseFindings);
        return List.of(
                Figure.of(with + "faults caught (share)", caught / faults),
                Figure.of(with + "false findings a week", wrong / sum(all, Watched::weeks)),
                Figure.of(
                        with + "F1 of findings",
                        2 * caught / (2 * caught + wrong + faults - caught)),
                Figure.of(with + "VUS-PR", sum(all, Watched::vusPr) / all.size()));
    }

    private static double sum(List<Watched> all, ToDoubleFunction<Watched> of) {
        return all.stream().mapToDouble(of).sum();
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

    static List<AlertEvent> events(WatchModel model, SampleTable samples) {
        return AlertTracker.events(model.rule(), samples.times(), model.scores(samples));
    }

    boolean meetsFault(TimeSpan span) {
        return line.plan().stream()
                .anyMatch(fault -> fault.machine().equals(machine) && meets(fault.span(), span));
    }

    static TimeSpan span(AlertEvent event) {
        return new TimeSpan(instant(event.from()), instant(event.to() + 1_000));
    }

    static boolean meets(TimeSpan a, TimeSpan b) {
        return a.from().isBefore(b.to()) && b.from().isBefore(a.to());
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
