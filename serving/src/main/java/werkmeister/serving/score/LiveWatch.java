package werkmeister.serving.score;

import org.jspecify.annotations.Nullable;

import werkmeister.learning.model.AlertEvent;
import werkmeister.learning.model.AlertRule;
import werkmeister.learning.model.AlertTracker;
import werkmeister.learning.model.Explanation;
import werkmeister.learning.model.Scorer;
import werkmeister.learning.model.WatchModel;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.store.SampleTable;
import werkmeister.serving.finding.FindingDraft;
import werkmeister.serving.finding.FindingSentence;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One version watching one machine, sample by sample. It follows from the samples alone: after a
 * restart, replaying the latest ones ({@link #warmUp}) brings it back to where it was. One thread
 * at a time.
 */
public final class LiveWatch {
    /** How much of the past brings a watch back to where it was. */
    public static final Duration WARM_UP = Duration.ofDays(28);

    /** A finding is told again when it has become longer by this share, */
    private static final double LONGER = 0.1;

    /** or at least by this, */
    private static final long LONGER_MICROS_MIN = Duration.ofMinutes(30).toNanos() / 1000;

    /** or higher by this share. */
    private static final double HIGHER = 0.1;

    private final Machine machine;
    private final String version;
    private final List<String> signals;
    private final Scorer scorer;
    private final AlertRule rule;
    private final AlertTracker tracker;
    private final double[] row;
    private long lastTime = Long.MIN_VALUE;
    private @Nullable AlertEvent event;
    private @Nullable AlertEvent told;
    private Explanation explanation = new Explanation(List.of());

    private LiveWatch(Machine machine, String version, WatchModel model, double threshold) {
        this.machine = machine;
        this.version = version;
        this.signals = model.signals();
        this.scorer = model.scorer();
        this.rule = model.rule().withThreshold(threshold);
        this.tracker = new AlertTracker(rule);
        this.row = new double[signals.size()];
    }

    /**
     * A watch that has seen nothing yet.
     *
     * @param threshold that was released with the version
     */
    public static LiveWatch of(
            Machine machine, String version, WatchModel model, double threshold) {
        return new LiveWatch(machine, version, model, threshold);
    }

    public String version() {
        return version;
    }

    public double threshold() {
        return rule.threshold();
    }

    /** Takes samples of the past, telling nobody: what they opened has been told before. */
    public void warmUp(SampleTable past) {
        var places = places(past);
        for (int at = 0; at < past.rows(); at++) {
            fill(past, places, at);
            next(past.times()[at]);
        }
        told = event;
    }

    /**
     * Takes the next sample; signals that the version does not know are left out, missing ones are
     * NaN.
     */
    public Scored next(long time, Map<String, Double> values) {
        for (int i = 0; i < row.length; i++) {
            row[i] = values.getOrDefault(signals.get(i), Double.NaN);
        }
        return next(time);
    }

    /** Takes samples that follow each other. */
    public List<Scored> next(SampleTable samples) {
        var places = places(samples);
        var scored = new Scored[samples.rows()];
        for (int at = 0; at < scored.length; at++) {
            fill(samples, places, at);
            scored[at] = next(samples.times()[at]);
        }
        return List.of(scored);
    }

    /** A sample that is not later than the last one is not judged: a scorer cannot go back. */
    private Scored next(long time) {
        if (time <= lastTime) {
            return new Scored(time, Double.NaN, false, Optional.empty());
        }
        lastTime = time;
        double score = scorer.next(time, row);
        boolean alarm = tracker.next(time, score);
        return new Scored(time, score, alarm, change(alarm));
    }

    private Optional<FindingChange> change(boolean alarm) {
        var before = event;
        event = tracker.current().orElse(null);
        var now = event;
        if (before != null && now == null) {
            told = null;
            return Optional.of(new FindingChange.Closed(draft(before)));
        }
        if (now == null || !alarm) {
            return Optional.empty();
        }
        if (before == null || now.peak() > before.peak()) {
            explanation = scorer.explain();
        }
        return tell(now);
    }

    private Optional<FindingChange> tell(AlertEvent now) {
        var last = told;
        if (last == null || last.number() != now.number()) {
            told = now;
            return Optional.of(new FindingChange.Opened(draft(now)));
        }
        double longer = Math.max(LONGER_MICROS_MIN, LONGER * (now.to() - now.from()));
        if (now.to() - last.to() >= longer || now.peak() >= last.peak() * (1 + HIGHER)) {
            told = now;
            return Optional.of(new FindingChange.Extended(draft(now)));
        }
        return Optional.empty();
    }

    private FindingDraft draft(AlertEvent of) {
        var from = instant(of.from());
        return new FindingDraft(
                machine.id(),
                version,
                from,
                instant(of.to()),
                of.peak(),
                instant(of.peakAt()),
                rule.threshold(),
                explanation.parts(),
                FindingSentence.of(machine, from, explanation.parts()));
    }

    /** Where the table holds each of the model's signals; -1 where it has none. */
    private int[] places(SampleTable table) {
        return signals.stream().mapToInt(table.signals()::indexOf).toArray();
    }

    private void fill(SampleTable table, int[] places, int at) {
        for (int i = 0; i < row.length; i++) {
            row[i] = places[i] < 0 ? Double.NaN : table.columns()[places[i]][at];
        }
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
