package werkmeister.learning.control;

import werkmeister.learning.model.ModelVersion;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.plant.machine.MachineId;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.List;

/** What happened in the learning rooms. */
public sealed interface LearningEvent {
    TenantId tenant();

    record OrderPlaced(TenantId tenant, TrainingOrder order, Instant at) implements LearningEvent {}

    record VersionPublished(TenantId tenant, ModelVersion version) implements LearningEvent {}

    record OrderFailed(TenantId tenant, String orderId, String reason, Instant at)
            implements LearningEvent {}

    /**
     * The machine's orders and versions are known no longer.
     *
     * @param orders their ids
     * @param jobs that published versions: their files go, too
     */
    record MachineForgotten(
            TenantId tenant, MachineId machine, List<String> orders, List<String> jobs, Instant at)
            implements LearningEvent {
        public MachineForgotten {
            orders = List.copyOf(orders);
            jobs = List.copyOf(jobs);
        }
    }
}
