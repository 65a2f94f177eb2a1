package werkmeister.server.http;

import werkmeister.factory.control.Factory;
import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.control.FactoryEvent;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.server.auth.Policy;
import werkmeister.server.loop.Books;
import werkmeister.server.loop.CloudCommand;
import werkmeister.server.loop.CloudEvent;
import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Jobs and arrays of jobs: submit, look, cancel. */
final class JobRoutes {
    /** Jobs that an answer to a submission shows; it is kept for whoever asks the same again. */
    static final int SUBMITTED_SHOWN_MAX = 100;

    /** Jobs of an array at most; the factory says so, too, after each of them was made. */
    static final int COUNT_MAX = 10_000;

    /** Waiting jobs of a page whose start is worked out: each takes a look at all that wait. */
    static final int PLANNED_MAX = 20;

    private static final Route.Parameter ARRAY =
            Route.Parameter.optional("array", "string", "Only the jobs of this array.");

    private static final Route.Parameter NEWEST =
            Route.Parameter.optional("newest", "boolean", "The newest first.");

    private final Doors doors;
    private final Performing performing;

    JobRoutes(Doors doors, Performing performing) {
        this.doors = doors;
        this.performing = performing;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/jobs", Policy.VIEWER, "The tenant's jobs, the oldest first.")
                        .with(parameters())
                        .givesItems(JobViews.JobView.class)
                        .by(this::jobs),
                Route.post("/jobs", Policy.ENGINEER, "Submits a job that holds room, or several.")
                        .takes(JobBody.class)
                        .creates(JobViews.Submitted.class)
                        .by(this::submit),
                Route.get("/jobs/{id}", Policy.VIEWER, "One job.")
                        .gives(JobViews.JobView.class)
                        .by(this::job),
                Route.post("/jobs/{id}/cancel", Policy.ENGINEER, "Cancels a job.")
                        .gives(JobViews.JobView.class)
                        .by(this::cancel),
                Route.post(
                                "/arrays/{id}/cancel",
                                Policy.ENGINEER,
                                "Cancels what has not ended of an array.")
                        .gives(JobViews.ArrayView.class)
                        .by(this::cancelArray));
    }

    private static Route.Parameter[] parameters() {
        return Stream.concat(Stream.of(ARRAY, NEWEST), Page.PARAMETERS.stream())
                .toArray(Route.Parameter[]::new);
    }

    private Reply jobs(Call call) {
        int limit = Page.limit(call);
        return Reply.ok(doors.cloud().read(books -> page(books.factory(), call, limit)));
    }

    private Page<JobViews.JobView> page(Factory factory, Call call, int limit) {
        List<Job> found = found(factory, call, limit + 1);
        var views = views(factory);
        var items = new ArrayList<JobViews.JobView>();
        int planned = 0;
        for (Job job : found.subList(0, Math.min(limit, found.size()))) {
            boolean plans = job.queued() && planned++ < PLANNED_MAX;
            items.add(plans ? views.planned(job) : views.view(job));
        }
        return new Page<>(
                items, found.size() > limit ? Optional.of(items.getLast().id()) : Optional.empty());
    }

    private static List<Job> found(Factory factory, Call call, int most) {
        boolean newest = call.flag("newest");
        Optional<Long> after = call.query("after").map(id -> number(factory, call, id));
        Optional<String> array = call.query("array");
        if (array.isPresent()) {
            List<Job> all = factory.array(call.tenant(), array.get());
            return (newest ? all.reversed() : all)
                    .stream()
                            .filter(job ->
                                    after.isEmpty()
                                            || (newest
                                                    ? job.number() < after.get()
                                                    : job.number() > after.get()))
                            .limit(most)
                            .toList();
        }
        return newest
                ? factory.jobsBefore(call.tenant(), after.orElse(Long.MAX_VALUE), most)
                : factory.jobsAfter(call.tenant(), after.orElse(0L), most);
    }

    private static long number(Factory factory, Call call, String cursor) {
        return factory.find(cursor)
                .filter(job -> job.tenant().equals(call.tenant()))
                .map(Job::number)
                .orElseThrow(() -> Page.unknown(cursor));
    }

    private Reply submit(Call call) {
        var body = call.body(JobBody.class);
        JobSpec spec = body.spec(call.tenant());
        int count = body.count().orElse(1);
        if (count < 1 || count > COUNT_MAX) {
            throw Refusal.invalid(
                    "The count of jobs (%d) must be 1 to %d.".formatted(count, COUNT_MAX));
        }
        FactoryCommand command =
                count == 1
                        ? new FactoryCommand.SubmitJob(spec)
                        : new FactoryCommand.SubmitArray(Collections.nCopies(count, spec));
        return performing.perform(call, new CloudCommand.ToFactory(command), 201, this::submitted);
    }

    private JobViews.Submitted submitted(List<CloudEvent> events) {
        return doors.cloud()
                .read(books -> {
                    var views = views(books.factory());
                    var jobs = new ArrayList<JobViews.JobView>();
                    int count = 0;
                    for (CloudEvent event : events) {
                        if (event
                                instanceof
                                CloudEvent.OfFactory(
                                        FactoryEvent.JobQueued(
                                                var _,
                                                var id,
                                                var _,
                                                var _,
                                                var _))) {
                            if (count++ < SUBMITTED_SHOWN_MAX) {
                                books.factory().find(id).map(views::view).ifPresent(jobs::add);
                            }
                        }
                    }
                    return new JobViews.Submitted(count, jobs.getFirst().array(), jobs);
                });
    }

    private Reply job(Call call) {
        return Reply.ok(doors.cloud().read(books -> one(books, call)));
    }

    private JobViews.JobView one(Books books, Call call) {
        var factory = books.factory();
        return views(factory).planned(factory.job(call.tenant(), call.path("id")));
    }

    private Reply cancel(Call call) {
        var command =
                new FactoryCommand.CancelJob(
                        call.tenant(), call.path("id"), "key:" + call.actor().prefix());
        return performing.perform(
                call,
                new CloudCommand.ToFactory(command),
                200,
                _ -> doors.cloud().read(books -> one(books, call)));
    }

    private Reply cancelArray(Call call) {
        String array = call.path("id");
        var command =
                new FactoryCommand.CancelArray(
                        call.tenant(), array, "key:" + call.actor().prefix());
        return performing.perform(
                call,
                new CloudCommand.ToFactory(command),
                200,
                _ -> doors.cloud().read(books -> array(books.factory(), call, array)));
    }

    private JobViews.ArrayView array(Factory factory, Call call, String array) {
        List<Job> jobs = factory.array(call.tenant(), array);
        return new JobViews.ArrayView(array, jobs.stream().map(views(factory)::view).toList());
    }

    private JobViews views(Factory factory) {
        return new JobViews(factory, doors.cloud().now());
    }
}
