package werkmeister.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Payload;
import werkmeister.factory.job.Resources;
import werkmeister.factory.layout.Building;
import werkmeister.factory.layout.SiteFile;
import werkmeister.factory.tenant.Quota;
import werkmeister.factory.tenant.Tenant;
import werkmeister.server.journal.Journals;
import werkmeister.server.json.Json;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.server.loop.CloudCommand;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * What an operator does with the site, through the real door: a site of two pods, on which a job of
 * one GPU runs.
 */
class OperatorTest {
    private static final String HALL =
            """
            site: hall
            pods:
              - name: pod
                count: 2
                racks:
                  - name: rack
                    count: 2
                    nodes:
                      - name: node
                        count: 2
                        cpus: 64
                        memory: 512 GiB
                        gpus: 8
                        model: B200
                        nvlink: rack
                        power: 14.3 kW
            """;

    @TempDir Path folder;
    private volatile Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private Server server;
    private Client operator;
    private String busy;

    @BeforeEach
    void aSiteOnWhichAJobRuns() {
        begin(folder.resolve("data"));
        server =
                Server.start(
                        new Settings(
                                folder.resolve("data"),
                                "127.0.0.1",
                                0,
                                Optional.empty(),
                                List.of("false"),
                                () -> now,
                                Duration.ofSeconds(30)));
        operator = Client.nobody(server.uri()).withKey(server.firstKey().orElseThrow());
        busy =
                items("/nodes").stream()
                        .filter(node -> node.get("jobs").asInt() == 1)
                        .map(node -> node.get("node").asString())
                        .findFirst()
                        .orElseThrow();
    }

    /** As a server before this one left it. */
    private void begin(Path data) {
        try (var journal = Journals.open(data, Optional.empty(), () -> now);
                var cloud = Cloud.open(journal, () -> now)) {
            var quota = new Quota(CpuCount.ZERO, GpuCount.ZERO, 64, 1000);
            var resources = new Resources(new CpuCount(8), new Memory(1 << 20), new GpuCount(1));
            var job =
                    new JobSpec(
                            Server.HOME,
                            "long",
                            resources,
                            new Payload("hold", "PT10H"),
                            0,
                            0,
                            Optional.empty());
            var site = Building.of(SiteFile.read("hall.yaml", HALL));
            for (FactoryCommand command :
                    List.of(
                            new FactoryCommand.ApplySite(site),
                            new FactoryCommand.AddTenant(new Tenant(Server.HOME, "Home", quota, 1)),
                            new FactoryCommand.SubmitJob(job))) {
                cloud.perform(Caller.own("setup"), new CloudCommand.ToFactory(command));
            }
            cloud.perform(Caller.own("setup"), new CloudCommand.Dispatch("abcdefgh", 1));
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aSiteIsAppliedAndSaysWhatChanges() {
        JsonNode bigger = apply(HALL.replace("count: 2\n    racks", "count: 3\n    racks"), false);

        assertThat(bigger.get("pods").asInt()).isEqualTo(3);
        assertThat(bigger.get("podsBefore").asInt()).isEqualTo(2);
        assertThat(bigger.get("gpus").asInt()).isEqualTo(96);
        assertThat(bigger.get("gpusBefore").asInt()).isEqualTo(64);
        assertThat(texts(bigger.get("added")))
                .containsExactly(
                        "pod-3-rack-1-node-1",
                        "pod-3-rack-1-node-2",
                        "pod-3-rack-2-node-1",
                        "pod-3-rack-2-node-2");
        assertThat(texts(bigger.get("leaving"))).isEmpty();
        assertThat(texts(bigger.get("altered"))).isEmpty();
        JsonNode again = apply(HALL.replace("count: 2\n    racks", "count: 3\n    racks"), false);
        assertThat(again.get("changed").asBoolean()).isFalse();
        JsonNode node = items("/nodes?rack=pod-3-rack-1").getFirst();
        assertThat(node.get("model").asString()).isEqualTo("B200");
        assertThat(node.get("nvlink").asString()).isEqualTo("pod-3-rack-1");
        JsonNode offer = operator.get("/site").json().at("/site/pods/2/nodes/0/offer");
        assertThat(offer.get("watts").asInt()).isEqualTo(14_300);
        assertThat(offer.at("/price/perGpuHour/microEuros").asLong()).isEqualTo(1_500_000);
    }

    @Test
    void aSiteThatWouldLoseARunningJobIsRefusedUnlessTheNodeMayRetire() {
        String other = HALL.replace("name: pod\n", "name: wing\n");

        var refused = send("PUT", "/site", body(other, false));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text())
                .contains(
                        "The node %s still runs job-1: drain it before it leaves the site, or let it retire."
                                .formatted(busy));

        JsonNode applied = apply(other, true);
        assertThat(texts(applied.get("retiring"))).containsExactly(busy);
        assertThat(texts(applied.get("leaving"))).hasSize(7).doesNotContain(busy);
        operator.call("POST", "/jobs/job-1/cancel", "{}");
        await(() -> items("/nodes").size() == 8);
        assertThat(items("/nodes?state=RETIRING")).isEmpty();
    }

    @Test
    void aMistakeKeepsItsFileAndLine() {
        var refused = send("PUT", "/site", body(HALL.replace("gpus: 8", "gpus: many"), false));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("detail").asString())
                .startsWith("hall.yaml, line 13: gpus (many) must be a whole number from 0 to 64.");
        var nothing = send("PUT", "/site", body(HALL.replace("512 GiB", "0 GiB"), false));
        assertThat(nothing.text()).contains("hall.yaml, line 12: memory is missing or nothing");
        var longName = HALL.replace("name: rack", "name: " + "r".repeat(60));
        assertThat(send("PUT", "/site", body(longName, false)).text())
                .contains("hall.yaml, line 6: with what is before it, the name")
                .contains("63 are the most");
        var blank = HALL.replace("site: hall", "site: our hall");
        assertThat(send("PUT", "/site", body(blank, false)).text())
                .contains("hall.yaml, line 1: site (our hall) must be 1 to 63 letters");
    }

