package werkmeister.server.http;

import werkmeister.factory.control.FactoryEvent;
import werkmeister.learning.control.LearningEvent;
import werkmeister.learning.control.PlacedOrder;
import werkmeister.learning.model.ModelVersion;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.Brought;
import werkmeister.learning.order.Intent;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.plant.machine.MachineId;
import werkmeister.server.auth.Policy;
import werkmeister.server.intake.Imports;
import werkmeister.server.json.Json;
import werkmeister.server.loop.Answer;
import werkmeister.server.loop.Books;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.CloudCommand;
import werkmeister.server.loop.CloudEvent;
import werkmeister.server.loop.TrainingWish;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Training orders. */
final class OrderRoutes {
    private static final AlertBudget BUDGET_DEFAULT = new AlertBudget(1);

    /** Bytes of a model that was made elsewhere at most. */
    private static final long MODEL_BYTES_MAX = 256L << 20;

    /** Each order lists the files of all: their number grows with the square. */
    private static final int TOGETHER_MAX = 32;

    /** One order lists the files of all. */
    private static final int SHARED_MAX = 500;

    /** How a model that was made elsewhere is to be used. */
    private static final List<Route.Parameter> SIGNATURE =
            List.of(
                    Route.Parameter.required("name", "string", "The file's name."),
                    Route.Parameter.optional(
                            "signals",
                            "string",
                            "The signals in the order of its columns, with commas between; else"
                                    + " those that the file names, or all."),
                    Route.Parameter.optional(
                            "window", "integer", "So many of the latest samples go in."),
                    Route.Parameter.optional("output", "string", "Which of its outputs counts."),
                    Route.Parameter.optional(
                            "says",
                            "string",
                            "What this output says: UNUSUAL (the higher, the more unusual),"
                                    + " NORMAL, or EXPECTED (the samples as they should be)."),
                    Route.Parameter.optional("budget", "number", "Findings a week at most."));

    private final Doors doors;
    private final Performing performing;
    private final ImportRoutes receiving;

