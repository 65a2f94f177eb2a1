package werkmeister.factory.schedule;

import werkmeister.factory.job.Job;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/**
 * Where a job stands among those of its tenant: higher priority first, then who must start soonest
 * to keep its deadline (least laxity first, Dertouzos and Mok, 1989, as of the start), then the
 * older job.
 *
 * @param latestStart with which it keeps its deadline, in milliseconds of the epoch; the largest:
 *     it has none, or cannot keep it
 */
record Place(int priority, long latestStart, long number) implements Comparable<Place> {
    static final Comparator<Place> BY_LATEST =
            Comparator.comparingLong(Place::latestStart).thenComparingLong(Place::number);

    private static final Comparator<Place> ORDER =
            Comparator.comparingInt((Place place) -> -place.priority).thenComparing(BY_LATEST);

    static Place of(Job job) {
        var plan = job.spec().plan();
        long latest =
                plan.deadline()
                        .filter(_ -> !plan.service())
                        .map(deadline -> deadline.minus(job.left().orElse(Duration.ZERO)))
                        .map(Instant::toEpochMilli)
                        .orElse(Long.MAX_VALUE);
        return new Place(job.spec().priority(), latest, job.number());
    }

    /** The same at a time: without a deadline if it cannot be kept any more. */
    static Place of(Job job, Instant now) {
        Place place = of(job);
        return place.latestStart < now.toEpochMilli() ? place.missed() : place;
    }

    boolean pressing() {
        return latestStart < Long.MAX_VALUE;
    }

    Place missed() {
        return new Place(priority, Long.MAX_VALUE, number);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
