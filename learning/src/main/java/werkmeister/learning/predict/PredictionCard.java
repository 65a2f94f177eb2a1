package werkmeister.learning.predict;

import werkmeister.learning.order.Intent;
import werkmeister.learning.table.Split;
import werkmeister.learning.table.Withheld;
import werkmeister.units.Sha256;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What people should know of a predictor before they trust it.
 *
 * @param topic what it answers, such as {@code forecast oil}
 * @param dataset content hash of the machine's samples; of several, of the first one's
 * @param sisters machines that it learned from, too
 * @param span of the samples of the machines it is for that training and trial saw
 * @param cases that were learned from: lives, samples or steps
 * @param split how the cases were parted on which it was tried
 * @param step samples were brought into means of steps as long as this
 * @param signals that it looks at
 * @param withheld signals that it was kept from, and why
 * @param leaderboard what it reached on cases that it had not seen
 * @param candidates what was tried inside the training time, best first
 * @param details further figures in words
 * @param warnings what makes it weaker than it could be, each a sentence
 * @param machines those that share the training; empty: one machine's alone
 */
public record PredictionCard(
        String order,
        Intent intent,
        String topic,
        Optional<Duration> horizon,
        Sha256 dataset,
        List<String> sisters,
        TimeSpan span,
        long cases,
        Split.Kind split,
        Duration step,
        List<String> signals,
        List<Withheld> withheld,
        Leaderboard leaderboard,
        List<Candidate> candidates,
        List<String> details,
        long seed,
        String software,
        Optional<String> previous,
        List<String> warnings,
        String limits,
        Optional<List<OfMachine>> machines) {
    /** Stands on every card. */
    public static final String LIMITS =
            "Advisory only: a hint for people, never a safety function. It knows what it has"
                    + " learned from; a new product or a rebuilt machine needs a new version.";

    public PredictionCard {
        sisters = List.copyOf(sisters);
        signals = List.copyOf(signals);
        withheld = List.copyOf(withheld);
        candidates = List.copyOf(candidates);
        details = List.copyOf(details);
        warnings = List.copyOf(warnings);
        machines = machines.map(List::copyOf);
    }

    /**
     * A machine that it is for, too.
     *
     * @param dataset content hash of its samples
     */
    public record OfMachine(String machine, Sha256 dataset) {}

    /**
     * A way to answer.
     *
     * @param error on time that it was not fitted on
     * @param weight its part in the answer
     */
    public record Candidate(String name, double error, double weight) {}
}
