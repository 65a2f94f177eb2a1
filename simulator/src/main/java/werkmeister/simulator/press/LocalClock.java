package werkmeister.simulator.press;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneRules;

/** Local time of instants that mostly rise: looks up the zone's rules only where they change. */
final class LocalClock {
    private static final long SECONDS_A_DAY = 24 * 60 * 60;

    private final ZoneRules rules;
    private long validFrom = Long.MAX_VALUE;
    private long validTo = Long.MIN_VALUE;
    private long offset;

    LocalClock(ZoneId zone) {
        this.rules = zone.getRules();
    }

    /** Seconds since 1970-01-01T00:00:00 on the local clock. */
    long localSecond(long epochSecond) {
        if (epochSecond < validFrom || epochSecond >= validTo) {
            lookUp(epochSecond);
        }
        return epochSecond + offset;
    }

    static LocalDate date(long localSecond) {
        return LocalDate.ofEpochDay(Math.floorDiv(localSecond, SECONDS_A_DAY));
    }

    static int minute(long localSecond) {
        return (int) (Math.floorMod(localSecond, SECONDS_A_DAY) / 60);
    }

    private void lookUp(long epochSecond) {
        var instant = Instant.ofEpochSecond(epochSecond);
        offset = rules.getOffset(instant).getTotalSeconds();
        var next = rules.nextTransition(instant);
        validFrom = epochSecond;
        validTo = next == null ? Long.MAX_VALUE : next.getInstant().getEpochSecond();
    }
}
