package werkmeister.server.loop;

import werkmeister.factory.control.Factory;
import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.control.FactoryEvent;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Outcome;
import werkmeister.learning.control.Learning;
import werkmeister.learning.control.LearningCommand;
import werkmeister.learning.control.LearningEvent;
import werkmeister.learning.control.PlacedOrder;
import werkmeister.learning.model.ModelVersion;
import werkmeister.learning.order.Label;
import werkmeister.learning.order.Share;
import werkmeister.plant.control.Plant;
import werkmeister.plant.control.PlantCommand;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleFile;
import werkmeister.server.auth.Access;
import werkmeister.server.auth.AccessCommand;
import werkmeister.server.auth.AccessKey;
import werkmeister.server.auth.Role;
import werkmeister.serving.control.Serving;
import werkmeister.serving.control.ServingCommand;
import werkmeister.serving.feedback.NextOrder;
import werkmeister.serving.release.Appraisal;
import werkmeister.serving.release.Judgement;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything the cloud knows: the books of both halves, judged and applied as one. */
public final class Books {
    private final Plant plant;
    private final Learning learning;
    private final Serving serving;
    private final Factory factory;
    private final Access access;
    private final Answers answers = new Answers();

    Books() {
        this(new Plant(), new Learning(), new Serving(), new Factory(), new Access());
    }

    private Books(Plant plant, Learning learning, Serving serving, Factory factory, Access access) {
        this.plant = plant;
        this.learning = learning;
        this.serving = serving;
        this.factory = factory;
        this.access = access;
    }