    @Test
    void powerThatIsShortClosesAsManyNodesAsItMustAndNoMore() {
        // Four nodes of 14.3 kW: three draw more than 30 kW, two do not.
        JsonNode closure =
                close("{\"pod\":\"pod-2\",\"to\":\"2026-12-01T00:00:00Z\",\"kilowatts\":30}");

        assertThat(closure.get("percent").asInt()).isEqualTo(50);
        for (String wrong : List.of("57.2", "-1", "30,\"percent\":10")) {
            var refused =
                    send(
                            "POST",
                            "/site/closures",
                            "{\"pod\":\"pod-1\",\"to\":\"2026-12-01T00:00:00Z\",\"kilowatts\":"
                                    + wrong
                                    + "}");
            assertThat(refused.status()).as(wrong).isEqualTo(422);
        }
    }

    @Test
    void whatIsKnownOfNodesAndWhatClosesPodsStaysWhenTheSiteIsAppliedAgain() {
        mark("pod-2-rack-1-node-1", "DRAINING");
        mark("pod-2-rack-1-node-2", "LOST");
        close("{\"pod\":\"pod-2\",\"to\":\"2026-12-01T00:00:00Z\",\"why\":\"chiller\"}");

        JsonNode change = apply(HALL.replace("cpus: 64", "cpus: 96"), false);

        assertThat(texts(change.get("altered"))).hasSize(8);
        assertThat(change.get("closures")).hasSize(1);
        assertThat(state("pod-2-rack-1-node-1")).isEqualTo("DRAINING");
        assertThat(state("pod-2-rack-1-node-2")).isEqualTo("LOST");
        assertThat(state("pod-2-rack-2-node-1")).isEqualTo("UP");
    }

    @Test
    void nodesComeInPagesAndSayHowFullTheyAre() {
        JsonNode first = operator.get("/nodes?limit=3").json();
        assertThat(first.get("items")).hasSize(3);
        JsonNode rest =
                operator.get("/nodes?limit=100&after=" + first.get("next").asString()).json();
        assertThat(rest.get("items")).hasSize(5);
        assertThat(rest.has("next")).isFalse();
        JsonNode full = node(busy);
        assertThat(full.get("gpusHeldMilli").asLong()).isEqualTo(1000);
        assertThat(full.get("gpus").asLong()).isEqualTo(8);
        assertThat(full.get("jobs").asInt()).isEqualTo(1);
        assertThat(items("/nodes?pod=pod-1&rack=pod-1-rack-2")).hasSize(2);
        assertThat(items("/nodes?pod=nope")).isEmpty();
        assertThat(operator.get("/nodes?state=TIRED").status()).isEqualTo(400);
    }

