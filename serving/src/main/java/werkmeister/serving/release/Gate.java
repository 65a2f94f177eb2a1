package werkmeister.serving.release;

import werkmeister.learning.model.AlertEvent;
import werkmeister.learning.model.AlertRule;
import werkmeister.learning.model.AlertTracker;
import werkmeister.learning.model.BudgetThreshold;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.Label;
import werkmeister.serving.release.GateReport.Decision;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Judges whether a version may go live: what would it have raised on time it never saw, under this
 * budget?
 *
 * <p>The threshold must keep the budget in each half of the held-out time on its own, faults and
 * known events left out; the stricter of the two is taken. So one half is always judged by a
 * threshold that is at least as strict as the other half alone asked for. How far both halves agree
 * is told: if a threshold from one half had broken the budget in the other, the verdict warns.
 * Where the held-out time is short, the threshold that training proposes counts too. Known faults
 * never lower or raise the threshold, they are only counted.
 */
public final class Gate {
    /**
     * Normal time reaches 1 about once in a thousand samples: less is no finding, whatever the
     * budget allows.
     */
    static final double THRESHOLD_FLOOR = 1;

    /** A model that smooths remembers a fault for a while after its repair. */
    private static final Duration RECOVERY = Duration.ofHours(24);

    private static final Duration LONG_ENOUGH = Duration.ofDays(8 * 7);
    private static final int RAISES_MAX = 400;
    private static final double RAISE = 1.02;

    private final Replay replay;
    private final AlertBudget budget;
    private final List<Label> labels;
    private final double[] unlabelled;

    private Gate(Replay replay, AlertBudget budget, List<Label> labels) {
        this.replay = replay;
        this.budget = budget;
        this.labels = labels;
        this.unlabelled = unlabelled();
    }

    /**
     * Judges a version.
     *
     * @param labels what people know of the held-out time: faults must be caught, known events do
     *     not count
     */
    public static GateReport judge(
            String version, Replay replay, AlertBudget budget, List<Label> labels) {
        var inSpan =
                labels.stream()
                        .filter(label -> label.span().overlaps(replay.span()))
                        .filter(label -> label.kind() != Label.Kind.NORMAL)
                        .toList();
        return new Gate(replay, budget, inSpan).report(version);
    }

    private GateReport report(String version) {
        double threshold = threshold();
        var events = events(threshold, replay.scores());
        var raised = events.stream().map(this::raised).toList();
        var known = faults().map(fault -> known(fault, events)).toList();
        int caught = (int) known.stream().filter(fault -> fault.lead().isPresent()).count();
        var figures =
                new GateWords.Figures(
                        replay.span().length(),
                        events.size(),
                        withoutFault(events),
                        allowed(),
                        known.size(),
                        caught,
                        median(known));
        var remarks = new ArrayList<GateWords.Remark>();
        var decision = decide(figures, remarks);
        var words = GateWords.of(decision, figures, remarks);
        return new GateReport(
                version, replay.span(), budget, threshold, raised, known, decision, words);
    }

    private Decision decide(GateWords.Figures figures, List<GateWords.Remark> remarks) {
        if (Arrays.stream(replay.scores()).allMatch(Double::isNaN)) {
            remarks.add(
                    new GateWords.Remark(
                            "In der zurückgehaltenen Zeit gab es nichts zu beurteilen: erst im"
                                    + " Schatten laufen lassen",
                            "There was nothing to judge in the held-out time: let it run in the"
                                    + " shadow first"));
            return Decision.REFUSE;
        }
        if (figures.known() > 0 && figures.caught() == 0) {
            remarks.add(
                    new GateWords.Remark(
                            "Keine bekannte Störung wurde erkannt", "No known fault was caught"));
            return Decision.REFUSE;
        }
        warn(figures, remarks);
        return remarks.isEmpty() ? Decision.PASS : Decision.WARN;
    }

    private void warn(GateWords.Figures figures, List<GateWords.Remark> remarks) {
        int missed = figures.known() - figures.caught();
        if (missed > 0) {
            remarks.add(
                    new GateWords.Remark(
                            missed == 1
                                    ? "1 bekannte Störung wurde übersehen"
                                    : missed + " bekannte Störungen wurden übersehen",
                            missed == 1
                                    ? "1 known fault was missed"
                                    : missed + " known faults were missed"));
        }
        if (figures.known() == 0) {
            remarks.add(
                    new GateWords.Remark(
                            "Für diese Zeit ist keine Störung bekannt, an der sich die Version"
                                    + " messen ließe",
                            "No fault is known in this time to measure the version by"));
        }
        if (!isLong()) {
            remarks.add(
                    new GateWords.Remark(
                            "Die zurückgehaltene Zeit ist kurz", "The held-out time is short"));
        } else if (outOfSample() > 2 * Math.max(1, allowed())) {
            remarks.add(
                    new GateWords.Remark(
                            "Die beiden Hälften der Zeit sind sehr verschieden, das Budget ist"
                                    + " unsicher",
                            "Both halves of the time differ much, the budget is uncertain"));
        }
    }

