package werkmeister.factory.schedule;

import werkmeister.factory.cluster.Ask;
import werkmeister.factory.cluster.Cluster;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Why;
import werkmeister.factory.job.Why.Reason;
import werkmeister.factory.quota.Account;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The sentences of the scheduler: why a job waits and what would unblock it. None names another
 * tenant or its jobs.
 */
final class Reasons {
    private Reasons() {}

    static Why noSite() {
        return new Why(
                Reason.NO_SITE,
                "Es ist noch kein Standort eingerichtet.",
                "No site has been set up yet.");
    }

    static Why tooLarge(JobSpec spec) {
        return new Why(
                Reason.TOO_LARGE,
                "Der Standort ist auch leer nicht groß genug (verlangt: %s). Vielleicht weniger verlangen."
                        .formatted(asked(spec)),
                "The site is not large enough even when empty (asked: %s). Maybe ask for less."
                        .formatted(asked(spec)));
    }

    static Why nodesAway(JobSpec spec) {
        return new Why(
                Reason.NODES_AWAY,
                "Die Knoten, die groß genug sind (verlangt: %s), nehmen gerade nichts an. Es geht weiter, wenn sie wieder da sind."
                        .formatted(asked(spec)),
                "The nodes that are large enough (asked: %s) take no work at the moment. It goes on when they are back."
                        .formatted(asked(spec)));
    }

    static Why runningLimit(Tenant tenant) {
        int limit = tenant.quota().runningJobs();
        return new Why(
                Reason.RUNNING_LIMIT,
                "Der Mandant %s rechnet schon an so vielen Aufträgen, wie er darf (%d). Einer muss enden."
                        .formatted(tenant.id(), limit),
                "The tenant %s already runs as many jobs as it may (%d). One of them must end."
                        .formatted(tenant.id(), limit));
    }

    static Why gpuLimit(Account account) {
        long limit = account.limitGpus().orElse(0);
        return new Why(
                Reason.GPU_LIMIT,
                "%s darf höchstens %d GPUs zugleich haben. Eigene Aufträge müssen enden."
                        .formatted(account.name(), limit),
                "%s may hold at most %d GPUs at once. Jobs of its own must end."
                        .formatted(account.name(), limit));
    }

    static Why budget(TenantId tenant) {
        return new Why(
                Reason.BUDGET,
                "Das Budget des Mandanten %s für diesen Monat ist aufgebraucht. Der Betreiber kann es erhöhen."
                        .formatted(tenant),
                "The budget of the tenant %s for this month is used up. The operator can raise it."
                        .formatted(tenant));
    }

    static Why notLent(JobSpec spec) {
        return new Why(
                Reason.NO_ROOM,
                "Was frei ist (verlangt: %s), steht anderen zu. Ein unterbrechbarer Auftrag könnte es leihen."
                        .formatted(asked(spec)),
                "What is free (asked: %s) is owed to others. A job that can be interrupted could borrow it."
                        .formatted(asked(spec)));
    }

    static Why behind(Job first, Why its) {
        return new Why(
                Reason.BEHIND,
                "Zuerst kommt %s desselben Mandanten. %s".formatted(first.id(), its.de()),
                "First comes %s of the same tenant. %s".formatted(first.id(), its.en()));
    }

    static Why planned(Cluster cluster, Ask ask, Job job, Forecast.Start start) {
        Why why = noRoom(cluster, ask, job);
        String node = start.berths().getFirst().node();
        int more = start.berths().size() - 1;
        Instant from = start.at().truncatedTo(ChronoUnit.SECONDS);
        return new Why(
                why.reason(),
                "%s %s wird dafür freigehalten, ab %s."
                        .formatted(
                                why.de(),
                                more == 0 ? node : node + " und %d weitere".formatted(more),
                                from),
                "%s %s is being kept for it, from %s on."
                        .formatted(
                                why.en(),
                                more == 0 ? node : node + " and %d more".formatted(more),
                                from));
    }

    static Why noRoom(Cluster cluster, Ask ask, Job job) {
        String asked = asked(job.spec());
        if (ask.parts() > 1 && cluster.anywhere(ask)) {
            return new Why(
                    Reason.NOT_TOGETHER,
                    "Es ist genug frei (verlangt: %s), aber nicht nah genug beieinander oder für andere freigehalten."
                            .formatted(asked),
                    "There is room (asked: %s), but not near enough together, or it is kept for others."
                            .formatted(asked));
        }
        if (ask.parts() == 1 && cluster.anywhere(ask)) {
            return keptForAnother(job.spec());
        }
        return new Why(
                Reason.NO_ROOM,
                "Kein Knoten hat gerade genug frei (verlangt: %s). Aufträge müssen enden."
                        .formatted(asked),
                "No node has enough free at the moment (asked: %s). Jobs must end."
                        .formatted(asked));
    }

    static Why keptForAnother(JobSpec spec) {
        return new Why(
                Reason.KEPT_FOR_ANOTHER,
                "Was frei ist (verlangt: %s), wird für einen Auftrag freigehalten, der vorher an der Reihe ist, oder schließt zu bald."
                        .formatted(asked(spec)),
                "What is free (asked: %s) is being kept for a job whose turn comes first, or closes too soon."
                        .formatted(asked(spec)));
    }

    static Why roomIsMade(Runs runs, String job) {
        long left = runs.stoppingFor(job);
        return new Why(
                Reason.ROOM_IS_MADE,
                "Für den Auftrag wird Platz gemacht; %d andere müssen noch enden.".formatted(left),
                "Room is being made for the job; %d others have yet to end.".formatted(left));
    }

    static Why undecided() {
        return new Why(
                Reason.UNDECIDED,
                "Die Suche nach einem Platz ist noch nicht zu Ende; sie geht gleich weiter.",
                "The search for a place is not at its end yet; it goes on in a moment.");
    }

    /** For people: {@code 4 x 8 CPU, 512 MiB, 1 GPU}. */
    private static String asked(JobSpec spec) {
        int parts = spec.plan().parts();
        String each = spec.resources().words();
        return parts == 1 ? each : "%d x %s".formatted(parts, each);
    }
}
