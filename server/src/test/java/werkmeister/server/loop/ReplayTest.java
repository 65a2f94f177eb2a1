package werkmeister.server.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.tenant.Quota;
import werkmeister.factory.tenant.Tenant;
import werkmeister.learning.control.LearningEvent;
import werkmeister.plant.machine.MachineId;
import werkmeister.server.journal.Journal;
import werkmeister.server.journal.Journals;
import werkmeister.server.json.Json;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class ReplayTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-25T06:00:00Z"));
    private static final Quota QUOTA = new Quota(CpuCount.ZERO, GpuCount.ZERO, 1, 1);

    @TempDir Path data;

    /** Around the borders of a batch, and more batches than may be under way at once. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1_000, 1_001, 2_000, 20_123})
    void theBooksAreWhatTheyWereHoweverManyBatchesTheEntriesFill(int events) {
        try (var journal = open()) {
            var books = written(journal, events);

            var replayed = new Books();
            Replay.into(replayed, journal, 0);

            assertThat(journal.size()).isEqualTo(events);
            assertThat(replayed.state().difference(books.state())).isEmpty();
        }
    }

    @Test
    void onlyWhatFollowsTheEntryNamedIsApplied() {
        try (var journal = open()) {
            var before = written(journal, 1_500);
            var atFirst = Books.of(before.state());
            var after = more(before, journal, 1_500, 2_500);

            Replay.into(atFirst, journal, 1_500);

            assertThat(atFirst.state().difference(after.state())).isEmpty();
        }
    }

    @Test
    void anImportThatWasRecordedBeforeItsReadingWasKeptIsStillRead() {
        try (var journal = open()) {
            journal.append(
                    List.of(
                            draft(
                                    "plant.MachineRegistered",
                                    """
                                    {"machine":{"tenant":"home","id":"mill","name":"Mill","zone":"UTC","signals":[]}}\
                                    """),
                            draft(
                                    "plant.ImportRecorded",
                                    """
                                    {"record":{"id":"import-1","tenant":"home","machine":"mill","name":"a.csv",
                                    "sha256":"%s","rows":1,"rejected":0,"first":"2026-01-01T00:00:00Z",
                                    "last":"2026-01-01T00:00:00Z","files":[],"at":"2026-01-02T00:00:00Z"}}\
                                    """
                                            .formatted("0".repeat(64)))));
            var books = new Books();

            Replay.into(books, journal, 0);

            var imports = books.plant().imports(new TenantId("home"), new MachineId("mill"));
            assertThat(imports).hasSize(1);
            assertThat(imports.getFirst().reading()).isEmpty();
            assertThat(imports.getFirst().readings()).isEmpty();
        }
    }

    /** As they were written before trainings were shared, and as they are written since. */
    @Test
    void ordersOfBothKindsAreReadAndWrittenAsTheyWere() {
        String before =
                """
                {"tenant":"home","order":{"id":"order-%d","dataset":{"tenant":"home","machine":"mill-%d","files":[],\
                "signals":["a"],"span":{"from":"2026-01-01T00:00:00Z","to":"2026-02-01T00:00:00Z"},"hash":"%s"},\
                "trainUntil":"2026-01-20T00:00:00Z","budget":{"findingsPerWeek":1.0},"labels":[],"seed":1,\
                "software":"werkmeister 0.1.0","question":{"intent":"LIFE"},"sisters":[]%s},\
                "at":"2026-02-02T00:00:00Z"}\
                """;
        String hash = "0".repeat(64);
        String one = before.formatted(3, 3, hash, "");
        String dataset =
                one.substring(one.indexOf("\"dataset\":") + 10, one.indexOf(",\"trainUntil"));
        List<String> entries =
                List.of(
                        before.formatted(1, 1, hash, ""),
                        before.formatted(
                                2,
                                2,
                                hash,
                                """
                                ,"share":{"kind":"Leads","others":[{"dataset":%s,"labels":[],\
                                "trainUntil":"2026-01-20T00:00:00Z"}],"sisters":["mill-2"]}\
                                """
                                        .formatted(dataset)),
                        before.formatted(
                                3,
                                3,
                                hash,
                                ",\"share\":{\"kind\":\"Follows\",\"order\":\"order-2\"}"),
                        before.formatted(
                                4,
                                4,
                                hash,
                                ",\"share\":{\"kind\":\"TakenOver\",\"order\":\"order-2\",\"version\":\"mill-3/v1\"}"));
        try (var journal = open()) {
            journal.append(
                    entries.stream().map(entry -> draft("learning.OrderPlaced", entry)).toList());
            var books = new Books();

            Replay.into(books, journal, 0);

            var orders = books.learning().orders(new TenantId("home"));
            assertThat(orders)
                    .extracting(placed -> placed.order().trained())
                    .containsExactly("order-1", "order-2", "order-2", "order-2");
            for (int i = 0; i < entries.size(); i++) {
                var placed = orders.get(i);
                var event =
                        new LearningEvent.OrderPlaced(
                                placed.tenant(), placed.order(), placed.placed());
                assertThat(Json.write(event)).isEqualTo(entries.get(i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_500})
    void anEntryOfAnUnknownTypeIsNamed(int before) {
        try (var journal = open()) {
            written(journal, before);
            journal.append(List.of(draft("factory.NeverHeardOf", "{}")));
            more(new Books(), journal, 0, 1_200);

            assertThatThrownBy(() -> Replay.into(new Books(), journal, 0))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("Entry %d".formatted(before + 1))
                    .hasMessageContaining("factory.NeverHeardOf");
        }
    }

    private Journal open() {
        return Journals.open(data, Optional.empty(), CLOCK);
    }

    private static Books written(Journal journal, int events) {
        return more(new Books(), journal, 0, events);
    }

    /** Tenants that come and change: the order of the events matters. */
    private static Books more(Books books, Journal journal, int from, int to) {
        var drafts = new ArrayList<Journal.Draft>();
        for (int i = from; i < to; i++) {
            var tenant = new Tenant(new TenantId("t" + i / 3), "T" + i, QUOTA, 1 + i % 3);
            var command =
                    books.factory().tenant(tenant.id()).isEmpty()
                            ? new FactoryCommand.AddTenant(tenant)
                            : new FactoryCommand.ChangeTenant(tenant);
            for (var event : books.decide(new CloudCommand.ToFactory(command), CLOCK.instant())) {
                books.apply(event);
                var named = EventNames.name(event);
                drafts.add(draft(named.type(), Json.write(named.payload())));
            }
        }
        journal.append(drafts);
        return books;
    }

    private static Journal.Draft draft(String type, String payload) {
        return new Journal.Draft(CLOCK.instant(), "", "test", type, payload);
    }
}
