package werkmeister.learning.order;

import werkmeister.units.Refusal;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What is asked of a machine beside early warning.
 *
 * @param target the signal that is asked for: its classes, or its course; empty: the kinds of fault
 *     that people have noted, or the course of every signal
 * @param horizon how far a forecast reaches; empty: it is found out
 * @param group the signal whose change tells cycles apart, which are classed whole; blank: each
 *     sample is classed by itself; empty: it is found out
 */
public record Question(
        Intent intent,
        Optional<String> target,
        Optional<Duration> horizon,
        Optional<String> group) {
    public Question {
        if (intent == Intent.WATCH) {
            throw Refusal.invalid("Watching is no question: it needs a budget alone.");
        }
        if (horizon.isPresent() && (horizon.get().isNegative() || horizon.get().isZero())) {
            throw Refusal.invalid("The horizon (%s) must be above 0.".formatted(horizon.get()));
        }
        if (horizon.isPresent() && intent != Intent.FORECAST) {
            throw Refusal.invalid("Only a forecast has a horizon: leave it out.");
        }
        if (group.isPresent() && intent != Intent.CLASSIFY) {
            throw Refusal.invalid(
                    "Only classes are told cycle by cycle: leave the group (%s) out."
                            .formatted(group.get()));
        }
        if (group.isPresent() && group.equals(target)) {
            throw Refusal.invalid(
                    "Signal (%s) cannot be the class and tell cycles apart as well."
                            .formatted(group.get()));
        }
        if (target.isPresent() && intent == Intent.LIFE) {
            throw Refusal.invalid(
                    "Remaining life has no target: it ends where a known fault ends, or a"
                            + " sister's samples end.");
        }
    }

    public Question(Intent intent, Optional<String> target, Optional<Duration> horizon) {
        this(intent, target, horizon, Optional.empty());
    }

    /** The signal that is said to tell cycles apart. */
    public Optional<String> cycleSignal() {
        return group.filter(signal -> !signal.isBlank());
    }

    /**
     * What it is about, such as {@code forecast oil}: of one machine one version at a time answers
     * it.
     */
    public String topic() {
        String name = intent.name().toLowerCase(Locale.ROOT);
        return target.map(signal -> name + " " + signal).orElse(name);
    }
}
