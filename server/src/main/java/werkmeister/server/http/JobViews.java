package werkmeister.server.http;

import werkmeister.factory.control.Factory;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Eviction;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobState;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.job.Resources;
import werkmeister.factory.job.Seat;
import werkmeister.factory.job.Terms;
import werkmeister.factory.job.Why;
import werkmeister.factory.ledger.Sums;
import werkmeister.server.engine.hold.Holds;
import werkmeister.units.CpuTime;
import werkmeister.units.GpuTime;
import werkmeister.units.Money;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Jobs as the API tells of them. */
final class JobViews {
    private final Factory factory;
    private final Instant now;

    JobViews(Factory factory, Instant now) {
        this.factory = factory;
        this.now = now;
    }

    /**
     * A job.
     *
     * @param start when it will start at the latest plan, while it waits
     * @param expectedEnd by that plan and the runtime that its owner expects
     * @param deadlineMet whether it ended, or will end, by its deadline; empty: nobody can say
     * @param parts that run now
     * @param nodes that it runs on
     * @param failures attempts that failed
     * @param evictions attempts that were interrupted or are being so
     * @param terms how it wants to run
     * @param used by the attempts that have ended
     */
    record JobView(
            String id,
            String name,
            String tenant,
            String state,
            Optional<JobWhy> why,
            Instant submittedAt,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            int attempt,
            Optional<String> node,
            Optional<String> array,
            Resources resources,
            CpuTime cpuTime,
            Money cost,
            Optional<Instant> start,
            Optional<Instant> expectedEnd,
            Optional<Instant> deadline,
            Optional<Boolean> deadlineMet,
            Optional<Integer> parts,
            List<JobNode> nodes,
            int failures,
            List<JobEviction> evictions,
            int priority,
            Optional<Terms> terms,
            Sums used) {}

    record JobWhy(String de, String en) {}

    /**
     * What a job holds of a node.
     *
     * @param gpus their numbers on the node, from 0; none where it holds none in particular
     */
    record JobNode(String node, int parts, List<Integer> gpus) {
        static JobNode of(Berth berth) {
            var gpus = new ArrayList<Integer>();
            for (int i = 0; i < Long.SIZE; i++) {
                if ((berth.gpus() >>> i & 1) == 1) {
                    gpus.add(i);
                }
            }
            return new JobNode(berth.node(), berth.parts(), gpus);
        }
    }

    /**
     * An interruption.
     *
     * @param at when the attempt ended; for one that is still to end, when it was told
     * @param beneficiary the job that gets the room, if it is of the same tenant
     */
    record JobEviction(
            int attempt,
            Instant at,
            Eviction.Rule rule,
            Optional<String> beneficiary,
            GpuTime lost) {}

    record ArrayView(String array, List<JobView> jobs) {}

    /**
     * What was submitted.
     *
     * @param count of jobs
     * @param array that several jobs are
     * @param jobs the first of them
     */
    record Submitted(int count, Optional<String> array, List<JobView> jobs) {}

    /** A job with the plan of its start, which is worked out for it alone. */
    JobView planned(Job job) {
        return view(job, job.queued() ? factory.start(job, now) : Optional.empty());
    }

    /** A job without a plan. */
    JobView view(Job job) {
        return view(job, Optional.empty());
    }

    private JobView view(Job job, Optional<Instant> start) {
        Sums used = factory.used(job.id());
        Optional<Seat> seat = job.seat();
        Optional<Instant> expectedEnd = expectedEnd(job, start);
        return new JobView(
                job.id(),
                job.spec().name(),
                job.tenant().value(),
                state(job),
                why(job),
                job.submitted(),
                seat.map(Seat::started),
                ended(job),
                job.attempt(),
                seat.map(Seat::node),
                job.spec().array(),
                job.spec().resources(),
                used.cpuTime(),
                used.cost(),
                start,
                expectedEnd,
                job.spec().plan().deadline(),
                deadlineMet(job, expectedEnd),
                seat.map(Seat::parts),
                seat.map(Seat::places).orElse(List.of()).stream().map(JobNode::of).toList(),
                job.failures(),
                evictions(job),
                job.spec().priority(),
                job.spec().terms(),
                used);
    }

