package werkmeister.factory.schedule;

import werkmeister.factory.job.Job;
import werkmeister.factory.job.Resources;
import werkmeister.factory.job.Why;
import werkmeister.factory.job.Why.Reason;
import werkmeister.factory.tenant.Tenant;

/** The sentences of the scheduler. None names another tenant or its jobs. */
final class Reasons {
    private Reasons() {}

    static Why noSite() {
        return new Why(
                Reason.NO_SITE,
                "Es ist noch kein Standort eingerichtet.",
                "No site has been set up yet.");
    }

    static Why tooLarge(Resources asked) {
        return new Why(
                Reason.TOO_LARGE,
                "Kein Knoten des Standorts ist groß genug (verlangt: %s). Vielleicht weniger verlangen."
                        .formatted(asked.words()),
                "No node of the site is large enough (asked: %s). Maybe ask for less."
                        .formatted(asked.words()));
    }

    static Why nodesAway(Resources asked, long nodes) {
        return new Why(
                Reason.NODES_AWAY,
                "Die Knoten, die groß genug sind (%d, verlangt: %s), nehmen gerade nichts an."
                        .formatted(nodes, asked.words()),
                "The nodes that are large enough (%d, asked: %s) take no work at the moment."
                        .formatted(nodes, asked.words()));
    }

    static Why runningLimit(Tenant tenant) {
        int limit = tenant.quota().runningJobs();
        return new Why(
                Reason.RUNNING_LIMIT,
                "Der Mandant %s rechnet schon an so vielen Aufträgen, wie er darf (%d)."
                        .formatted(tenant.id(), limit),
                "The tenant %s already runs as many jobs as it may (%d)."
                        .formatted(tenant.id(), limit));
    }

    static Why behind(Job first) {
        return new Why(
                Reason.BEHIND,
                "Zuerst kommt %s desselben Mandanten.".formatted(first.id()),
                "First comes %s of the same tenant.".formatted(first.id()));
    }

    static Why noRoom(Resources asked, String node) {
        return new Why(
                Reason.NO_ROOM,
                "Kein Knoten hat gerade genug frei (verlangt: %s); %s wird dafür freigehalten."
                        .formatted(asked.words(), node),
                "No node has enough free at the moment (asked: %s); %s is being kept for it."
                        .formatted(asked.words(), node));
    }

    static Why keptForAnother(Resources asked) {
        return new Why(
                Reason.KEPT_FOR_ANOTHER,
                "Was frei ist (verlangt: %s), wird für einen Auftrag freigehalten, der vorher an der Reihe ist."
                        .formatted(asked.words()),
                "What is free (asked: %s) is being kept for a job whose turn comes first."
                        .formatted(asked.words()));
    }
}
