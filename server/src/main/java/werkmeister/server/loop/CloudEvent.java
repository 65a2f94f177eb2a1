package werkmeister.server.loop;

import werkmeister.factory.control.FactoryEvent;
import werkmeister.learning.control.LearningEvent;
import werkmeister.plant.control.PlantEvent;
import werkmeister.server.auth.AccessEvent;
import werkmeister.serving.control.ServingEvent;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

/** What happened in the cloud: an event of one room, or an answer that was promised once. */
public sealed interface CloudEvent {
    record OfPlant(PlantEvent event) implements CloudEvent {}

    record OfLearning(LearningEvent event) implements CloudEvent {}

    record OfServing(ServingEvent event) implements CloudEvent {}

    record OfFactory(FactoryEvent event) implements CloudEvent {}

    record OfAccess(AccessEvent event) implements CloudEvent {}

    /** The answer to a request with an idempotency key: the same request gets it again. */
    record Answered(TenantId tenant, String key, Sha256 request, Answer answer)
            implements CloudEvent {}
}
