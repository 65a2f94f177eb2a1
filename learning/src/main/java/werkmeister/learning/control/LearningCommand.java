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

    /** Publishes what a job made of an order: exactly once, whoever asks twice is refused. */
    record PublishVersion(
            TenantId tenant, String orderId, String job, List<ModelFile> files, Duration trained)
            implements LearningCommand {
        public PublishVersion {
            files = List.copyOf(files);
        }
    }

    /** Closes an order that no job can fulfil. */
    record FailOrder(TenantId tenant, String orderId, String reason) implements LearningCommand {}

    /** Forgets a machine's orders and versions. */
    record ForgetMachine(TenantId tenant, MachineId machine) implements LearningCommand {}

    /** Brings an exported tenant's orders and versions back in; it must have none. */
    record RestoreVersions(TenantId tenant, List<PlacedOrder> orders, List<ModelVersion> versions)
            implements LearningCommand {
        public RestoreVersions {
            orders = List.copyOf(orders);
            versions = List.copyOf(versions);
        }
    }
}
