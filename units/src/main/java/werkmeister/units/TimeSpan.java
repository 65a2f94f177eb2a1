package werkmeister.units;

import java.time.Duration;
import java.time.Instant;

/** From an instant up to, not including, another. */
public record TimeSpan(Instant from, Instant to) {
    public TimeSpan {
        if (to.isBefore(from)) {
            throw Refusal.invalid(
                    "The span must end (%s) after it starts (%s).".formatted(to, from));
        }
    }

    public Duration length() {
        return Duration.between(from, to);
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    public boolean overlaps(TimeSpan other) {
        return from.isBefore(other.to) && other.from.isBefore(to);
    }
}
