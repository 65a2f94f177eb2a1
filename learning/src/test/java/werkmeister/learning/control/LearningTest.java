package werkmeister.learning.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import werkmeister.learning.control.LearningCommand.FailOrder;
import werkmeister.learning.control.LearningCommand.PlaceOrder;
import werkmeister.learning.control.LearningCommand.PublishVersion;
import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.model.ModelFile;
import werkmeister.learning.model.ModelVersion;
import werkmeister.learning.order.AlertBudget;
import werkmeister.plant.machine.MachineId;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

class LearningTest {
    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
    private static final TenantId FOUNDRY = new TenantId("foundry");
    private static final TenantId OTHER = new TenantId("other");
    private static final List<ModelFile> FILES =
            List.of(new ModelFile("foundry/press-1/v1/model.json", 3, Sha256.of("abc")));

    private final Learning book = new Learning();

    @Test
    void numbersOrdersAcrossTenantsAndVersionsPerMachine() {
        run(place(FOUNDRY, "press-1"));
        run(place(OTHER, "press-1"));
        run(place(FOUNDRY, "press-2"));
        run(place(FOUNDRY, "press-1"));
        run(publish(FOUNDRY, "order-4"));
        run(publish(FOUNDRY, "order-3"));
        run(publish(OTHER, "order-2"));
        run(publish(FOUNDRY, "order-1"));

        assertThat(book.versions(FOUNDRY))
                .extracting(version -> version.order().id() + " -> " + version.id())
                .containsExactly(
                        "order-4 -> press-1/v1", "order-3 -> press-2/v1", "order-1 -> press-1/v2");
        assertThat(book.versions(OTHER)).extracting(ModelVersion::id).containsExactly("press-1/v1");
    }

    @Test
    void publishesAnOrderOnce() {
        run(place(FOUNDRY, "press-1"));
        run(publish(FOUNDRY, "order-1"));

        assertRefused(publish(FOUNDRY, "order-1"), Refusal.Kind.CONFLICT, "order-1");
        assertRefused(
                new FailOrder(FOUNDRY, "order-1", "late"), Refusal.Kind.CONFLICT, "press-1/v1");
        assertThat(book.versions(FOUNDRY)).hasSize(1);
    }

    @Test
    void neverPublishesAFailedOrder() {
        run(place(FOUNDRY, "press-1"));
        run(new FailOrder(FOUNDRY, "order-1", "no rows"));

        assertRefused(publish(FOUNDRY, "order-1"), Refusal.Kind.CONFLICT, "no rows");
    }

    @Test
    void keepsTenantsApart() {
        run(place(FOUNDRY, "press-1"));

        assertRefused(publish(OTHER, "order-1"), Refusal.Kind.NOT_FOUND, "order-1");
        assertThat(book.order(OTHER, "order-1")).isEmpty();
        assertThat(book.orders(OTHER)).isEmpty();
    }

    @Test
    void refusesAnOrderThatCannotLearn() {
        var tooEarly =
                place(FOUNDRY, "press-1", NOW.minus(Duration.ofDays(9_000)), Optional.empty());
        assertRefused(tooEarly, Refusal.Kind.INVALID, "choose a later end");
        var unknown = place(FOUNDRY, "press-1", NOW, Optional.of("press-1/v7"));
        assertRefused(unknown, Refusal.Kind.NOT_FOUND, "press-1/v7");
        assertRefused(
                new PublishVersion(FOUNDRY, "order-1", "job-1", FILES, Duration.ZERO),
                Refusal.Kind.NOT_FOUND,
                "order-1");
    }

    @Test
    void comesBackFromASnapshotAsItWas() {
        run(place(FOUNDRY, "press-1"));
        run(place(OTHER, "press-1"));
        run(publish(FOUNDRY, "order-1"));
        run(new FailOrder(OTHER, "order-2", "no rows"));

        var again = Learning.of(book.state());

        assertThat(again.state()).isEqualTo(book.state());
        assertThat(again.decide(place(OTHER, "press-1"), NOW))
                .isEqualTo(book.decide(place(OTHER, "press-1"), NOW));
    }

    private void run(LearningCommand command) {
        book.decide(command, NOW).forEach(book::apply);
    }

    private void assertRefused(LearningCommand command, Refusal.Kind kind, String word) {
        var before = book.state();
        assertThatThrownBy(() -> book.decide(command, NOW))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(kind))
                .hasMessageContaining(word);
        assertThat(book.state()).isEqualTo(before);
    }

    private static PlaceOrder place(TenantId tenant, String machine) {
        return place(tenant, machine, NOW, Optional.empty());
    }

    private static PlaceOrder place(
            TenantId tenant, String machine, Instant until, Optional<String> previous) {
        var span = new TimeSpan(NOW.minus(Duration.ofDays(3_650)), NOW);
        var dataset =
                Dataset.of(tenant, new MachineId(machine), List.of(), List.of("pressure"), span);
        return new PlaceOrder(
                dataset,
                until,
                new AlertBudget(1),
                List.of(),
                previous,
                1,
                "0.1.0",
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    private static PublishVersion publish(TenantId tenant, String order) {
        return new PublishVersion(tenant, order, "job-" + order, FILES, Duration.ofSeconds(3));
    }
}