    private static Optional<Instant> ended(Job job) {
        return job.state() instanceof JobState.Ended(var at, var _)
                ? Optional.of(at)
                : Optional.<Instant>empty();
    }

    private static String state(Job job) {
        return switch (job.state()) {
            case JobState.Queued _ -> "QUEUED";
            // A hold has no process that could be seen: it runs from the start on.
            case JobState.Starting _ -> Holds.holds(job) ? "RUNNING" : "STARTING";
            case JobState.Stopping stopping when stopping.eviction().isPresent() -> "EVICTING";
            case JobState.Running _, JobState.Stopping _ -> "RUNNING";
            case JobState.Ended(var _, Outcome.Succeeded()) -> "SUCCEEDED";
            case JobState.Ended(var _, Outcome.Failed _),
                    JobState.Ended(var _, Outcome.Refused _),
                    JobState.Ended(var _, Outcome.Evicted _) ->
                    "FAILED";
            case JobState.Ended(var _, Outcome.Cancelled _) -> "CANCELLED";
        };
    }

    private Optional<JobWhy> why(Job job) {
        return switch (job.state()) {
            case JobState.Queued _ -> Optional.of(said(factory.why(job)));
            case JobState.Stopping stopping when stopping.eviction().isPresent() ->
                    Optional.of(said(factory.why(job)));
            case JobState.Stopping(var _, var _, var by, var _) ->
                    Optional.of(new JobWhy("Wird beendet für " + by, "Being ended for " + by));
            case JobState.Ended(var _, Outcome.Failed(var reason)) ->
                    Optional.of(new JobWhy(reason, reason));
            case JobState.Ended(var _, Outcome.Refused(var reason)) ->
                    Optional.of(new JobWhy(reason, reason));
            case JobState.Starting _, JobState.Running _, JobState.Ended _ -> Optional.empty();
        };
    }

    private static JobWhy said(Why why) {
        return new JobWhy(why.de(), why.en());
    }

    /** A run that is overdue has not ended yet, whatever was expected. */
    private Optional<Instant> expectedEnd(Job job, Optional<Instant> start) {
        return switch (job.state()) {
            case JobState.Queued _ -> start.flatMap(at -> job.end(at, job.spec().plan().parts()));
            case JobState.Starting(var seat) -> running(job, seat);
            case JobState.Running(var seat, var _) -> running(job, seat);
            case JobState.Stopping _, JobState.Ended _ -> Optional.empty();
        };
    }

    private Optional<Instant> running(Job job, Seat seat) {
        return job.end(seat.started(), seat.parts()).map(end -> end.isBefore(now) ? now : end);
    }

    private Optional<Boolean> deadlineMet(Job job, Optional<Instant> expectedEnd) {
        Optional<Instant> deadline = job.spec().plan().deadline();
        return switch (job.state()) {
            case JobState.Ended(var at, Outcome.Succeeded()) ->
                    deadline.map(latest -> !at.isAfter(latest));
            case JobState.Ended(var _, Outcome.Cancelled _) -> Optional.empty();
            case JobState.Ended _ -> deadline.map(_ -> false);
            case JobState.Queued _, JobState.Starting _, JobState.Running _, JobState.Stopping _ ->
                    deadline.filter(latest -> latest.isBefore(now))
                            .map(_ -> false)
                            .or(() ->
                                    deadline.flatMap(latest ->
                                            expectedEnd.map(end -> !end.isAfter(latest))));
        };
    }

    private List<JobEviction> evictions(Job job) {
        var all = new ArrayList<JobEviction>();
        factory.interruptions(job.id())
                .forEach(one -> all.add(eviction(job, one.attempt(), one.at(), one.eviction())));
        if (job.state() instanceof JobState.Stopping(var _, var since, var _, var why)) {
            why.ifPresent(now -> all.add(eviction(job, job.attempt(), since, now)));
        }
        return all;
    }

    private JobEviction eviction(Job job, int attempt, Instant at, Eviction eviction) {
        Optional<String> beneficiary =
                factory.find(eviction.beneficiary())
                        .filter(other -> other.tenant().equals(job.tenant()))
                        .map(Job::id);
        return new JobEviction(attempt, at, eviction.rule(), beneficiary, eviction.lost());
    }
}
