package werkmeister.learning.model;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns a stream of scores into alarmed samples and events by an {@link AlertRule}. Samples that
 * are not judged (NaN) neither count nor end anything: a finding that is open when the machine
 * stops is still open when it starts again.
 */
public final class AlertTracker {
    /** A pause longer than this many merge gaps ends an event even if nothing was judged in it. */
    private static final int GAPS_OF_SILENCE_MAX = 50;

    private final AlertRule rule;
    private final long gapMicros;
    private final boolean[] above;
    private final long[] times;
    private int judged;
    private int aboveCount;
    private long quietMicros;
    private long lastTime;
    private int events;
    private @Nullable AlertEvent current;

    public AlertTracker(AlertRule rule) {
        this.rule = rule;
        this.gapMicros = rule.mergeGap().toNanos() / 1000;
        this.above = new boolean[rule.window()];
        this.times = new long[rule.window()];
    }

    /** Takes the next sample's score; says whether this sample is alarmed. */
    public boolean next(long time, double score) {
        if (Double.isNaN(score)) {
            return false;
        }
        long step = judged == 0 ? 0 : Math.max(0, time - lastTime);
        remember(time, score >= rule.threshold());
        boolean alarm = aboveCount >= rule.needed();
        if (alarm) {
            raise(time, score);
            quietMicros = 0;
        } else {
            stayQuiet(step);
        }
        lastTime = time;
        return alarm;
    }

    /**
     * The event that is open after the last sample: alarmed, or not yet quiet for the merge gap.
     */
    public Optional<AlertEvent> current() {
        return Optional.ofNullable(current);
    }

    /** All events of a stream of scores, in order of time. */
    public static List<AlertEvent> events(AlertRule rule, long[] times, double[] scores) {
        var tracker = new AlertTracker(rule);
        var found = new ArrayList<AlertEvent>();
        for (int i = 0; i < times.length; i++) {
            if (!tracker.next(times[i], scores[i])) {
                continue;
            }
            AlertEvent event = tracker.current().orElseThrow();
            if (found.isEmpty() || found.getLast().number() != event.number()) {
                found.add(event);
            } else {
                found.set(found.size() - 1, event);
            }
        }
        return found;
    }

    private void remember(long time, boolean isAbove) {
        int slot = judged % above.length;
        if (judged >= above.length && above[slot]) {
            aboveCount--;
        }
        above[slot] = isAbove;
        times[slot] = time;
        judged++;
        if (isAbove) {
            aboveCount++;
        }
    }

    private void raise(long time, double score) {
        current =
                current == null
                        ? new AlertEvent(++events, firstAbove(), time, time, score, time)
                        : current.upTo(time, score);
    }

    private void stayQuiet(long step) {
        if (current == null) {
            return;
        }
        // A pause of the machine is not quiet time: it counts little, however long it was.
        quietMicros += Math.min(step, gapMicros / 2 + 1);
        if (quietMicros > gapMicros || step / GAPS_OF_SILENCE_MAX > gapMicros) {
            current = null;
        }
    }

    private long firstAbove() {
        int held = Math.min(judged, above.length);
        for (int back = held; back >= 1; back--) {
            int slot = (judged - back) % above.length;
            if (above[slot]) {
                return times[slot];
            }
        }
        throw new IllegalStateException("An alarm without a sample above the threshold.");
    }
}