    @Test
    void aNodeIsDrainedRestoredGivenUpAndRetired() {
        JsonNode drained = mark(busy, "DRAINING");
        assertThat(drained.get("jobs").asInt()).isEqualTo(1);
        assertThat(drained.get("left").asBoolean()).isFalse();
        assertThat(items("/nodes?state=DRAINING")).hasSize(1);
        mark(busy, "UP");
        assertThat(items("/nodes?state=DRAINING")).isEmpty();

        JsonNode lost = mark(busy, "LOST");
        assertThat(lost.get("failed").asInt()).isEqualTo(1);
        assertThat(lost.get("jobs").asInt()).isZero();
        JsonNode job = operator.get("/jobs/job-1").json();
        assertThat(job.get("state").asString()).isEqualTo("FAILED");
        assertThat(job.at("/why/en").asString()).isEqualTo("The node %s was lost.".formatted(busy));

        JsonNode gone = mark("pod-2-rack-2-node-2", "RETIRING");
        assertThat(gone.get("left").asBoolean()).isTrue();
        assertThat(items("/nodes")).hasSize(7);
        assertThat(send("POST", "/nodes/nope/state", "{\"state\":\"UP\"}").status()).isEqualTo(404);
        assertThat(send("POST", "/nodes/" + busy + "/state", "{\"state\":\"TIRED\"}").text())
                .contains("(TIRED)")
                .contains("DRAINING");
    }

    @Test
    void aPodIsClosedReservedAndReopened() {
        String from = "2027-01-01T00:00:00Z";
        String to = "2027-01-08T00:00:00Z";
        operator.call("POST", "/tenants", "{\"tenant\":\"acme\",\"name\":\"Acme\"}");
        String full = node(busy).get("pod").asString();
        String other = full.equals("pod-1") ? "pod-2" : "pod-1";
        JsonNode reserved =
                close(
                        "{\"pod\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"percent\":50,\"tenant\":\"acme\",\"why\":\"secret plan\"}"
                                .formatted(other, from, to));
        assertThat(reserved.get("tenant").asString()).isEqualTo("acme");
        JsonNode shut = close("{\"pod\":\"%s\",\"to\":\"%s\"}".formatted(full, to));
        assertThat(shut.at("/span/from").asString()).isEqualTo("2026-11-26T12:00:00Z");
        assertThat(operator.get("/site").json().at("/site/closures")).hasSize(2);
        await(() -> node(busy).get("jobs").asInt() == 0);

        var stranger = Client.nobody(server.uri()).withKey(Morning.newKey(operator, "VIEWER"));
        assertThat(stranger.get("/site").text()).doesNotContain("acme", "secret plan");
        var acting = operator.with("Werkmeister-Tenant", "acme");
        var acme = Client.nobody(server.uri()).withKey(Morning.newKey(acting, "VIEWER"));
        assertThat(acme.get("/site").text()).contains("secret plan");

        assertThat(send("DELETE", "/site/closures/%s?from=%s".formatted(other, from), "").status())
                .isEqualTo(204);
        assertThat(send("DELETE", "/site/closures/%s?from=%s".formatted(other, from), "").text())
                .contains("The pod %s is not closed from %s on.".formatted(other, from));
        assertThat(send("DELETE", "/site/closures/pod-2", "").status()).isEqualTo(400);
        assertThat(operator.get("/site").json().at("/site/closures")).hasSize(1);
    }

