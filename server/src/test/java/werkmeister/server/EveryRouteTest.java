package werkmeister.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.server.Api31.Operation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Walks all routes that the document names, so that a new one is judged before anyone thinks of it:
 * as another tenant, as a viewer, without a key, asked twice, and by the shape of its answer.
 */
@Tag("slow")
class EveryRouteTest {
    /**
     * Recognised by what they carry (samples by their times), changing nothing (checks), or true
     * again each time (heartbeats).
     */
    private static final Set<String> ONCE_BY_NATURE =
            Set.of(
                    "POST /checks",
                    "POST /imports",
                    "POST /assets",
                    "POST /machines/{machine}/samples",
                    "POST /nodes/{node}/heartbeat",
                    "POST /understand");

    /** They answer of the site or of whoever asks, or never end. */
    private static final Set<String> NOT_THE_TENANTS =
            Set.of("GET /health", "GET /openapi.json", "GET /me", "GET /site", "GET /events");

    @TempDir static Path folder;

    private static Morning morning;
    private static Api31 api;
    private static Client anyone;
    private static Client stranger;

    @BeforeAll
    static void live() throws IOException, InterruptedException {
        morning = Morning.live(folder);
        anyone = Client.nobody(morning.server.uri());
        api = new Api31(anyone.get("/openapi.json").json());
        morning.operator.call("POST", "/tenants", "{\"tenant\":\"rival\",\"name\":\"Rival\"}");
        var acting = morning.operator.with("Werkmeister-Tenant", "rival");
        stranger = anyone.withKey(Morning.newKey(acting, "ENGINEER"));
    }

    @AfterAll
    static void close() {
        morning.close();
    }

    @Test
    void everyRouteSaysWhoMayCallItAndOnlyTwoAreForAnyone() {
        assertThat(api.operations())
                .allSatisfy(one ->
                        assertThat(one.policy()).isIn("PUBLIC", "VIEWER", "ENGINEER", "OPERATOR"));
        assertThat(api.operations().stream().filter(Operation::isPublic).map(Operation::toString))
                .containsExactlyInAnyOrder("GET /health", "GET /openapi.json");
        assertThat(anyone.get("/nothing").status()).isEqualTo(404);
    }

    @Test
    void withoutAKeyOrWithOneThatIsNotValidNothingIsAnswered() {
        var soft = new SoftAssertions();
        for (Operation one : api.operations()) {
            for (Client client :
                    List.of(anyone, anyone.withKey("wm_00000000_wrong"), morning.revoked)) {
                int status = call(client, one).status();
                if (one.isPublic()) {
                    soft.assertThat(status).as("%s", one).isEqualTo(200);
                } else if (client == anyone) {
                    soft.assertThat(status).as("%s", one).isEqualTo(401);
                } else {
                    // Who guesses too often is told to wait instead.
                    soft.assertThat(status).as("%s", one).isIn(401, 429);
                }
            }
        }
        soft.assertAll();
    }

    @Test
    void aRoleCallsWhatItsPolicyAllowsAndNoMore() {
        var soft = new SoftAssertions();
        for (Operation one : api.operations()) {
            if (Set.of("ENGINEER", "OPERATOR").contains(one.policy())) {
                soft.assertThat(call(morning.viewer, one).status()).as("%s", one).isEqualTo(403);
            }
            if (one.policy().equals("OPERATOR")) {
                soft.assertThat(call(morning.engineer, one).status()).as("%s", one).isEqualTo(403);
            }
        }
        soft.assertAll();
    }

    @Test
    void anotherTenantSeesNothingAndChangesNothing() {
        Map<String, String> before = everythingOfTheTenant();
        assertThat(before.toString()).as("there is something to see").contains(Morning.MARK);
        var soft = new SoftAssertions();
        for (Operation one : api.operations()) {
            if (NOT_THE_TENANTS.contains(one.toString())) {
                continue;
            }
            var got = call(stranger, one);
            soft.assertThat(got.text())
                    .as("%s", one)
                    .doesNotContain(Morning.MARK, morning.engineersPrefix + "_", "Systemdruck");
            if (one.policy().equals("OPERATOR")) {
                soft.assertThat(got.status()).as("%s", one).isEqualTo(403);
            } else if (one.namesSomething() || one.toString().equals("POST /orders")) {
                soft.assertThat(got.status()).as("%s %s", one, got.text()).isEqualTo(404);
            } else if (one.method().equals("GET")) {
                soft.assertThat(got.status()).as("%s", one).isEqualTo(200);
                soft.assertThat(got.text()).as("%s", one).doesNotContain("press-1", "finding-1");
            }
        }
        soft.assertThat(everythingOfTheTenant()).isEqualTo(before);
        soft.assertAll();
    }

    @Test
    void nobodyButAnOperatorActsForAnotherTenant() {
        var soft = new SoftAssertions();
        for (Operation one : api.operations()) {
            if (!one.isPublic()) {
                var got = call(stranger.with("Werkmeister-Tenant", Morning.TENANT), one);
                soft.assertThat(got.status()).as("%s", one).isEqualTo(403);
            }
        }
        soft.assertAll();
    }

