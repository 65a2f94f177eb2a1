package werkmeister.factory.run;

import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.Seat;
import werkmeister.units.Refusal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One attempt at a job on a node.
 *
 * @param token names this attempt and no other; who comes with an older one is a ghost
 * @param berths what it holds on each of its nodes; empty: one part on the node
 */
public record Run(
        String job,
        int attempt,
        String node,
        String token,
        Instant started,
        Optional<List<Berth>> berths) {
    private static final Pattern NONCE = Pattern.compile("[a-z0-9]{8,64}");

    public Run {
        berths = berths.map(List::copyOf);
    }

    /** One part on one node. */
    public Run(String job, int attempt, String node, String token, Instant started) {
        this(job, attempt, node, token, started, Optional.empty());
    }

    /** The run of a job that has a seat. */
    public static Optional<Run> of(Job job) {
        return job.seat()
                .map(seat ->
                        new Run(
                                job.id(),
                                job.attempt(),
                                seat.node(),
                                seat.token(),
                                seat.started(),
                                seat.berths()));
    }

    /** The token of an attempt; the nonce keeps apart two servers that count the same jobs. */
    public static String token(String job, int attempt, String nonce) {
        if (!NONCE.matcher(nonce).matches()) {
            throw Refusal.invalid(
                    "The nonce of a token (%s) must be 8 to 64 lower-case letters or digits."
                            .formatted(nonce));
        }
        return "werkmeister-%s-%d-%s".formatted(job, attempt, nonce);
    }

    public Seat seat() {
        return new Seat(node, token, started, berths);
    }
}