    @Test
    void whatCannotBeClosedIsRefusedWithTheReason() {
        Map<String, String> saidOfBody =
                Map.of(
                        "{\"pod\":\"pod-9\",\"to\":\"2027-01-01T00:00:00Z\"}",
                        "The pod (pod-9)",
                        "{\"pod\":\"pod-1\",\"to\":\"2026-01-01T00:00:00Z\"}",
                        "The span must end",
                        "{\"pod\":\"pod-1\",\"from\":\"2025-01-01T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\"}",
                        "is over (2026-01-01T00:00:00Z)",
                        "{\"pod\":\"pod-1\",\"to\":\"2027-01-01T00:00:00Z\",\"percent\":0}",
                        "must be 1 to 100 %",
                        "{\"pod\":\"pod-1\",\"to\":\"2027-01-01T00:00:00Z\",\"tenant\":\"nope\"}",
                        "There is no tenant nope.");
        saidOfBody.forEach((body, said) -> {
            var refused = send("POST", "/site/closures", body);
            assertThat(refused.status()).as(body).isIn(404, 422);
            assertThat(refused.text()).as(body).contains(said);
        });
        close("{\"pod\":\"pod-1\",\"to\":\"2027-01-01T00:00:00Z\",\"why\":\"chiller\"}");
        assertThat(
                        send(
                                        "POST",
                                        "/site/closures",
                                        "{\"pod\":\"pod-1\",\"to\":\"2027-02-01T00:00:00Z\"}")
                                .text())
                .contains("is closed from 2026-11-26T12:00:00Z on already (chiller)");
    }

    @Test
    void theQuotaTreeIsPutListedAndChecked() {
        assertThat(
                        put("/groups/works", "{\"gpus\":40,\"gpuLimit\":60,\"weight\":3}")
                                .get("gpus")
                                .asInt())
                .isEqualTo(40);
        put("/groups/press", "{\"parent\":\"works\",\"gpus\":16}");
        assertThat(items("/groups"))
                .extracting(group -> group.get("group").asString())
                .containsExactly("press", "works");
        var tooMuch = send("PUT", "/groups/press", "{\"parent\":\"works\",\"gpus\":41}");
        assertThat(tooMuch.status()).isEqualTo(422);
        assertThat(tooMuch.text()).contains("Within the group works 41 GPUs are owed");
        assertThat(send("PUT", "/groups/works", "{\"parent\":\"press\",\"gpus\":40}").text())
                .contains("would belong to itself");
        assertThat(send("PUT", "/groups/works", "{\"gpus\":65}").text())
                .contains("the site hall has 64");
        assertThat(send("PUT", "/groups/Works", "{}").text()).contains("lower-case letters");
        var held = send("DELETE", "/groups/works", "");
        assertThat(held.status()).isEqualTo(409);
        assertThat(held.text()).contains("The group press belongs to works: move it first.");
        assertThat(send("DELETE", "/groups/press", "").status()).isEqualTo(204);
        assertThat(send("DELETE", "/groups/press", "").status()).isEqualTo(404);
    }

    @Test
    void aTenantIsAddedAndChangedWithItsQuota() {
        put("/groups/works", "{\"gpus\":40}");
        var added =
                operator.call(
                        "POST",
                        "/tenants",
                        """
                        {"tenant":"acme","name":"Acme","weight":2,"group":"works","quota":{"gpus":8,
                         "gpuLimit":24,"monthlyBudgetEuro":5000,"cells":{"racks":1},"runningJobs":5}}
                        """);
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        JsonNode acme = tenant("acme");
        assertThat(acme.get("group").asString()).isEqualTo("works");
        assertThat(acme.get("weight").asInt()).isEqualTo(2);
        assertThat(acme.at("/quota/gpuLimit").asInt()).isEqualTo(24);
        assertThat(acme.at("/quota/monthlyBudgetEuro").asInt()).isEqualTo(5000);
        assertThat(acme.at("/quota/cells/racks").asInt()).isEqualTo(1);
        assertThat(acme.at("/quota/runningJobs").asInt()).isEqualTo(5);
        assertThat(acme.at("/quota/queuedJobs").asInt()).isEqualTo(1000);

        put("/tenants/acme", "{\"name\":\"Acme AG\",\"quota\":{\"gpus\":16}}");
        JsonNode changed = tenant("acme");
        assertThat(changed.get("name").asString()).isEqualTo("Acme AG");
        assertThat(changed.has("group")).isFalse();
        assertThat(changed.at("/quota/gpus").asInt()).isEqualTo(16);
        assertThat(changed.at("/quota").has("gpuLimit")).isFalse();
        assertThat(changed.at("/quota").has("cells")).isFalse();
    }