    private double threshold() {
        double threshold =
                isLong()
                        ? Math.max(kept(firstHalf()), kept(secondHalf()))
                        : Math.max(replay.rule().threshold(), kept(unlabelled));
        threshold = Math.max(THRESHOLD_FLOOR, threshold);
        for (int i = 0;
                i < RAISES_MAX && withoutFault(events(threshold, replay.scores())) > allowed();
                i++) {
            threshold *= RAISE;
        }
        return threshold;
    }

    /** Findings in each half under the threshold that the other half alone asks for. */
    private int outOfSample() {
        double first = Math.max(THRESHOLD_FLOOR, kept(firstHalf()));
        double second = Math.max(THRESHOLD_FLOOR, kept(secondHalf()));
        return events(second, firstHalf()).size() + events(first, secondHalf()).size();
    }

    private double kept(double[] scores) {
        return BudgetThreshold.keep(budget, replay.rule(), replay.times(), scores).threshold();
    }

    private double[] firstHalf() {
        return between(0, replay.times().length / 2);
    }

    private double[] secondHalf() {
        return between(replay.times().length / 2, replay.times().length);
    }

    /** The unlabelled scores of some rows, all others not judged. */
    private double[] between(int from, int to) {
        var part = new double[unlabelled.length];
        Arrays.fill(part, Double.NaN);
        System.arraycopy(unlabelled, from, part, from, to - from);
        return part;
    }

    private double[] unlabelled() {
        var scores = replay.scores().clone();
        for (var label : labels) {
            long from = Replay.micros(label.span().from());
            long to = Replay.micros(label.span().to().plus(RECOVERY));
            for (int i = 0; i < scores.length; i++) {
                if (replay.times()[i] >= from && replay.times()[i] < to) {
                    scores[i] = Double.NaN;
                }
            }
        }
        return scores;
    }

    private List<AlertEvent> events(double threshold, double[] scores) {
        AlertRule rule = replay.rule().withThreshold(threshold);
        return AlertTracker.events(rule, replay.times(), scores);
    }

    private int withoutFault(List<AlertEvent> events) {
        return (int)
                events.stream()
                        .map(Gate::span)
                        .filter(span ->
                                labels.stream().noneMatch(label -> label.span().overlaps(span)))
                        .count();
    }

    /** What the budget grants for the time that nothing is known of. */
    private long allowed() {
        var unknown = replay.span().length();
        for (var label : labels) {
            unknown = unknown.minus(label.span().length());
        }
        return (long) Math.max(0, budget.findingsPerWeek() * unknown.toHours() / (7 * 24));
    }

    private boolean isLong() {
        return replay.span().length().compareTo(LONG_ENOUGH) >= 0;
    }

    private Stream<Label> faults() {
        return labels.stream().filter(label -> label.kind() == Label.Kind.FAULT);
    }

    private GateReport.Raised raised(AlertEvent event) {
        boolean fault = faults().anyMatch(label -> label.span().overlaps(span(event)));
        return new GateReport.Raised(
                span(event), event.peak(), Replay.instant(event.peakAt()), fault);
    }

    /** The lead counts from when people could know, but not from before the fault. */
    private static GateReport.Known known(Label fault, List<AlertEvent> events) {
        Optional<Duration> lead =
                events.stream()
                        .filter(event -> fault.span().overlaps(span(event)))
                        .map(event -> Replay.instant(event.raised()))
                        .filter(raised -> raised.isBefore(fault.span().to()))
                        .min(Instant::compareTo)
                        .map(raised ->
                                raised.isBefore(fault.span().from()) ? fault.span().from() : raised)
                        .map(raised -> Duration.between(raised, fault.span().to()));
        return new GateReport.Known(fault.span(), fault.note(), lead);
    }

    private static Optional<Duration> median(List<GateReport.Known> known) {
        var leads = known.stream().flatMap(fault -> fault.lead().stream()).sorted().toList();
        if (leads.isEmpty()) {
            return Optional.empty();
        }
        var low = leads.get((leads.size() - 1) / 2);
        return Optional.of(low.plus(leads.get(leads.size() / 2)).dividedBy(2));
    }

    /** From the first to the last alarmed sample, the last included. */
    private static TimeSpan span(AlertEvent event) {
        return new TimeSpan(Replay.instant(event.from()), Replay.instant(event.to() + 1));
    }
}
