package werkmeister.factory.control;

import werkmeister.factory.fleet.Closure;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Offer;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.job.Resources;
import werkmeister.units.CpuCount;
import werkmeister.units.CpuTime;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.Refusal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Judges commands about the site and its nodes. */
final class SiteJudge {
    private final Factory book;
    private final Instant now;

    SiteJudge(Factory book, Instant now) {
        this.book = book;
        this.now = now;
    }

    List<FactoryEvent> apply(Site asked, boolean retire) {
        Site wanted = book.site().map(before -> asked.following(before, now)).orElse(asked);
        Site site = wanted;
        if (book.site().isPresent()) {
            for (Pod pod : book.site().get().pods()) {
                for (Node node : pod.nodes()) {
                    if (wanted.node(node.name()).isEmpty() && isUsed(node)) {
                        site = retiring(site, pod, node, retire);
                    }
                }
            }
        }
        for (Node node : site.nodes()) {
            checkHolds(node);
        }
        new QuotaTree(book).checkFits(site);
        return book.site().filter(site::equals).isPresent()
                ? List.of()
                : List.of(new FactoryEvent.SiteApplied(site));
    }

    private boolean isUsed(Node node) {
        return !book.running(node.name()).isEmpty();
    }

    private Site retiring(Site site, Pod pod, Node node, boolean retire) {
        if (!retire) {
            throw Refusal.conflict(
                    "The node %s still runs %s: drain it before it leaves the site, or let it retire."
                            .formatted(node.name(), book.running(node.name()).getFirst().id()));
        }
        var pods = new ArrayList<Pod>();
        boolean there = false;
        for (Pod one : site.pods()) {
            var nodes = new ArrayList<>(one.nodes());
            if (one.name().equals(pod.name())) {
                nodes.add(node.in(NodeState.RETIRING));
                there = true;
            }
            pods.add(new Pod(one.name(), nodes));
        }
        if (!there) {
            pods.add(new Pod(pod.name(), List.of(node.in(NodeState.RETIRING))));
        }
        return new Site(site.name(), pods, site.closures());
    }

    /** A node must not shrink under what runs on it. */
    private void checkHolds(Node node) {
        Resources held = Resources.NONE;
        long sharedMilli = 0;
        for (Job job : book.running(node.name())) {
            for (Berth berth : job.seat().orElseThrow().places()) {
                if (berth.node().equals(node.name())) {
                    var each = job.spec().resources();
                    held =
                            held.plus(
                                    new Resources(
                                            new CpuCount(each.cpus().cpus() * berth.parts()),
                                            new Memory(each.memory().bytes() * berth.parts()),
                                            GpuCount.ZERO));
                    sharedMilli += job.spec().gpuMilli(berth.parts());
                }
            }
        }
        Offer offer = node.offer();
        var gpus = new GpuCount(Math.ceilDiv(sharedMilli, 1_000));
        var wanted = new Resources(held.cpus(), held.memory(), gpus);
        if (!wanted.fits(new Resources(offer.cpus(), offer.memory(), offer.gpus()))) {
            throw Refusal.conflict(
                    "The node %s would offer less (%s) than runs on it (%s): drain it first."
                            .formatted(
                                    node.name(),
                                    new Resources(offer.cpus(), offer.memory(), offer.gpus())
                                            .words(),
                                    wanted.words()));
        }
    }

    List<FactoryEvent> mark(String name, NodeState state) {
        Node node = node(name);
        // Whoever says it again wants it for a reason of his own: the journal names who said it
        // last.
        if (node.state() == state && state != NodeState.DRAINING) {
            return List.of();
        }
        var events = new ArrayList<FactoryEvent>();
        events.add(new FactoryEvent.NodeMarked(name, state));
        if (state == NodeState.LOST) {
            var runs = new RunJudge(book, now);
            for (Job job : book.running(name)) {
                var outcome = new Outcome.Failed("The node %s was lost.".formatted(name));
                events.addAll(runs.ended(job, outcome, CpuTime.ZERO));
            }
            var gone = new FactoryEvent.NodeRetired(name);
            if (node.state() == NodeState.RETIRING && !events.contains(gone)) {
                events.add(gone);
            }
        } else if (state == NodeState.RETIRING && !isUsed(node)) {
            events.add(new FactoryEvent.NodeRetired(name));
        }
        return events;
    }

    List<FactoryEvent> close(Closure closure) {
        Site site = site();
        closure.tenant().ifPresent(book::known);
        var closures = new ArrayList<>(site.closures().orElse(List.of()));
        if (closures.contains(closure)) {
            return List.of();
        }
        if (!closure.span().to().isAfter(now)) {
            throw Refusal.invalid(
                    "The time for which %s is to be closed is over (%s)."
                            .formatted(closure.pod(), closure.span().to()));
        }
        for (Closure other : closures) {
            if (other.pod().equals(closure.pod())
                    && other.span().from().equals(closure.span().from())) {
                throw Refusal.conflict(
                        "The pod %s is closed from %s on already (%s): take that back first."
                                .formatted(closure.pod(), closure.span().from(), other.why()));
            }
        }
        // What is over need not be kept.
        closures.removeIf(other -> !other.span().to().isAfter(now));
        closures.add(closure);
        return List.of(new FactoryEvent.SiteApplied(site.with(closures)));
    }

    List<FactoryEvent> reopen(String pod, Instant from) {
        Site site = site();
        var closures = new ArrayList<>(site.closures().orElse(List.of()));
        if (!closures.removeIf(one -> one.pod().equals(pod) && one.span().from().equals(from))) {
            throw Refusal.notFound("The pod %s is not closed from %s on.".formatted(pod, from));
        }
        return List.of(new FactoryEvent.SiteApplied(site.with(closures)));
    }

    private Site site() {
        return book.site().orElseThrow(() -> Refusal.notFound("No site has been set up yet."));
    }

    private Node node(String name) {
        return book.node(name)
                .orElseThrow(() -> Refusal.notFound("The site has no node %s.".formatted(name)));
    }
}
