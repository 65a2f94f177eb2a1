package werkmeister.server.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts wrong keys: a bucket a guesser that runs empty with time. Of many guessers the oldest are
 * forgotten.
 */
final class Guesses {
    /** Every so many seconds one guess is forgotten. */
    static final int SECONDS_A_GUESS = 6;

    private static final int GUESSERS_MAX = 10_000;
    private static final long NANOS_A_GUESS = SECONDS_A_GUESS * 1_000_000_000L;

    /** A guesser's bucket: how full it was, and when. */
    private record Bucket(int guesses, long since) {}

    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>();

    Guesses(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized boolean tooMany(String guesser) {
        return drained(guesser).guesses() >= Doorkeeper.GUESSES_MAX;
    }

    synchronized void add(String guesser) {
        var bucket = drained(guesser);
        buckets.remove(guesser);
        buckets.put(guesser, new Bucket(bucket.guesses() + 1, bucket.since()));
        if (buckets.size() > GUESSERS_MAX) {
            buckets.remove(buckets.keySet().iterator().next());
        }
    }

    private Bucket drained(String guesser) {
        long now = nanoTime.getAsLong();
        var bucket = buckets.get(guesser);
        if (bucket == null) {
            return new Bucket(0, now);
        }
        long forgotten = (now - bucket.since()) / NANOS_A_GUESS;
        if (forgotten >= bucket.guesses()) {
            return new Bucket(0, now);
        }
        return new Bucket(
                (int) (bucket.guesses() - forgotten), bucket.since() + forgotten * NANOS_A_GUESS);
    }
}
