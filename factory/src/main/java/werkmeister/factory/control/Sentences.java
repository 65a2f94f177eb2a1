package werkmeister.factory.control;

import werkmeister.factory.job.Eviction;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.Why;

import java.util.Locale;

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
                        .formatted(job.failures() + 1, job.spec().retries() + 1, reason),
                "Attempt %d of %d failed (%s); the next one follows."
                        .formatted(job.failures() + 1, job.spec().retries() + 1, reason));
    }

    static Why evicted(Eviction eviction) {
        return new Why(
                Why.Reason.EVICTED,
                "Unterbrochen: %s; %s GPU-Stunden gingen verloren. Der Auftrag wartet wieder."
                        .formatted(ruleGerman(eviction.rule()), hours(eviction)),
                "Interrupted: %s; %s GPU hours were lost. The job waits again."
                        .formatted(rule(eviction.rule()), hours(eviction)));
    }

    /** Of a run that is told to stop and has not ended yet. */
    static Why evicting(Eviction eviction) {
        return new Why(
                Why.Reason.EVICTED,
                "Wird unterbrochen: %s.".formatted(ruleGerman(eviction.rule())),
                "Is being interrupted: %s.".formatted(rule(eviction.rule())));
    }

    static Why claimed() {
        return new Why(
                Why.Reason.ROOM_IS_MADE,
                "Für den Auftrag wird Platz gemacht.",
                "Room is being made for the job.");
    }

    /** A rule of eviction, for people. */
    static String rule(Eviction.Rule rule) {
        return switch (rule) {
            case RECLAIM -> "what was borrowed is wanted back by whom it is owed";
            case PRIORITY -> "a job of higher priority of the same tenant needs the room";
            case DEFRAGMENTATION -> "it can go on elsewhere and another job fits only there";
            case CLOSED -> "its node is closed";
        };
    }

    private static String ruleGerman(Eviction.Rule rule) {
        return switch (rule) {
            case RECLAIM -> "Geliehenes will zurück, wem es zusteht";
            case PRIORITY -> "ein Auftrag höherer Priorität desselben Mandanten braucht den Platz";
            case DEFRAGMENTATION -> "er kann anderswo weiterlaufen, ein anderer passt nur dorthin";
            case CLOSED -> "sein Knoten ist geschlossen";
        };
    }

    private static String hours(Eviction eviction) {
        return String.format(Locale.ROOT, "%.2f", eviction.lost().milliseconds() / 3_600_000.0);
    }
}
