package werkmeister.learning.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import werkmeister.learning.control.LearningCommand.FailOrder;
import werkmeister.learning.control.LearningCommand.ForgetMachine;
import werkmeister.learning.control.LearningCommand.PlaceOrder;
import werkmeister.learning.control.LearningCommand.PlaceShared;
import werkmeister.learning.control.LearningCommand.PublishVersion;
import werkmeister.learning.control.LearningCommand.RestoreVersions;
import werkmeister.learning.control.LearningCommand.TakeOver;
import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.model.ModelFile;
import werkmeister.learning.model.ModelVersion;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.Share;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.plant.machine.MachineId;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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

    @Test
    void aSharedTrainingIsOneOrderAMachineAndEndsThemAllAtOnce() {
        run(place(OTHER, "press-9"));
        run(shared("press-1", "press-2", "press-3"));

        assertThat(book.orders(FOUNDRY))
                .extracting(placed -> placed.order().trained())
                .containsOnly("order-2");
        TrainingOrder leading = book.order(FOUNDRY, "order-2").orElseThrow().order();
        assertThat(leading.sharers())
                .extracting(one -> one.dataset().machine().value())
                .containsExactly("press-1", "press-2", "press-3");
        assertThat(leading.learnsFrom(new MachineId("press-3"))).isTrue();
        assertThat(book.order(FOUNDRY, "order-4").orElseThrow().order().sharers()).hasSize(1);

        run(publish(FOUNDRY, "order-2"));

        assertThat(book.versions(FOUNDRY))
                .extracting(version -> version.order().id() + " -> " + version.id())
                .containsExactly(
                        "order-2 -> press-1/v1", "order-3 -> press-2/v1", "order-4 -> press-3/v1");
        assertThat(book.versions(FOUNDRY)).allMatch(version -> version.files().equals(FILES));
        assertRefused(publish(FOUNDRY, "order-2"), Refusal.Kind.CONFLICT, "press-1/v1");
        assertRefused(publish(FOUNDRY, "order-3"), Refusal.Kind.CONFLICT, "press-2/v1");
        assertThat(Learning.of(book.state()).state()).isEqualTo(book.state());
    }

    @Test
    void aSharedTrainingThatFailsEndsAllItsOrdersAndNoOther() {
        run(place(FOUNDRY, "press-2"));
        run(shared("press-1", "press-2"));
        run(new FailOrder(FOUNDRY, "order-2", "no rows"));

        assertThat(book.orders(FOUNDRY))
                .extracting(placed -> placed.outcome().getClass().getSimpleName())
                .containsExactly("Open", "Failed", "Failed");
        assertRefused(shared("press-1"), Refusal.Kind.INVALID, "two machines or more");
    }

    @Test
    void filesThatMachinesShareGoWithTheLastOfThem() {
        run(shared("press-1", "press-2"));
        run(publish(FOUNDRY, "order-1"));

        run(forget("press-1"));
        assertThat(book.forgotten().getLast().folders()).isEmpty();
        assertThat(book.versions(FOUNDRY))
                .extracting(ModelVersion::id)
                .containsExactly("press-2/v1");
        run(forget("press-2"));
        assertThat(book.forgotten().getLast().folders()).containsExactly("foundry/press-1/v1");
    }

    @Test
    void aNewMachineTakesOverWhatIsSharedAndNothingElse() {
        run(shared("press-1", "press-2"));
        run(publish(FOUNDRY, "order-1"));
        run(take("press-3", "press-2/v1"));
        run(take("press-4", "press-3/v1"));

        var shares = book.versions(FOUNDRY).stream().skip(2).map(one -> one.order().share());
        assertThat(shares).containsOnly(Optional.of(new Share.TakenOver("order-1", "press-2/v1")));
        assertThat(book.version(FOUNDRY, "press-4/v1").orElseThrow().files()).isEqualTo(FILES);
        assertThat(book.order(FOUNDRY, "order-4").orElseThrow().outcome())
                .isEqualTo(new PlacedOrder.Fulfilled("press-4/v1", NOW));

        run(place(FOUNDRY, "press-5"));
        run(publish(FOUNDRY, "order-5"));
        assertRefused(take("press-6", "press-5/v1"), Refusal.Kind.NOT_FOUND, "press-5/v1");
        assertRefused(take("press-6", "press-7/v1"), Refusal.Kind.NOT_FOUND, "press-7/v1");
    }

    /** Also where the order that was trained went with its machine. */
    @Test
    void restoredOrdersNameEachOtherByTheirNewIds() {
        run(shared("press-1", "press-2"));
        run(publish(FOUNDRY, "order-1"));
        run(take("press-3", "press-2/v1"));
        run(forget("press-1"));
        var there = new Learning();
        for (int i = 0; i < 3; i++) {
            there.decide(place(OTHER, "press-1"), NOW).forEach(there::apply);
        }

        var restore = new RestoreVersions(FOUNDRY, book.orders(FOUNDRY), book.versions(FOUNDRY));
        there.decide(restore, NOW).forEach(there::apply);

        assertThat(there.versions(FOUNDRY))
                .extracting(one -> one.order().id() + " of " + one.order().trained())
                .containsExactly("order-5 of order-4", "order-6 of order-4");
        there.decide(place(FOUNDRY, "press-1"), NOW).forEach(there::apply);
        assertThat(there.order(FOUNDRY, "order-7")).isPresent();
    }

    @Test
    void filesThatMachinesShareGoWhereAllOfThemGoAtOnce() {
        run(shared("press-1", "press-2"));
        run(publish(FOUNDRY, "order-1"));
        var both = Set.of(new MachineId("press-1"), new MachineId("press-2"));

        var gone = book.decide(new ForgetMachine(FOUNDRY, new MachineId("press-1"), both), NOW);

        assertThat(((LearningEvent.MachineForgotten) gone.getFirst()).folders())
                .containsExactly("foundry/press-1/v1");
    }

    private static ForgetMachine forget(String machine) {
        return new ForgetMachine(FOUNDRY, new MachineId(machine), Set.of());
    }

    private static PlaceShared shared(String... machines) {
        return new PlaceShared(
                Stream.of(machines).map(machine -> place(FOUNDRY, machine)).toList(), List.of());
    }

    private static TakeOver take(String machine, String version) {
        return new TakeOver(place(FOUNDRY, machine), version);
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
