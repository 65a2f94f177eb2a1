package werkmeister.factory.control;

import werkmeister.factory.job.Job;
import werkmeister.factory.job.Why;

/** What the book itself says of waiting jobs. */
final class Sentences {
    private Sentences() {}

    static Why submitted() {
        return new Why(
                Why.Reason.SUBMITTED,
                "Der Auftrag ist angenommen und wartet auf die Einplanung.",
                "The job is accepted and waits to be planned.");
    }

    static Why retry(Job job, String reason) {
        return new Why(
                Why.Reason.RETRY,
                "Versuch %d von %d ist gescheitert (%s); es folgt der nächste."
                        .formatted(job.attempt(), job.spec().retries() + 1, reason),
                "Attempt %d of %d failed (%s); the next one follows."
                        .formatted(job.attempt(), job.spec().retries() + 1, reason));
    }
}
