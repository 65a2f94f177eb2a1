package werkmeister.factory.schedule;

import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.Resources;
import werkmeister.factory.job.Why;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Decides which waiting job starts where: a function of a snapshot, nothing else.
 *
 * <p>Whose turn it is: first a tenant whose next job stays within what it is owed, then the tenant
 * with the smallest weighted share of the site, then the older job, then the tenant's name. Within
 * a tenant: priority, then submission; nobody overtakes. A job goes to the node that it fills best.
 *
 * <p>Why nobody starves: where a job whose turn it is finds no room, the node that lacks least for
 * it is kept, and nobody later in this plan is placed there. The shortest lack of any node can only
 * shrink from plan to plan, as jobs end. Overtaking within a tenant was tried on paper and dropped:
 * small jobs keep their tenant's share high, so that its large one never has its turn. A job that
 * no node could hold even when empty, or none that takes work, is stepped over; it holds nobody up.
 * A job that borrows can wait for as long as others use what they are owed.
 */
public final class Scheduler {
    private final List<NodeRoom> rooms;
    private final List<Line> lines;
    private final Resources whole;
    private final List<Placement> placements = new ArrayList<>();
    private final TreeMap<Job, Why> waiting = new TreeMap<>(Line.BY_SUBMISSION);

    private Scheduler(Site site, Snapshot snapshot) {
        rooms = rooms(site, snapshot.jobs());
        lines = lines(snapshot);
        whole = rooms.stream().map(NodeRoom::whole).reduce(Resources.NONE, Resources::plus);
    }

    /** Plans every queued job of the snapshot: it starts, or it says why not. */
    public static Plan plan(Snapshot snapshot) {
        return snapshot.site()
                .map(site -> new Scheduler(site, snapshot).plan())
                .orElseGet(() -> allWait(snapshot));
    }

    private static Plan allWait(Snapshot snapshot) {
        return new Plan(
                List.of(),
                snapshot.jobs().stream()
                        .filter(Job::queued)
                        .sorted(Line.BY_SUBMISSION)
                        .map(job -> new Waiting(job.id(), Reasons.noSite()))
                        .toList());
    }

    private Plan plan() {
        var turn =
                Comparator.comparing(Line::borrows)
                        .thenComparingDouble(line -> line.weightedShare(whole))
                        .thenComparing(Line::headSubmitted)
                        .thenComparing(Line::tenantId);
        while (true) {
            var next = lines.stream().filter(Predicate.not(Line::isEmpty)).min(turn);
            if (next.isEmpty()) {
                break;
            }
            serve(next.get());
        }
        return new Plan(
                placements,
                waiting.entrySet().stream()
                        .map(entry -> new Waiting(entry.getKey().id(), entry.getValue()))
                        .toList());
    }

    private void serve(Line line) {
        var asked = line.head().spec().resources();
        long largeEnough = rooms.stream().filter(room -> room.isLargeEnoughFor(asked)).count();
        if (largeEnough == 0) {
            waiting.put(line.skipHead(), Reasons.tooLarge(asked));
        } else if (rooms.stream()
                .noneMatch(room -> room.takesWork() && room.isLargeEnoughFor(asked))) {
            waiting.put(line.skipHead(), Reasons.nodesAway(asked, largeEnough));
        } else if (line.isAtRunningLimit()) {
            line.dismiss().forEach(job -> waiting.put(job, Reasons.runningLimit(line.tenant())));
        } else {
            seatOrKeep(line, asked);
        }
    }

    private void seatOrKeep(Line line, Resources asked) {
        var best =
                rooms.stream().filter(room -> room.hasRoomFor(asked)).min(NodeRoom.FULLEST_FIRST);
        if (best.isPresent()) {
            best.get().seat(asked);
            placements.add(new Placement(line.head().id(), best.get().name()));
            line.seatHead();
            return;
        }
        var first = line.skipHead();
        waiting.put(first, keep(asked));
        line.dismiss().forEach(job -> waiting.put(job, Reasons.behind(first)));
    }

    private Why keep(Resources asked) {
        var soonest =
                rooms.stream()
                        .filter(room -> room.couldBeKeptFor(asked))
                        .min(NodeRoom.soonestRoomFor(asked));
        soonest.ifPresent(NodeRoom::keep);
        return soonest.map(room -> Reasons.noRoom(asked, room.name()))
                .orElseGet(() -> Reasons.keptForAnother(asked));
    }

    private static List<NodeRoom> rooms(Site site, List<Job> jobs) {
        var seatedByNode =
                jobs.stream()
                        .filter(job -> job.seat().isPresent())
                        .collect(
                                Collectors.groupingBy(
                                        job -> job.seat().orElseThrow().node(),
                                        Collectors.mapping(
                                                job -> job.spec().resources(),
                                                Collectors.toList())));
        return site.nodes().stream()
                .map(node -> new NodeRoom(node, seatedByNode.getOrDefault(node.name(), List.of())))
                .toList();
    }

    private static List<Line> lines(Snapshot snapshot) {
        var jobsByTenant = snapshot.jobs().stream().collect(Collectors.groupingBy(Job::tenant));
        return snapshot.tenants().stream()
                .map(tenant -> new Line(tenant, jobsByTenant.getOrDefault(tenant.id(), List.of())))
                .toList();
    }
}
