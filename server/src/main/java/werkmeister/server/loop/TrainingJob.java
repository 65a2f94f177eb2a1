package werkmeister.server.loop;

import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Payload;
import werkmeister.factory.job.Resources;
import werkmeister.learning.control.Learning;
import werkmeister.learning.control.LearningCommand;
import werkmeister.learning.control.LearningEvent;
import werkmeister.learning.control.PlacedOrder;

import java.util.Optional;

/** A training order as a job: what the factory is told, and the way back. */
final class TrainingJob {
    private static final String KIND = "train";
    private static final int RETRIES = 2;

    private TrainingJob() {}

    static JobSpec of(CloudCommand.Train train, LearningEvent placed) {
        return of(name(train.order()), train.resources(), placed);
    }

    /**
     * The one job of several orders.
     *
     * @param leading the order that it is about
     */
    static JobSpec of(CloudCommand.TrainShared shared, LearningEvent leading) {
        var orders = shared.orders().orders();
        String name = "%s and %d more".formatted(name(orders.getFirst()), orders.size() - 1);
        return of(name, shared.resources(), leading);
    }

    private static String name(LearningCommand.PlaceOrder order) {
        return "train " + order.dataset().machine();
    }

    private static JobSpec of(String name, Resources resources, LearningEvent event) {
        if (!(event instanceof LearningEvent.OrderPlaced placed)) {
            throw new IllegalStateException("An order was not placed: " + event);
        }
        return new JobSpec(
                placed.tenant(),
                name,
                resources,
                new Payload(KIND, placed.order().id()),
                RETRIES,
                0,
                Optional.empty());
    }

    /** The order that a job fulfils; empty where it does not train. */
    static Optional<PlacedOrder> order(Job job, Learning learning) {
        Payload payload = job.spec().payload();
        return payload.kind().equals(KIND)
                ? learning.order(job.tenant(), payload.reference())
                : Optional.empty();
    }
}
