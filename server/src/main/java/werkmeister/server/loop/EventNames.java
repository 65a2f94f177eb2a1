package werkmeister.server.loop;

import werkmeister.factory.control.FactoryEvent;
import werkmeister.learning.control.LearningEvent;
import werkmeister.plant.control.PlantEvent;
import werkmeister.server.auth.AccessEvent;
import werkmeister.server.journal.Journal;
import werkmeister.server.json.Json;
import werkmeister.serving.control.ServingEvent;
import werkmeister.units.Refusal;

import java.util.Map;

/**
 * Events as journal entries: the type is the half and the event's name ({@code
 * plant.MachineRegistered}), the payload is the event's record. Names and shapes stay readable for
 * ever.
 */
final class EventNames {
    private static final String ANSWERED = "loop.Answered";
    private static final Map<String, Class<? extends PlantEvent>> PLANT =
            Json.namesOf(PlantEvent.class);
    private static final Map<String, Class<? extends LearningEvent>> LEARNING =
            Json.namesOf(LearningEvent.class);
    private static final Map<String, Class<? extends ServingEvent>> SERVING =
            Json.namesOf(ServingEvent.class);
    private static final Map<String, Class<? extends FactoryEvent>> FACTORY =
            Json.namesOf(FactoryEvent.class);
    private static final Map<String, Class<? extends AccessEvent>> ACCESS =
            Json.namesOf(AccessEvent.class);

    private EventNames() {}

    /** The name of an event and the record that is its payload. */
    record Named(String type, Object payload) {}

    static Named name(CloudEvent event) {
        return switch (event) {
            case CloudEvent.OfPlant(var inner) -> named("plant", inner);
            case CloudEvent.OfLearning(var inner) -> named("learning", inner);
            case CloudEvent.OfServing(var inner) -> named("serving", inner);
            case CloudEvent.OfFactory(var inner) -> named("factory", inner);
            case CloudEvent.OfAccess(var inner) -> named("access", inner);
            case CloudEvent.Answered answered -> new Named(ANSWERED, answered);
        };
    }

    /** The event that an entry holds. */
    static CloudEvent event(Journal.Entry entry) {
        if (entry.type().equals(ANSWERED)) {
            return Json.read(entry.payload(), CloudEvent.Answered.class);
        }
        int dot = entry.type().indexOf('.');
        String half = entry.type().substring(0, Math.max(dot, 0));
        String name = entry.type().substring(dot + 1);
        return switch (half) {
            case "plant" -> new CloudEvent.OfPlant(read(entry, PLANT.get(name)));
            case "learning" -> new CloudEvent.OfLearning(read(entry, LEARNING.get(name)));
            case "serving" -> new CloudEvent.OfServing(read(entry, SERVING.get(name)));
            case "factory" -> new CloudEvent.OfFactory(read(entry, FACTORY.get(name)));
            case "access" -> new CloudEvent.OfAccess(read(entry, ACCESS.get(name)));
            default -> throw unknown(entry);
        };
    }

    /** Whose event it is; the empty text for the site's own. */
    static String tenant(CloudEvent event) {
        return switch (event) {
            case CloudEvent.OfPlant(var inner) -> inner.tenant().value();
            case CloudEvent.OfLearning(var inner) -> inner.tenant().value();
            case CloudEvent.OfServing(var inner) -> inner.tenant().value();
            case CloudEvent.OfFactory(var inner) -> owner(inner);
            case CloudEvent.OfAccess(var inner) -> inner.tenant().value();
            case CloudEvent.Answered answered -> answered.tenant().value();
        };
    }

    private static String owner(FactoryEvent event) {
        return switch (event) {
            case FactoryEvent.SiteApplied _,
                    FactoryEvent.NodeMarked _,
                    FactoryEvent.NodeRetired _,
                    FactoryEvent.GroupPut _,
                    FactoryEvent.GroupRemoved _ ->
                    "";
            case FactoryEvent.TenantAdded added -> added.tenant().value();
            case FactoryEvent.TenantChanged changed -> changed.tenant().value();
            case FactoryEvent.TenantRemoved removed -> removed.tenant().value();
            case FactoryEvent.TenantErased erased -> erased.tenant().value();
            case FactoryEvent.JobQueued queued -> queued.tenant().value();
            case FactoryEvent.RunStarted started -> started.tenant().value();
            case FactoryEvent.RunConfirmed confirmed -> confirmed.tenant().value();
            case FactoryEvent.CancelRequested requested -> requested.tenant().value();
            case FactoryEvent.EvictionRequested requested -> requested.tenant().value();
            case FactoryEvent.RoomClaimed claimed -> claimed.tenant().value();
            case FactoryEvent.RunEnded ended -> ended.tenant().value();
            case FactoryEvent.TimeCharged charged -> charged.tenant().value();
            case FactoryEvent.JobRequeued requeued -> requeued.tenant().value();
            case FactoryEvent.JobEnded ended -> ended.tenant().value();
        };
    }

    private static Named named(String half, Object event) {
        return new Named(half + "." + event.getClass().getSimpleName(), event);
    }

    private static <T> T read(
            Journal.Entry entry, @org.jspecify.annotations.Nullable Class<? extends T> type) {
        if (type == null) {
            throw unknown(entry);
        }
        return Json.read(entry.payload(), type);
    }

    private static Refusal unknown(Journal.Entry entry) {
        return Refusal.corrupt(
                "Entry %d of the journal has a type (%s) that this version does not know. Maybe a newer version wrote it: start that one."
                        .formatted(entry.sequence(), entry.type()));
    }
}