    /** Everything the books hold, for a snapshot. */
    record State(
            Plant.State plant,
            Learning.State learning,
            Serving.State serving,
            Factory.State factory,
            Access.State access,
            List<CloudEvent.Answered> answers) {
        /** The first book in which the two differ, as a sentence. */
        Optional<String> difference(State other) {
            return Stream.of(
                            differ("plant", plant, other.plant),
                            differ("learning", learning, other.learning),
                            differ("serving", serving, other.serving),
                            differ("factory", factory, other.factory),
                            differ("access", access, other.access),
                            differ("answers", answers, other.answers))
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        private static Optional<String> differ(String book, Object one, Object other) {
            return one.equals(other)
                    ? Optional.empty()
                    : Optional.of(
                            "The %s book in memory differs from the journal's: restart the server."
                                    .formatted(book));
        }
    }

    State state() {
        return new State(
                plant.state(),
                learning.state(),
                serving.state(),
                factory.state(),
                access.state(),
                answers.state());
    }

    static Books of(State state) {
        var books =
                new Books(
                        Plant.of(state.plant()),
                        Learning.of(state.learning()),
                        Serving.of(state.serving()),
                        Factory.of(state.factory()),
                        Access.of(state.access()));
        state.answers().forEach(books.answers::apply);
        return books;
    }

    public Plant plant() {
        return plant;
    }

    public Learning learning() {
        return learning;
    }

    public Serving serving() {
        return serving;
    }

    public Factory factory() {
        return factory;
    }

    /**
     * What is known of a machine's time to who answers a topic, or watches: what was told, the
     * verdicts on findings and those on answers to the topic.
     */
    public List<Label> labels(
            TenantId tenant, MachineId machine, Collection<Label> told, Optional<String> topic) {
        return NextOrder.labels(
                List.copyOf(told),
                serving.findings(tenant, machine),
                serving.answerVerdicts(tenant, machine),
                topic);
    }

    /** The same with all that was told with any of its orders. */
    public List<Label> known(TenantId tenant, MachineId machine, Optional<String> topic) {
        var told = new LinkedHashSet<Label>();
        learning.versions(tenant, machine)
                .forEach(version -> told.addAll(version.order().labels()));
        return labels(tenant, machine, told, topic);
    }

    /** Ids of the jobs that have not ended. */
    public Set<String> openJobs() {
        return factory.openJobs().stream().map(Job::id).collect(Collectors.toSet());
    }

    /** Paths of the sample files that trainings read which wait or are under way. */
    public Set<String> filesInTraining() {
        return factory.openJobs().stream()
                .flatMap(job -> TrainingJob.order(job, learning).stream())
                .flatMap(order -> order.order().files().stream())
                .map(SampleFile::path)
                .collect(Collectors.toSet());
    }

    public Access access() {
        return access;
    }

    Answers answers() {
        return answers;
    }

    /** Judges a command and changes nothing. */
    List<CloudEvent> decide(CloudCommand command, Instant now) {
        return switch (command) {
            case CloudCommand.ToPlant(var inner) ->
                    wrap(plant.decide(inner, now), CloudEvent.OfPlant::new);
            case CloudCommand.ToLearning(var inner) ->
                    wrap(learning.decide(inner, now), CloudEvent.OfLearning::new);
            case CloudCommand.ToServing(var inner) ->
                    wrap(serving.decide(inner, now), CloudEvent.OfServing::new);
            case CloudCommand.ToFactory(var inner) -> factory(inner, now);
            case CloudCommand.Dispatch(var nonce, var _) ->
                    factory(new FactoryCommand.DispatchNext(nonce), now);
            case CloudCommand.ToAccess(var inner) ->
                    wrap(access.decide(inner, now), CloudEvent.OfAccess::new);
            case CloudCommand.Train train -> train(train, now);
            case CloudCommand.TrainArray(var each) -> train(each, now);
            case CloudCommand.TrainShared shared -> train(shared, now);
            case CloudCommand.TakeOver(var take) -> takeOver(take, now);
            case CloudCommand.EndRun end -> endRun(end, now);
            case CloudCommand.RestoreTenant restore -> restore(restore, now);
            case CloudCommand.RemoveMachine(var tenant, var machine) ->
                    remove(new LearningCommand.ForgetMachine(tenant, machine, Set.of()), now);
            case CloudCommand.RemoveTenant(var tenant) -> remove(tenant, now);
        };
    }

    /** Applies an event; replaying the journal through this method rebuilds the books. */
    void apply(CloudEvent event) {
        switch (event) {
            case CloudEvent.OfPlant(var inner) -> plant.apply(inner);
            case CloudEvent.OfLearning(var inner) -> learning.apply(inner);
            case CloudEvent.OfServing(var inner) -> serving.apply(inner);
            case CloudEvent.OfFactory(var inner) -> {
                factory.apply(inner);
                if (inner instanceof FactoryEvent.TenantRemoved(var tenant, var _)) {
                    answers.forget(tenant);
                }
            }
            case CloudEvent.OfAccess(var inner) -> access.apply(inner);
            case CloudEvent.Answered answered -> answers.apply(answered);
        }
    }

    /** Training order -> job. */
    private List<CloudEvent> train(CloudCommand.Train train, Instant now) {
        List<LearningEvent> placed = learning.decide(train.order(), now);
        var submit = new FactoryCommand.SubmitJob(TrainingJob.of(train, placed.getFirst()));
        var events = wrap(placed, CloudEvent.OfLearning::new);
        events.addAll(wrap(factory.decide(submit, now), CloudEvent.OfFactory::new));
        return events;
    }

    /** Training orders -> array job. */
    private List<CloudEvent> train(List<CloudCommand.Train> each, Instant now) {
        var orders = each.stream().map(CloudCommand.Train::order).toList();
        List<LearningEvent> placed = learning.decide(new LearningCommand.PlaceOrders(orders), now);
        var specs = new ArrayList<JobSpec>();
        for (int i = 0; i < each.size(); i++) {
            specs.add(TrainingJob.of(each.get(i), placed.get(i)));
        }
        return withArray(placed, specs, now);
    }

    /** Training orders that share a training -> array of one job. */
    private List<CloudEvent> train(CloudCommand.TrainShared shared, Instant now) {
        List<LearningEvent> placed = learning.decide(shared.orders(), now);
        return withArray(placed, List.of(TrainingJob.of(shared, placed.getFirst())), now);
    }

    private List<CloudEvent> withArray(
            List<LearningEvent> placed, List<JobSpec> specs, Instant now) {
        var events = wrap(placed, CloudEvent.OfLearning::new);
        events.addAll(
                wrap(
                        factory.decide(new FactoryCommand.SubmitArray(specs), now),
                        CloudEvent.OfFactory::new));
        return events;
    }

    /** A sister's version -> a version of a machine that was not trained for. */
    private List<CloudEvent> takeOver(LearningCommand.TakeOver take, Instant now) {
        TenantId tenant = take.order().dataset().tenant();
        Appraisal tried =
                serving.appraisal(tenant, take.version())
                        .orElseThrow(() ->
                                Refusal.notFound(
                                        "Nothing was said of a version (%s): it cannot be taken over."
                                                .formatted(take.version())));
        var events = new ArrayList<CloudEvent>();
        for (LearningEvent event : learning.decide(take, now)) {
            events.add(new CloudEvent.OfLearning(event));
            if (event instanceof LearningEvent.VersionPublished(var _, var version)) {
                events.addAll(said(version, new Judgement.OfAnswer(takenOver(tried, take)), now));
            }
        }
        return events;
    }

    /** Where the sister took it over as well, it is said already. */
    private Appraisal takenOver(Appraisal tried, LearningCommand.TakeOver take) {
        return learning.version(take.order().dataset().tenant(), take.version())
                        .flatMap(version -> version.order().share())
                        .filter(Share.TakenOver.class::isInstance)
                        .isPresent()
                ? tried
                : tried.takenOver(take.version());
    }

    /** A job that ends before it ran, because it was cancelled, ends its order, too. */
    private List<CloudEvent> factory(FactoryCommand command, Instant now) {
        List<FactoryEvent> decided = factory.decide(command, now);
        var events = wrap(decided, CloudEvent.OfFactory::new);
        for (FactoryEvent event : decided) {
            if (event instanceof FactoryEvent.JobEnded gone) {
                events.addAll(closeOrder(gone, now));
            }
        }
        return events;
    }

    /** Successful run -> model versions; run that is given up -> failed orders. */
    private List<CloudEvent> endRun(CloudCommand.EndRun end, Instant now) {
        List<FactoryEvent> ended =
                factory.decide(
                        new FactoryCommand.EndRun(
                                end.run().job(),
                                end.run().attempt(),
                                end.run().token(),
                                end.outcome(),
                                end.cpuTime()),
                        now);
        var events = wrap(ended, CloudEvent.OfFactory::new);
        if (end.result().isPresent()) {
            events.addAll(publish(end.result().get(), now));
        }
        for (FactoryEvent event : ended) {
            if (event instanceof FactoryEvent.JobEnded gone && end.result().isEmpty()) {
                events.addAll(closeOrder(gone, now));
            }
        }
        return events;
    }

    /** Machine -> all that follows from it. A training that runs would publish for nobody. */
    private List<CloudEvent> remove(LearningCommand.ForgetMachine forget, Instant now) {
        TenantId tenant = forget.tenant();
        MachineId machine = forget.machine();
        for (Job job : factory.openJobs()) {
            boolean trains =
                    TrainingJob.order(job, learning)
                            .filter(placed -> placed.tenant().equals(tenant))
                            .filter(placed -> placed.order().learnsFrom(machine))
                            .isPresent();
            if (trains) {
                throw Refusal.conflict(
                        "%s still learns from machine (%s): cancel it or wait for its end."
                                .formatted(job.id(), machine));
            }
        }
        var plants = plant.decide(new PlantCommand.RemoveMachine(tenant, machine), now);
        var events = new ArrayList<CloudEvent>();
        events.addAll(
                wrap(
                        serving.decide(new ServingCommand.ForgetMachine(tenant, machine), now),
                        CloudEvent.OfServing::new));
        events.addAll(wrap(learning.decide(forget, now), CloudEvent.OfLearning::new));
        events.addAll(wrap(plants, CloudEvent.OfPlant::new));
        return events;
    }

    /** Tenant -> its machines and keys; who operates the site is not shut out. */
    private List<CloudEvent> remove(TenantId tenant, Instant now) {
        var gone = factory.decide(new FactoryCommand.RemoveTenant(tenant), now);
        List<AccessKey> keys =
                access.keys(tenant).stream().filter(key -> key.revoked().isEmpty()).toList();
        if (keys.stream().anyMatch(key -> key.role() == Role.OPERATOR)) {
            throw Refusal.conflict(
                    "The tenant %s has an operator's key: revoke it first.".formatted(tenant));
        }
        var events = new ArrayList<CloudEvent>();
        Set<MachineId> all =
                plant.machines(tenant).stream().map(Machine::id).collect(Collectors.toSet());
        for (Machine machine : plant.machines(tenant)) {
            var forget = new LearningCommand.ForgetMachine(tenant, machine.id(), all);
            events.addAll(remove(forget, now));
        }
        for (AccessKey key : keys) {
            var revoke = new AccessCommand.RevokeKey(tenant, key.prefix());
            events.addAll(wrap(access.decide(revoke, now), CloudEvent.OfAccess::new));
        }
        events.addAll(wrap(gone, CloudEvent.OfFactory::new));
        return events;
    }

    private List<CloudEvent> restore(CloudCommand.RestoreTenant restore, Instant now) {
        var events = new ArrayList<CloudEvent>();
        events.addAll(wrap(plant.decide(restore.machines(), now), CloudEvent.OfPlant::new));
        events.addAll(wrap(learning.decide(restore.versions(), now), CloudEvent.OfLearning::new));
        events.addAll(wrap(serving.decide(restore.serving(), now), CloudEvent.OfServing::new));
        return events;
    }

    private List<CloudEvent> publish(CloudCommand.TrainingResult result, Instant now) {
        var events = new ArrayList<CloudEvent>();
        for (LearningEvent event : learning.decide(result.version(), now)) {
            events.add(new CloudEvent.OfLearning(event));
            if (event instanceof LearningEvent.VersionPublished(var _, var version)) {
                events.addAll(said(version, result.report(), now));
            }
        }
        return events;
    }

    private List<CloudEvent> said(ModelVersion version, Judgement judgement, Instant now) {
        TenantId tenant = version.order().dataset().tenant();
        MachineId machine = version.order().dataset().machine();
        ServingCommand record =
                switch (judgement) {
                    case Judgement.OfWatch(var report) ->
                            new ServingCommand.RecordGate(
                                    tenant, machine, report.named(version.id()));
                    case Judgement.OfAnswer(var appraisal) ->
                            new ServingCommand.RecordAppraisal(
                                    tenant, machine, appraisal.named(version.id()));
                };
        return wrap(serving.decide(record, now), CloudEvent.OfServing::new);
    }

    private List<CloudEvent> closeOrder(FactoryEvent.JobEnded gone, Instant now) {
        String reason =
                switch (gone.outcome()) {
                    case Outcome.Failed(var why) -> why;
                    case Outcome.Refused(var why) -> why;
                    case Outcome.Cancelled(var by) -> "Cancelled by " + by + ".";
                    case Outcome.Evicted(var _, var why) -> why;
                    case Outcome.Succeeded() -> "The run ended without a result.";
                };
        return TrainingJob.order(factory.job(gone.tenant(), gone.job()), learning)
                .filter(placed -> placed.outcome() instanceof PlacedOrder.Open)
                .map(placed ->
                        new LearningCommand.FailOrder(gone.tenant(), placed.order().id(), reason))
                .map(fail -> wrap(learning.decide(fail, now), CloudEvent.OfLearning::new))
                .orElseGet(ArrayList::new);
    }

    private static <E> ArrayList<CloudEvent> wrap(List<E> events, Function<E, CloudEvent> wrapper) {
        var wrapped = new ArrayList<CloudEvent>();
        events.forEach(event -> wrapped.add(wrapper.apply(event)));
        return wrapped;
    }
}
