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
 */
public record Question(Intent intent, Optional<String> target, Optional<Duration> horizon) {
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
        if (target.isPresent() && intent == Intent.LIFE) {
            throw Refusal.invalid(
                    "Remaining life has no target: it ends where a known fault ends, or a"
                            + " sister's samples end.");
        }
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
