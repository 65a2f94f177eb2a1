package werkmeister.plant.cell;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Turns the local times of a file, in the file's order, into UTC.
 *
 * <p>The hour that the end of summer time repeats is told apart by order: its times belong to the
 * first of the two until the local clock goes back within it. An hour that does not exist (start of
 * summer time) is moved by the gap and counted, for somebody must know that the file's clock was
 * not that of the zone.
 */
public final class ZoneClock {
    private static final long SECOND = 1_000_000;

    private final ZoneRules rules;
    private long validFrom = 1;
    private long validTo;
    private long offset;
    private long overlapStart = Long.MIN_VALUE;
    private long lastInOverlap;
    private boolean secondPass;
    private long repeated;
    private long inGap;

    public ZoneClock(ZoneId zone) {
        rules = zone.getRules();
    }

    /** How many times fell into the second of two equal hours. */
    public long repeated() {
        return repeated;
    }

    /** How many times fell into an hour that the zone skipped. */
    public long inGap() {
        return inGap;
    }

    /** Microseconds since the epoch in UTC of a local time. */
    public long utc(long local) {
        if (local >= validFrom && local < validTo) {
            return local - offset;
        }
        if (rules.isFixedOffset()) {
            return local - micros(rules.getOffset(Instant.EPOCH));
        }
        var dateTime = LocalDateTime.ofEpochSecond(Math.floorDiv(local, SECOND), 0, ZoneOffset.UTC);
        ZoneOffsetTransition transition = rules.getTransition(dateTime);
        if (transition == null) {
            remember(dateTime);
            return local - offset;
        }
        if (transition.isGap()) {
            inGap++;
            return local - micros(transition.getOffsetBefore());
        }
        return local - overlapOffset(local, transition);
    }

    private long overlapOffset(long local, ZoneOffsetTransition transition) {
        long start = localMicros(transition.getDateTimeAfter());
        if (start != overlapStart) {
            overlapStart = start;
            secondPass = false;
        } else if (local < lastInOverlap) {
            secondPass = true;
        }
        lastInOverlap = local;
        if (secondPass) {
            repeated++;
        }
        return micros(secondPass ? transition.getOffsetAfter() : transition.getOffsetBefore());
    }

    /** Notes the span around a time in which nothing changes. */
    private void remember(LocalDateTime dateTime) {
        var instant = dateTime.toInstant(rules.getOffset(dateTime));
        var previous = rules.previousTransition(instant.plusSeconds(1));
        var next = rules.nextTransition(instant);
        offset = micros(rules.getOffset(dateTime));
        validFrom =
                previous == null
                        ? Long.MIN_VALUE
                        : Math.max(
                                localMicros(previous.getDateTimeBefore()),
                                localMicros(previous.getDateTimeAfter()));
        validTo =
                next == null
                        ? Long.MAX_VALUE
                        : Math.min(
                                localMicros(next.getDateTimeBefore()),
                                localMicros(next.getDateTimeAfter()));
    }

    private static long localMicros(LocalDateTime dateTime) {
        return dateTime.toEpochSecond(ZoneOffset.UTC) * SECOND;
    }

    private static long micros(ZoneOffset offset) {
        return offset.getTotalSeconds() * SECOND;
    }
}
