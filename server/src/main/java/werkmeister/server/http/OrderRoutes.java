package werkmeister.server.http;

import werkmeister.factory.control.FactoryEvent;
import werkmeister.learning.control.LearningEvent;
import werkmeister.learning.control.PlacedOrder;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.plant.machine.MachineId;
import werkmeister.server.auth.Policy;
import werkmeister.server.loop.Books;
import werkmeister.server.loop.CloudCommand;
import werkmeister.server.loop.CloudEvent;
import werkmeister.server.loop.TrainingWish;
import werkmeister.units.Refusal;

import java.util.List;
import java.util.Optional;

/** Training orders. */
final class OrderRoutes {
    private static final AlertBudget BUDGET_DEFAULT = new AlertBudget(1);

    private final Doors doors;
    private final Performing performing;

    OrderRoutes(Doors doors, Performing performing) {
        this.doors = doors;
        this.performing = performing;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/orders", Policy.ENGINEER, "Places a training order.")
                        .takes(Views.OrderBody.class)
                        .creates(Views.Ordered.class)
                        .by(this::order),
                Route.get("/orders", Policy.VIEWER, "Training orders.")
                        .with(Page.PARAMETERS.toArray(Route.Parameter[]::new))
                        .givesItems(Views.OrderView.class)
                        .by(this::orders),
                Route.get("/orders/{id}", Policy.VIEWER, "One order.")
                        .gives(Views.OrderView.class)
                        .by(this::oneOrder));
    }

    private Reply order(Call call) {
        var body = call.body(Views.OrderBody.class);
        var wish =
                new TrainingWish(
                        call.tenant(),
                        new MachineId(body.machine()),
                        body.budget().map(AlertBudget::new).orElse(BUDGET_DEFAULT),
                        body.trainUntil(),
                        body.labels().orElse(List.of()),
                        body.seed().orElse(1L),
                        "werkmeister " + doors.version(),
                        body.question(),
                        body.sistersById());
        CloudCommand.Train command = doors.cloud().read(wish::command);
        return performing.perform(call, command, 201, OrderRoutes::ordered);
    }

    private static Views.Ordered ordered(List<CloudEvent> events) {
        Optional<TrainingOrder> order = Optional.empty();
        String job = "";
        for (CloudEvent event : events) {
            if (event instanceof CloudEvent.OfLearning(LearningEvent.OrderPlaced placed)) {
                order = Optional.of(placed.order());
            } else if (event instanceof CloudEvent.OfFactory(FactoryEvent.JobQueued queued)) {
                job = queued.job();
            }
        }
        return new Views.Ordered(order.orElseThrow(), job);
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
                        .filter(one -> one.spec().payload().reference().equals(placed.order().id()))
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
