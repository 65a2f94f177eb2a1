package werkmeister.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Offer;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.tenant.Quota;
import werkmeister.factory.tenant.Tenant;
import werkmeister.server.journal.Journals;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.server.loop.CloudCommand;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.TenantId;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The dry run of a site: jobs that hold their room, through the HTTP door, on a clock set by hand.
 */
@Timeout(120)
class DryRunTest {
    private static final Instant START = Instant.parse("2026-11-30T20:00:00Z");
    private static final String HOUR_OF_EIGHT =
            """
            {"name":"lent","gpus":8,"cpus":8,"hold":"PT1H","runtime":"PT1H","checkpoint":"PT10M",
             "preemptible":true,"priority":1}\
            """;

    @TempDir Path folder;
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private Server server;
    private Client operator;
    private Client foundry;
    private Client press;

    @BeforeEach
    void open() {
        Path data = folder.resolve("data");
        try (var journal = Journals.open(data, Optional.empty(), now::get);
                var cloud = Cloud.open(journal, now::get)) {
            tell(cloud, new FactoryCommand.ApplySite(site()));
            tell(cloud, new FactoryCommand.AddTenant(tenant("foundry", 8)));
            tell(cloud, new FactoryCommand.AddTenant(tenant("press", 0)));
        }
        server =
                Server.start(
                        new Settings(
                                data,
                                "127.0.0.1",
                                0,
                                Optional.empty(),
                                List.of("sh", "-c", "sleep 60"),
                                now::get));
        var anyone = Client.nobody(server.uri());
        operator = anyone.withKey(server.firstKey().orElseThrow());
        foundry = engineer(anyone, "foundry");
        press = engineer(anyone, "press");
    }

