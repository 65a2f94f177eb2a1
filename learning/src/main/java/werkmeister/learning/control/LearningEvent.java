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
     * @param folders of the versions' files, relative to the data folder: they go, too
     */
    record MachineForgotten(
            TenantId tenant,
            MachineId machine,
            List<String> orders,
            List<String> folders,
            Instant at)
            implements LearningEvent {
        public MachineForgotten {
            orders = List.copyOf(orders);
            folders = List.copyOf(folders);
        }
    }

    /** The orders and versions of an exported tenant are back. */
    record VersionsRestored(TenantId tenant, List<PlacedOrder> orders, List<ModelVersion> versions)
            implements LearningEvent {
        public VersionsRestored {
            orders = List.copyOf(orders);
            versions = List.copyOf(versions);
        }
    }
}