    /** From the journal's first entry on, up to one of the stranger's own. */
    @Test
    void theStreamOfEventsTellsAStrangerOnlyHisOwn() throws Exception {
        stranger.call("POST", "/machines", "{\"machine\":\"last-1\"}");
        var stream = stranger.with("Last-Event-ID", "0").stream("/events");
        assertThat(stream.statusCode()).isEqualTo(200);
        try (var lines =
                new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            String line = "";
            while (!line.contains("last-1")) {
                line = String.valueOf(lines.readLine());
                assertThat(line).doesNotContain(Morning.MARK, "press-1", "finding-1");
            }
        }
    }

    @Test
    void everyChangingRouteDoesOnceWhatIsAskedTwice() {
        assertThat(morning.twiceByOperation.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        api.operations().stream()
                                .filter(Operation::changes)
                                .map(Operation::toString)
                                .toList());
        var soft = new SoftAssertions();
        morning.twiceByOperation.values().stream()
                .filter(one -> !ONCE_BY_NATURE.contains(one.operation()))
                .forEach(one -> {
                    String what = one.operation();
                    soft.assertThat(one.again().headers())
                            .as(what)
                            .containsEntry("Idempotency-Replayed", "true");
                    soft.assertThat(one.again().status()).as(what).isEqualTo(one.first().status());
                    soft.assertThat(one.other().status()).as(what).isEqualTo(409);
                    if (!what.equals("POST /keys")) {
                        soft.assertThat(one.again().text()).as(what).isEqualTo(one.first().text());
                    }
                });
        soft.assertAll();
    }

    @Test
    void aKeyIsShownOnceAndNotWithTheAnswerThatIsGivenAgain() {
        var made = morning.twice("POST /keys");
        assertThat(made.first().json().has("key")).isTrue();
        assertThat(made.again().json().has("key")).isFalse();
        assertThat(made.again().json().get("prefix")).isEqualTo(made.first().json().get("prefix"));
    }

    @Test
    void theSameSamplesTwiceAreKeptOnceAndFindNothingNew() {
        var sent = morning.twice("POST /machines/{machine}/samples");
        long accepted = sent.first().json().get("accepted").asLong();
        assertThat(sent.again().json().get("late").asLong()).isEqualTo(accepted);
        assertThat(sent.again().json().get("findings").size()).isZero();
        long imported =
                morning.twice("POST /machines/{machine}/imports")
                        .first()
                        .json()
                        .get("rows")
                        .asLong();
        var machine = morning.engineer.get("/machines/press-1").json();
        assertThat(machine.get("rows").asLong()).isEqualTo(imported + accepted);
    }

    @Test
    void theDocumentIsValidOpenApi() {
        var options = new ParseOptions();
        options.setResolve(true);
        var parsed =
                new OpenAPIV3Parser()
                        .readContents(anyone.get("/openapi.json").text(), List.of(), options);
        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getOpenapi()).startsWith("3.1");
        assertThat(parsed.getOpenAPI().getPaths()).isNotEmpty();
        var broken =
                new OpenAPIV3Parser()
                        .readContents(
                                anyone.get("/openapi.json")
                                        .text()
                                        .replace("\"responses\"", "\"answers\""),
                                List.of(),
                                options);
        assertThat(broken.getMessages()).as("the parser finds what is wrong").isNotEmpty();
    }

    @Test
    void everyAnswerHasTheShapeThatTheDocumentPromises() {
        var soft = new SoftAssertions();
        for (Operation one : api.operations()) {
            if (one.method().equals("GET") && !one.path().equals("/events")) {
                var client = one.policy().equals("OPERATOR") ? morning.operator : morning.engineer;
                check(soft, one, call(client, one));
            } else if (one.changes()) {
                check(soft, one, morning.twice(one.toString()).first());
            }
            if (!one.isPublic()) {
                check(soft, one, call(anyone, one));
            }
        }
        soft.assertAll();
    }

    private static void check(SoftAssertions soft, Operation one, Client.Got got) {
        if (got.headers().getOrDefault("Content-Type", "").contains("json")
                && !one.path().endsWith("/files/{name}")) {
            soft.assertThat(api.differences(one, got.status(), got.text()))
                    .as("%s %s", one, got.text().substring(0, Math.min(300, got.text().length())))
                    .isEmpty();
        }
    }

    private static Client.Got call(Client client, Operation one) {
        String body = one.takesBody() || one.changes() ? morning.body(one.toString()) : "";
        return client.call(
                one.method(), morning.real(one.path()), one.method().equals("DELETE") ? "" : body);
    }

    /** Every answer to a question of the tenant's own. */
    private static Map<String, String> everythingOfTheTenant() {
        var all = new TreeMap<String, String>();
        for (Operation one : api.operations()) {
            if (one.method().equals("GET")
                    && !one.policy().equals("OPERATOR")
                    && !NOT_THE_TENANTS.contains(one.toString())
                    && !one.path().equals("/export")) {
                var got = call(morning.engineer, one);
                assertThat(got.status()).as("%s %s", one, got.text()).isEqualTo(200);
                all.put(one.toString(), got.text());
            }
        }
        return all;
    }
}