    private Client engineer(Client anyone, String tenant) {
        var acting = operator.with("Werkmeister-Tenant", tenant);
        return anyone.withKey(Morning.newKey(acting, "ENGINEER"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static void tell(Cloud cloud, FactoryCommand command) {
        cloud.perform(Caller.own("test"), new CloudCommand.ToFactory(command));
    }

    private static Site site() {
        var offer =
                new Offer(
                        new CpuCount(64),
                        new Memory(512L << 30),
                        new GpuCount(8),
                        Site.DEFAULT_PRICE,
                        Optional.of("B200"),
                        Optional.of(8_000));
        return new Site(
                "hall",
                List.of(new Pod("pod-1", List.of(new Node("node-1", offer, NodeState.UP)))));
    }

    private static Tenant tenant(String name, long gpus) {
        return new Tenant(
                new TenantId(name),
                name,
                new Quota(CpuCount.ZERO, new GpuCount(gpus), 1_000, 20_000),
                1);
    }

    /** The press borrows the whole node; the foundry takes back what it is owed. */
    @Test
    void whatIsLentIsTakenBackAndTheStatementSaysWhatItCost() throws InterruptedException {
        String lent = submitted(press, HOUR_OF_EIGHT);
        var runs = until(press, lent, "RUNNING");
        assertThat(runs.at("/nodes/0/node").asString()).isEqualTo("node-1");
        assertThat(runs.at("/nodes/0/gpus")).hasSize(8);
        assertThat(runs.path("parts").asInt()).isEqualTo(1);
        assertThat(runs.path("expectedEnd").asString()).isEqualTo("2026-11-30T21:00:00Z");

        now.set(START.plus(Duration.ofMinutes(25)));
        String owed =
                submitted(
                        foundry,
                        "{\"name\":\"=owed,"
                            + " \\\"now\\\"\",\"gpus\":8,\"hold\":\"PT30M\",\"deadline\":\"2026-11-30T20:56:00Z\"}");
        until(foundry, owed, "RUNNING");
        var waits = press.get("/jobs/" + lent).json();
        assertThat(waits.path("state").asString()).isEqualTo("QUEUED");
        assertThat(waits.path("start").asString()).isEqualTo("2026-11-30T20:55:00Z");
        assertThat(waits.at("/evictions/0/rule").asString()).isEqualTo("RECLAIM");
        assertThat(waits.at("/evictions/0").has("beneficiary"))
                .as("another tenant's job is nobody's to know")
                .isFalse();
        assertThat(waits.at("/evictions/0/lost/milliseconds").asLong())
                .isEqualTo(8 * Duration.ofMinutes(5).toMillis());
        assertThat(waits.at("/failures").asInt()).isZero();

        now.set(START.plus(Duration.ofMinutes(55)));
        var ended = until(foundry, owed, "SUCCEEDED");
        assertThat(ended.path("deadlineMet").asBoolean()).isTrue();
        assertThat(ended.at("/used/inQuota/milliseconds").asLong())
                .isEqualTo(8 * Duration.ofMinutes(30).toMillis());
        until(press, lent, "RUNNING");

        // Twenty minutes were kept, forty are left.
        now.set(START.plus(Duration.ofMinutes(95)));
        assertThat(until(press, lent, "SUCCEEDED").path("attempt").asInt()).isEqualTo(2);
        checkStatements(lent);
    }

    private void checkStatements(String lent) {
        var own = press.get("/ledger/statement?month=2026-11&zone=UTC").json();
        assertThat(own.path("rows")).hasSize(1);
        assertThat(own.at("/rows/0/job").asString()).isEqualTo(lent);
        assertThat(own.at("/rows/0/used/attempts").asInt()).isEqualTo(2);
        // Foundry's own half hour is not lent any more: of 65 minutes all were borrowed.
        assertThat(own.at("/total/borrowed/milliseconds").asLong())
                .isEqualTo(8 * Duration.ofMinutes(65).toMillis());
        assertThat(own.at("/total/inQuota/milliseconds").asLong()).isZero();
        assertThat(own.at("/total/lost/milliseconds").asLong())
                .isEqualTo(8 * Duration.ofMinutes(5).toMillis());
        assertThat(own.at("/total/energy/joules").asLong()).isEqualTo(8_000L * 65 * 60);
        assertThat(own.at("/total/cost/microEuros").asLong()).isEqualTo(13_000_000);
        assertThat(own.path("closed").asBoolean()).isFalse();

        var berlin = press.get("/ledger/statement?month=2026-11&zone=Europe/Berlin").json();
        assertThat(berlin.at("/total/attempts").asInt()).isEqualTo(2);
        var all = operator.get("/ledger/statement?month=2026-11&all=true&zone=UTC");
        assertThat(all.json().path("tenants")).hasSize(2);
        assertThat(all.json().at("/total/cost/microEuros").asLong()).isEqualTo(19_000_000);
        assertThat(operator.get("/ledger/statement?all=true&rows=false").json().path("rows"))
                .isEmpty();
        assertThat(press.get("/ledger/statement?all=true").status()).isEqualTo(403);

        var csv = operator.get("/ledger/statement?month=2026-11&all=true&zone=UTC&format=csv");
        assertThat(csv.headers().get("Content-Type")).startsWith("text/csv");
        assertThat(csv.text().lines())
                .containsExactly(
                        "line,month,zone,tenant,job,name,attempts,gpu_seconds_in_quota,gpu_seconds_borrowed,gpu_seconds_unknown,gpu_seconds_lost,gpu_seconds_reserved_idle,cpu_seconds,energy_kwh,cost_euro",
                        "job,2026-11,UTC,foundry,job-2,\"'=owed,"
                            + " \"\"now\"\"\",1,14400.000,0.000,0.000,0.000,0.000,0.000,4.000000,6.000000",
                        "job,2026-11,UTC,press,job-1,lent,2,0.000,31200.000,0.000,2400.000,0.000,0.000,8.666667,13.000000",
                        "tenant,2026-11,UTC,foundry,,foundry,1,14400.000,0.000,0.000,0.000,0.000,0.000,4.000000,6.000000",
                        "tenant,2026-11,UTC,press,,press,2,0.000,31200.000,0.000,2400.000,0.000,0.000,8.666667,13.000000",
                        "all,2026-11,UTC,,,,3,14400.000,31200.000,0.000,2400.000,0.000,0.000,12.666667,19.000000");
    }

    @Test
    void severalAreOneArrayAndTheListGoesOnByPages() throws InterruptedException {
        var made =
                foundry.call(
                        "POST",
                        "/jobs",
                        "{\"name\":\"sweep\",\"gpuShare\":0.5,\"hold\":\"PT1H\",\"count\":250}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json().path("count").asInt()).isEqualTo(250);
        assertThat(made.json().path("jobs")).hasSize(JOBS_SHOWN);
        String array = made.json().path("array").asString();
        submitted(foundry, "{\"name\":\"single\",\"hold\":\"PT1H\"}");

        var newest = foundry.get("/jobs?newest=true&limit=2").json();
        assertThat(newest.at("/items/0/name").asString()).isEqualTo("single");
        var older =
                foundry.get("/jobs?newest=true&limit=2&after=" + newest.path("next").asString())
                        .json();
        assertThat(older.at("/items/0/id").asString()).isEqualTo("job-249");
        assertThat(pages("/jobs?array=" + array + "&limit=99")).isEqualTo(List.of(99, 99, 52));
        assertThat(pages("/jobs?limit=100")).isEqualTo(List.of(100, 100, 51));
        assertThat(press.get("/jobs?array=" + array).json().path("items")).isEmpty();
        assertThat(press.get("/jobs?after=job-1").status()).isEqualTo(400);

        until(foundry, "job-16", "RUNNING");
        var waiting = foundry.get("/jobs/job-17").json();
        assertThat(waiting.path("why").path("de").asString()).isNotEmpty();
        assertThat(waiting.path("start").asString()).isEqualTo("2026-11-30T21:00:00Z");
        var gone = foundry.call("POST", "/arrays/" + array + "/cancel", "{}");
        assertThat(gone.json().path("jobs")).hasSize(250);
    }

    private static final int JOBS_SHOWN = 100;

    private List<Integer> pages(String path) {
        var sizes = new java.util.ArrayList<Integer>();
        String next = "";
        do {
            var page = foundry.get(path + (next.isEmpty() ? "" : "&after=" + next)).json();
            sizes.add(page.path("items").size());
            next = page.path("next").asString("");
        } while (!next.isEmpty());
        return sizes;
    }

    @Test
    void whatCannotBeIsRefusedInASentence() {
        refused("{\"name\":\"x\"}", 422, "give hold or runtime");
        refused("{\"name\":\"x\",\"hold\":\"PT1H\",\"kind\":\"train\"}", 422, "/orders");
        refused("{\"name\":\"x\",\"hold\":\"PT1H\",\"gpuShare\":1.5}", 422, "at most 1");
        refused("{\"name\":\"x\",\"hold\":\"PT1H\",\"gpus\":9}", 422, "could never start");
        refused("{\"name\":\"x\",\"hold\":\"PT1H\",\"count\":0}", 422, "1 to 10000");
        refused("{\"name\":\"x\",\"hold\":\"soon\"}", 400, "duration");
        refused("{\"name\":\"x\",\"hold\":\"PT1H\",\"colour\":\"red\"}", 400, "(colour)");
        refused(
                "{\"name\":\"x\",\"hold\":\"PT1H\",\"parts\":2,\"together\":{\"level\":\"ROOM\"}}",
                400,
                "NVLINK");
        for (String query : List.of("month=2026-13", "zone=Mars", "format=pdf", "rows=maybe")) {
            assertThat(foundry.get("/ledger/statement?" + query).status()).as(query).isEqualTo(400);
        }
    }

    private void refused(String body, int status, String words) {
        var got = foundry.call("POST", "/jobs", body);
        assertThat(got.status()).as(got.text()).isEqualTo(status);
        assertThat(got.json().path("detail").asString()).contains(words);
    }

    private static String submitted(Client client, String body) {
        var made = client.call("POST", "/jobs", body);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().at("/jobs/0/id").asString();
    }

    private static JsonNode until(Client client, String job, String state)
            throws InterruptedException {
        while (true) {
            var seen = client.get("/jobs/" + job).json();
            if (seen.path("state").asString().equals(state)) {
                return seen;
            }
            Thread.sleep(20);
        }
    }
}
