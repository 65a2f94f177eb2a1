package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.cli.client.Access;
import werkmeister.cli.client.FakeServer;
import werkmeister.cli.terminal.CapturedShell;
import werkmeister.cli.text.Language;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What an operator's commands ask of the server. */
class OperatorRequestsTest {
    @TempDir Path home;
    private final FakeServer server = new FakeServer();

    @BeforeEach
    void saveTheKey() {
        new Access(server.uri(), "wm_abc_secret").save(home.resolve("werkmeister"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aRackIsDrainedNodeByNode() {
        server.on(
                "GET /nodes?pod=p&rack=r&limit=1000",
                200,
                "{\"items\":[{\"node\":\"n-1\"},{\"node\":\"n-2\"}]}");
        server.on("POST /nodes/n-1/state", 200, "{\"node\":\"n-1\",\"jobs\":2}");
        server.on("POST /nodes/n-2/state", 200, "{\"node\":\"n-2\",\"jobs\":0}");

        assertThat(say("node drain --pod p --rack r"))
                .isEqualTo(
                        """
                        n-1 takes nothing new; 2 jobs run to their end.
                        n-2 takes nothing new and is empty.
                        """);
        assertThat(bodies()).endsWith("{\"state\":\"DRAINING\"}", "{\"state\":\"DRAINING\"}");
    }

    @Test
    void aReservationNamesItsTenant() {
        server.on(
                "POST /site/closures",
                201,
                """
                {"pod":"p","span":{"from":"2026-01-15T12:00:00Z","to":"2026-01-16T12:00:00Z"},"percent":25,"why":"reserved","tenant":"acme"}
                """);

        assertThat(say("close p --to 2026-01-16T12:00:00Z --percent 25 --tenant acme"))
                .isEqualTo(
                        "25 % of p is reserved from 2026-01-15 13:00 CET to 2026-01-16 13:00 CET"
                                + " for acme: reserved\n");
        assertThat(bodies())
                .endsWith(
                        "{\"pod\":\"p\",\"to\":\"2026-01-16T12:00:00Z\",\"percent\":25,\"tenant\":\"acme\"}");
    }

    @Test
    void whatIsNotSaidOfATenantStays() {
        server.on(
                "GET /tenants?limit=1000",
                200,
                """
                {"items":[{"tenant":"acme","name":"Acme","weight":2,"group":"works",
                 "quota":{"cpus":0,"gpus":8,"gpuLimit":16,"monthlyBudgetEuro":90,"runningJobs":5,"queuedJobs":6}}]}
                """);
        server.on("PUT /tenants/acme", 200, "{}");

        assertThat(say("tenants --change acme --gpus 12 --no-group --no-budget --cell-nodes 1"))
                .isEqualTo("Tenant acme is changed.\n");
        assertThat(bodies())
                .endsWith(
                        "{\"name\":\"Acme\",\"weight\":2,\"quota\":{\"cpus\":0,\"gpus\":12,\"gpuLimit\":16,\"runningJobs\":5,\"queuedJobs\":6,\"cells\":{\"nodes\":1}}}");
        assertThat(server.asked().getLast().idempotencyKey()).isNotBlank();
    }

    private String say(String words) {
        var shell = new CapturedShell(Language.EN, Map.of(), home);
        assertThat(Werkmeister.run(shell.shell(), words.split(" "))).as(shell.err()).isZero();
        return shell.out();
    }

    private List<String> bodies() {
        return server.asked().stream().map(FakeServer.Asked::body).toList();
    }
}