    @Test
    void whatATenantCannotBeOwedIsRefused() {
        operator.call("POST", "/tenants", "{\"tenant\":\"acme\",\"name\":\"Acme\"}");
        assertThat(send("PUT", "/tenants/nope", "{\"name\":\"N\"}").status()).isEqualTo(404);
        Map<String, String> saidOfBody =
                Map.of(
                        "{\"name\":\"A\",\"quota\":{\"gpus\":65}}",
                        "65 GPUs are owed to tenants and groups, the site hall has 64",
                        "{\"name\":\"A\",\"quota\":{\"gpus\":8,\"gpuLimit\":4}}",
                        "The limit (4 GPUs) must not be below",
                        "{\"name\":\"A\",\"group\":\"nope\"}",
                        "belong to the group (nope), which does not exist",
                        "{\"name\":\"A\",\"weight\":0}",
                        "must be 1 to 1000",
                        "{\"name\":\"A\",\"quota\":{\"monthlyBudgetEuro\":-1}}",
                        "The budget of a month (-1 euro)",
                        "{\"name\":\"A\",\"quota\":{\"cells\":{\"pods\":3}}}",
                        "Cells of 3 pods");
        saidOfBody.forEach((body, said) -> {
            var refused = send("PUT", "/tenants/acme", body);
            assertThat(refused.status()).as(body).isEqualTo(422);
            assertThat(refused.text()).as(body).contains(said);
        });
        assertThat(send("PUT", "/tenants/acme", "{\"name\":\"A\",\"quotas\":{}}").status())
                .isEqualTo(400);
    }

    @Test
    void anAgentThatFallsSilentLosesItsNodeAndBringsItBack() {
        String path = "/nodes/%s/heartbeat".formatted(busy);
        JsonNode beat = send("POST", path, "{\"gpus\":8,\"healthy\":8}").json();
        assertThat(beat.get("state").asString()).isEqualTo("UP");
        assertThat(node(busy).get("heardAt").asString()).isEqualTo("2026-11-26T12:00:00Z");
        assertThat(node(busy).get("healthyGpus").asInt()).isEqualTo(8);
        now = now.plusSeconds(31);
        await(() -> state(busy).equals("LOST"));
        assertThat(operator.get("/jobs/job-1").json().get("state").asString()).isEqualTo("FAILED");
        assertThat(send("POST", path, "{\"gpus\":8,\"healthy\":8}").json().get("state").asString())
                .isEqualTo("UP");
        assertThat(send("POST", path, "{\"gpus\":8,\"healthy\":7}").json().get("state").asString())
                .isEqualTo("DRAINING");
        assertThat(send("POST", path, "{\"gpus\":8,\"healthy\":9}").status()).isEqualTo(422);
        assertThat(send("POST", "/nodes/nope/heartbeat", "{\"gpus\":8,\"healthy\":8}").status())
                .isEqualTo(404);
    }

    private JsonNode apply(String yaml, boolean retire) {
        return put("/site", body(yaml, retire));
    }

    private static String body(String yaml, boolean retire) {
        return Json.write(Map.of("file", "hall.yaml", "text", yaml, "retire", retire));
    }

    private JsonNode mark(String node, String state) {
        var got =
                send(
                        "POST",
                        "/nodes/%s/state".formatted(node),
                        "{\"state\":\"%s\"}".formatted(state));
        assertThat(got.status()).as(got.text()).isEqualTo(200);
        return got.json();
    }

    private JsonNode close(String closure) {
        var got = send("POST", "/site/closures", closure);
        assertThat(got.status()).as(got.text()).isEqualTo(201);
        return got.json();
    }

    private JsonNode put(String path, String body) {
        var got = send("PUT", path, body);
        assertThat(got.status()).as(got.text()).isEqualTo(200);
        return got.json();
    }

    private Client.Got send(String method, String path, String body) {
        return operator.call(method, path, body);
    }

    private List<JsonNode> items(String path) {
        return operator.get(path).json().get("items").valueStream().toList();
    }

    private JsonNode node(String name) {
        return items("/nodes").stream()
                .filter(node -> node.get("node").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode tenant(String name) {
        return items("/tenants").stream()
                .filter(tenant -> tenant.get("tenant").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String state(String node) {
        return node(node).get("state").asString();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    /** What a thread of the server's does as soon as it comes to it. */
    private static void await(BooleanSupplier happened) {
        boolean there =
                IntStream.range(0, 600)
                        .anyMatch(_ -> {
                            if (happened.getAsBoolean()) {
                                return true;
                            }
                            LockSupport.parkNanos(50_000_000);
                            return false;
                        });
        assertThat(there).isTrue();
    }
}
