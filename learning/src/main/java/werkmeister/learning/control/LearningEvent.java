package werkmeister.learning.control;

import werkmeister.learning.model.ModelVersion;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.units.TenantId;

import java.time.Instant;

/** What happened in the learning rooms. */
public sealed interface LearningEvent {
    TenantId tenant();

    record OrderPlaced(TenantId tenant, TrainingOrder order, Instant at) implements LearningEvent {}

    record VersionPublished(TenantId tenant, ModelVersion version) implements LearningEvent {}

    record OrderFailed(TenantId tenant, String orderId, String reason, Instant at)
            implements LearningEvent {}
}
