package werkmeister.learning.control;

import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.model.ModelFile;
import werkmeister.learning.model.ModelVersion;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.Brought;
import werkmeister.learning.order.Label;
import werkmeister.learning.order.Question;
import werkmeister.learning.order.Sister;
import werkmeister.plant.machine.MachineId;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What people and the loop want of the learning rooms. */
public sealed interface LearningCommand {
    /** Places a training order; its id follows from the book. */
    record PlaceOrder(
            Dataset dataset,
            Instant trainUntil,
            AlertBudget budget,
            List<Label> labels,
            Optional<String> previous,
            long seed,
            String software,
            Optional<Question> question,
            List<Sister> sisters,
            Optional<Brought> brought)
            implements LearningCommand {
        public PlaceOrder {
            labels = List.copyOf(labels);
            sisters = List.copyOf(sisters);
        }
    }

    /** Places several orders: all of them, or none. */
    record PlaceOrders(List<PlaceOrder> orders) implements LearningCommand {
        public PlaceOrders {
            orders = List.copyOf(orders);
        }
    }

    /**
     * Places orders of machines that share one training: the first is trained, the others follow
     * it. All of them are placed, or none.
     *
     * @param sisters those of the machines that are sisters of the others as well
     */
    record PlaceShared(List<PlaceOrder> orders, List<MachineId> sisters)
            implements LearningCommand {
        public PlaceShared {
            orders = List.copyOf(orders);
            sisters = List.copyOf(sisters);
        }
    }

    /**
     * Places an order that is fulfilled at once by the files of another machine's version, which
     * must be of a shared training.
     *
     * @param version such as {@code pump-1/v2}
     */
    record TakeOver(PlaceOrder order, String version) implements LearningCommand {}

    /**
     * Publishes what a job made of an order, a version each for it and the orders that follow it:
     * exactly once, whoever asks twice is refused.
     */
    record PublishVersion(
            TenantId tenant, String orderId, String job, List<ModelFile> files, Duration trained)
            implements LearningCommand {
        public PublishVersion {
            files = List.copyOf(files);
        }
    }

    /** Closes an order that no job can fulfil, and the orders that follow it. */
    record FailOrder(TenantId tenant, String orderId, String reason) implements LearningCommand {}

    /**
     * Forgets a machine's orders and versions.
     *
     * @param together all the machines that go with it, or it alone: files that only these share
     *     go, too
     */
    record ForgetMachine(TenantId tenant, MachineId machine, Set<MachineId> together)
            implements LearningCommand {
        public ForgetMachine {
            together = Set.copyOf(together);
        }
    }

    /** Brings an exported tenant's orders and versions back in; it must have none. */
    record RestoreVersions(TenantId tenant, List<PlacedOrder> orders, List<ModelVersion> versions)
            implements LearningCommand {
        public RestoreVersions {
            orders = List.copyOf(orders);
            versions = List.copyOf(versions);
        }
    }
}