    /**
     * @param receiving takes files in
     */
    OrderRoutes(Doors doors, Performing performing, ImportRoutes receiving) {
        this.doors = doors;
        this.performing = performing;
        this.receiving = receiving;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/orders", Policy.ENGINEER, "Places a training order.")
                        .takes(Views.OrderBody.class)
                        .creates(Views.Ordered.class)
                        .by(this::order),
                Route.post(
                                "/arrays",
                                Policy.ENGINEER,
                                "Places training orders of several machines.")
                        .takes(Views.ArrayBody.class)
                        .creates(Views.Arrayed.class)
                        .by(this::array),
                new Route(
                        Route.Method.POST,
                        "/machines/{machine}/models",
                        Policy.ENGINEER,
                        "Tries an ONNX model that was made elsewhere; the body is its bytes.",
                        SIGNATURE,
                        new Route.Takes.File(),
                        new Route.Gives.Json(201, Views.Ordered.class),
                        this::bring),
                Route.get("/orders", Policy.VIEWER, "Training orders.")
                        .with(Page.PARAMETERS.toArray(Route.Parameter[]::new))
                        .givesItems(Views.OrderView.class)
                        .by(this::orders),
                Route.get("/orders/{id}", Policy.VIEWER, "One order.")
                        .gives(Views.OrderView.class)
                        .by(this::oneOrder));
    }

    /** A new machine takes over what its sisters share, unless somebody wants it otherwise. */
    private Reply order(Call call) {
        var body = call.body(Views.OrderBody.class);
        var wish = wish(call, body);
        Optional<CloudCommand> shared =
                body.shared().orElse(true) && body.seed().isEmpty()
                        ? takenOver(wish)
                        : Optional.empty();
        if (shared.isEmpty() && body.shared().orElse(false)) {
            throw Refusal.conflict(
                    "Machine (%s) has nothing to take over: a released version of a shared training that answers this question about one of its sisters is needed, and no version, labels, seed or end of training of its own."
                            .formatted(body.machine()));
        }
        CloudCommand command = shared.orElseGet(() -> doors.cloud().read(wish::command));
        return performing.perform(call, command, 201, events -> ordered(events).getFirst());
    }

    /** The books are not kept waiting while models are read. */
    private Optional<CloudCommand> takenOver(TrainingWish wish) {
        Optional<TrainingWish.Offer> offer = doors.cloud().read(wish::offered);
        return offer.flatMap(one ->
                one.versions().stream()
                        .filter(version -> fits(version, one.own().dataset().signals()))
                        .findFirst()
                        .map(version -> wish.takeOver(one.own(), version)));
    }

    /** Whether a machine has all that a version's predictor looks at. */
    private boolean fits(ModelVersion version, List<String> signals) {
        return signals.containsAll(doors.models().predictor(version).signals());
    }

    /** All of the orders are placed, or none. */
    private Reply array(Call call) {
        var body = call.body(Views.ArrayBody.class);
        List<String> machines = body.machines().stream().distinct().toList();
        List<String> together = body.together().orElse(false) ? machines : List.of();
        var each = body.each().orElseGet(Views.EachBody::nothing);
        boolean shared = machines.size() > 1 && shared(body, each);
        requireNotTooMany(machines.size(), shared, !together.isEmpty());
        List<TrainingWish> wishes =
                machines.stream().map(one -> wish(call, each.of(one, together))).toList();
        CloudCommand command =
                doors.cloud()
                        .read(books ->
                                shared
                                        ? TrainingWish.shared(wishes, books)
                                        : new CloudCommand.TrainArray(
                                                wishes.stream()
                                                        .map(wish -> wish.command(books))
                                                        .toList()));
        return performing.perform(call, command, 201, OrderRoutes::arrayed);
    }

    /** Lives and classes are of a kind of machine; watching and forecasts are of one machine. */
    private static boolean shared(Views.ArrayBody body, Views.EachBody each) {
        boolean shareable =
                each.intent()
                                .filter(one -> one == Intent.LIFE || one == Intent.CLASSIFY)
                                .isPresent()
                        // Each machine counts its own cycles.
                        && each.group().filter(name -> !name.isEmpty()).isEmpty();
        if (body.shared().orElse(false) && !shareable) {
            throw Refusal.invalid(
                    "Only remaining life and classes (LIFE, CLASSIFY) are learned in one training"
                            + " for several machines: leave (shared) out.");
        }
        return body.shared().orElse(shareable);
    }

    private static void requireNotTooMany(int machines, boolean shared, boolean together) {
        if (shared && machines > SHARED_MAX) {
            throw Refusal.invalid(
                    "%d machines are too many to share a training (%d at most): name fewer."
                            .formatted(machines, SHARED_MAX));
        }
        if (!shared && together && machines > TOGETHER_MAX) {
            throw Refusal.invalid(
                    "%d machines are too many to learn from each other (%d at most): name the sisters that matter instead."
                            .formatted(machines, TOGETHER_MAX));
        }
    }

    private static Views.Arrayed arrayed(List<CloudEvent> events) {
        String array =
                events.stream()
                        .flatMap(event ->
                                event instanceof CloudEvent.OfFactory(FactoryEvent.JobQueued queued)
                                        ? queued.spec().array().stream()
                                        : Stream.empty())
                        .findFirst()
                        .orElseThrow();
        return new Views.Arrayed(array, ordered(events));
    }

    private TrainingWish wish(Call call, Views.OrderBody body) {
        return new TrainingWish(
                call.tenant(),
                new MachineId(body.machine()),
                body.budget().map(AlertBudget::new).orElse(BUDGET_DEFAULT),
                body.trainUntil(),
                body.labels().orElse(List.of()),
                body.seed().orElse(1L),
                "werkmeister " + doors.version(),
                body.question(),
                body.sistersById(),
                Optional.empty());
    }

    private Reply bring(Call call) throws IOException {
        MachineId machine = doors.cloud().read(books -> PlantRoutes.machine(call, books)).id();
        return receiving.received(
                call,
                source -> {
                    Optional<Caller.Once> once = call.once(source.sha256());
                    Optional<Reply> earlier = performing.earlier(once);
                    return earlier.isPresent() ? earlier.get() : tried(call, machine, source);
                });
    }

    private Reply tried(Call call, MachineId machine, Imports.Source source) throws IOException {
        long bytes = Files.size(source.path());
        if (bytes == 0 || bytes > MODEL_BYTES_MAX) {
            throw Refusal.invalid(
                    "The model (%s) has %d bytes; it must have 1 to %d."
                            .formatted(source.name(), bytes, MODEL_BYTES_MAX));
        }
        var brought = brought(call, source);
        var wish =
                new TrainingWish(
                        call.tenant(),
                        machine,
                        call.query("budget")
                                .map(text -> new AlertBudget(number("budget", text)))
                                .orElse(BUDGET_DEFAULT),
                        Optional.empty(),
                        List.of(),
                        1,
                        "werkmeister " + doors.version(),
                        Optional.empty(),
                        List.of(),
                        Optional.of(brought));
        CloudCommand.Train command = doors.cloud().read(wish::command);
        // The file is durable before the journal speaks of it.
        doors.models().keep(source.path(), brought.path(command.order().dataset()));
        var reply =
                doors.cloud()
                        .perform(
                                Performing.caller(call, call.once(source.sha256())),
                                command,
                                events -> new Answer(201, Json.write(ordered(events).getFirst())));
        return Performing.recorded(reply);
    }

    private static Brought brought(Call call, Imports.Source source) {
        List<String> signals =
                call.query("signals")
                        .map(text -> List.of(text.strip().split("\\s*,\\s*")))
                        .orElse(List.of());
        return new Brought(
                source.name(),
                source.sha256(),
                signals,
                call.query("window").map(text -> (int) number("window", text)),
                call.query("output"),
                call.query("says").map(OrderRoutes::says));
    }

    private static Brought.Says says(String text) {
        try {
            return Brought.Says.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw Refusal.invalid(
                    "What the output says (%s) must be UNUSUAL, NORMAL or EXPECTED."
                            .formatted(text));
        }
    }

    private static double number(String name, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException _) {
            throw Refusal.invalid("The %s (%s) must be a number.".formatted(name, text));
        }
    }

    /** Orders with their jobs, in the same order; one job where they share it. */
    private static List<Views.Ordered> ordered(List<CloudEvent> events) {
        var orders = new ArrayList<TrainingOrder>();
        var jobs = new ArrayList<String>();
        Map<String, String> versions = new HashMap<>();
        for (CloudEvent event : events) {
            if (event instanceof CloudEvent.OfLearning(LearningEvent.OrderPlaced placed)) {
                orders.add(placed.order());
            } else if (event instanceof CloudEvent.OfFactory(FactoryEvent.JobQueued queued)) {
                jobs.add(queued.job());
            } else if (event
                    instanceof
                    CloudEvent.OfLearning(LearningEvent.VersionPublished(var _, var version))) {
                versions.put(version.order().id(), version.id());
            }
        }
        return IntStream.range(0, orders.size())
                .mapToObj(i ->
                        new Views.Ordered(
                                orders.get(i),
                                jobs.isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(jobs.get(Math.min(i, jobs.size() - 1))),
                                Optional.ofNullable(versions.get(orders.get(i).id()))))
                .toList();
    }

    private Reply orders(Call call) {
        List<Views.OrderView> all =
                doors.cloud()
                        .read(books ->
                                books.learning().orders(call.tenant()).stream()
                                        .map(placed -> view(books, placed))
                                        .toList());
        return Reply.ok(Page.of(all, view -> view.order().id(), call));
    }

    private Reply oneOrder(Call call) {
        return Reply.ok(
                doors.cloud()
                        .read(books ->
                                books.learning()
                                        .order(call.tenant(), call.path("id"))
                                        .map(placed -> view(books, placed))
                                        .orElseThrow(() ->
                                                Refusal.notFound(
                                                        "There is no order (%s)."
                                                                .formatted(call.path("id"))))));
    }

    private static Views.OrderView view(Books books, PlacedOrder placed) {
        Optional<String> job =
                books.factory().jobs(placed.tenant()).stream()
                        .filter(one ->
                                one.spec().payload().reference().equals(placed.order().trained()))
                        .map(one -> one.id())
                        .findFirst();
        return switch (placed.outcome()) {
            case PlacedOrder.Open() ->
                    new Views.OrderView(placed.order(), job, "OPEN", Optional.empty());
            case PlacedOrder.Fulfilled(var version, var _) ->
                    new Views.OrderView(placed.order(), job, "FULFILLED", Optional.of(version));
            case PlacedOrder.Failed _ ->
                    new Views.OrderView(placed.order(), job, "FAILED", Optional.empty());
        };
    }
}
