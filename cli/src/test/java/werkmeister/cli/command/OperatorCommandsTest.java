package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.cli.command.RealServer.Said;
import werkmeister.cli.text.Language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** An operator's day on the real server: 14 pods are applied, drained, closed and shared out. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorCommandsTest {
    private static final Path MUNICH = Path.of("../docs/sites/munich.yaml");

    @TempDir static Path folder;
    private RealServer server;
    private Said applied;
    private Said drained;
    private Said closed;
    private Said works;
    private Said acme;

    @BeforeAll
    void aDay() throws IOException {
        server = RealServer.start(folder);
        applied = server.run("site apply %s", MUNICH);
        drained = server.run("node drain --rack pod-a-1-rack-1");
        closed =
                server.run(
                        "close pod-b-10 --from 2199-01-01T00:00:00Z --to 2199-01-08T00:00:00Z"
                                + " --percent 50 --why chiller");
        works = server.run("groups --put works --gpus 4000 --weight 2");
        acme =
                server.run(
                        "tenants --add acme --name Acme --group works --gpus 800 --gpu-limit 1600"
                                + " --budget 250000 --cell-racks 2");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aSiteIsAppliedAndSaysWhatChanged() {
        assertThat(applied.out())
                .startsWith(
                        """
                        Site munich: 14 pods (before: 1), 1,250 nodes (1), 10,000 GPUs (0).
                        New (1,250): pod-a-1-rack-1-node-1, \
                        """)
                .contains("Gone (1): node-1\n")
                .contains("100 % of pod-b-3 is closed from ");
        assertThat(server.run(Language.DE, "site apply %s", MUNICH).out())
                .isEqualTo("Standort munich ist, wie er war.\n");
        Said site = server.run("site apply %s --json", MUNICH);
        assertThat(site.json().path("gpus").asInt()).isEqualTo(10_000);
    }

    @Test
    void aMistakeInTheFileIsSaidWithItsLine() throws IOException {
        Path wrong =
                Files.writeString(
                        folder.resolve("wrong.yaml"),
                        Files.readString(MUNICH).replaceFirst("count: 4\n", "count: four\n"));
        Said said = server.run("site apply %s", wrong);
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("wrong.yaml, line 9: count (four) must be a whole number");
    }

    @Test
    void aRackIsDrainedAndSeenAmongTheNodes() {
        assertThat(drained.out())
                .isEqualTo(
                        """
                        pod-a-1-rack-1-node-1 takes nothing new and is empty.
                        pod-a-1-rack-1-node-2 takes nothing new and is empty.
                        """);
        Said nodes = server.run("nodes --pod pod-a-1 --state draining");
        assertThat(nodes.out())
                .contains("pod-a-1-rack-1-node-2  pod-a-1  pod-a-1-rack-1  B200   DRAINING")
                .endsWith("2 nodes, 16 GPUs, 0 of them held.\n");
        assertThat(server.run("nodes --json").json().path("items")).hasSize(1250);
        assertThat(server.run(Language.DE, "node restore pod-a-1-rack-1-node-2").out())
                .isEqualTo("pod-a-1-rack-1-node-2 nimmt Arbeit an.\n");
        assertThat(server.run("node retire pod-a-4-rack-45-node-2").out())
                .isEqualTo("pod-a-4-rack-45-node-2 has left the site.\n");
        assertThat(server.run("node lost pod-a-4-rack-45-node-1").out())
                .isEqualTo("pod-a-4-rack-45-node-1 is lost; 0 runs have failed with it.\n");
        server.run("site apply %s", MUNICH);
        assertThat(server.run("nodes --rack pod-a-4-rack-45").out())
                .containsPattern("pod-a-4-rack-45-node-1 .* LOST")
                .containsPattern("pod-a-4-rack-45-node-2 .* UP");
    }

    @Test
    void aPodIsClosedShownAndReopened() {
        assertThat(closed.out())
                .isEqualTo(
                        "50 % of pod-b-10 is closed from 2199-01-01 01:00 CET to 2199-01-08 01:00"
                                + " CET: chiller\n");
        assertThat(server.run("site").out())
                .as("a large site is told by pods")
                .containsPattern("pod-b-5 +89 +0 +712 +B200 +0 +·{24}")
                .doesNotContain("rack")
                .contains(closed.out());
        assertThat(server.run("close pod-b-9 --to 2199-01-01T00:00:00Z --tenant acme").out())
                .startsWith("100 % of pod-b-9 is reserved from ")
                .contains(" for acme: reserved");
        server.run("close pod-b-8 --from 2199-01-01T00:00:00Z --to 2199-01-02T00:00:00Z");
        assertThat(server.run("reopen pod-b-8 --from 2199-01-01T00:00:00Z").out())
                .isEqualTo("pod-b-8 is not closed from 2199-01-01 01:00 CET on any more.\n");
    }

    @Test
    void groupsAndTenantsAreOwedWhatTheyAreGiven() {
        assertThat(works.out()).isEqualTo("Group works: 4000 GPUs owed, weight 2.\n");
        assertThat(acme.out()).isEqualTo("Tenant acme is added.\n");
        server.run("groups --put press --parent works --gpus 100");
        server.run("groups --put press --gpu-limit 200");
        assertThat(server.run("groups").out())
                .containsPattern("press +works +100 +200 +1\n")
                .containsPattern("works +- +4000 +- +2\n");
        assertThat(server.run("groups --delete press").out())
                .isEqualTo("Group press is removed.\n");
        assertThat(server.run("tenants").out())
                .containsPattern("acme +Acme +works +1 +800 +1600 +250000 +0/2/0 +64 +1000\n");
        assertThat(server.run("tenants --change acme --gpus 900 --no-budget --running 9").out())
                .isEqualTo("Tenant acme is changed.\n");
        assertThat(server.run("tenants").out())
                .containsPattern("acme +Acme +works +1 +900 +1600 +- +0/2/0 +9 +1000\n");
    }

    @Test
    void anAgentSaysHowItsGpusAre() throws IOException {
        Path smi = folder.resolve("nvidia-smi");
        Files.writeString(
                smi, "#!/bin/sh\nfor i in 1 2 3 4 5 6 7 8; do echo 00000000:$i$i:00.0, 0; done\n");
        Files.setPosixFilePermissions(smi, PosixFilePermissions.fromString("rwxr-xr-x"));
        String words = "agent --node pod-b-1-rack-1-node-1 --once --nvidia-smi %s";

        assertThat(server.run(words, smi).out())
                .isEqualTo("pod-b-1-rack-1-node-1: 8 GPUs, 8 of them healthy; state UP.\n");
        assertThat(server.run(words, folder.resolve("gone")).out())
                .isEqualTo("pod-b-1-rack-1-node-1: no GPUs are seen here; state DRAINING.\n");
        assertThat(server.run(words + " --json", smi).json().path("state").asString())
                .isEqualTo("UP");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    site apply gone.yaml                      | 3 | There is no file (gone.yaml).
                    node drain                                | 2 | NODE is missing.
                    node drain nope                           | 3 | The site has no node nope.
                    node drain --rack nope                    | 3 | No such nodes.
                    node                                      | 2 | A command is missing.
                    nodes --state tired                       | 2 | (tired) is not right for --state: give up, draining, retiring or lost.
                    close nope --to 2199-01-01T00:00:00Z      | 2 | The pod (nope)
                    close pod-b-1                             | 2 | --to is missing.
                    close pod-b-1 --to 2199-01-01T00:00:00Z --tenant nope | 3 | (nope)
                    reopen pod-b-1 --from 2199-01-01T00:00:00Z | 3 | The pod pod-b-1 is not closed from 2199-01-01T00:00:00Z on.
                    groups --put works --gpus 10001           | 2 | the site munich has 10000
                    groups --delete works                     | 5 | The tenant acme belongs to works: move it first.
                    tenants --change nope --gpus 1            | 3 | There is no tenant nope.
                    tenants --change acme --gpus 9000 --no-gpu-limit | 2 | Within the group works 9000 GPUs are owed
                    agent --node nope --once                  | 3 | The site has no node nope.
                    agent --node x --every 0                  | 2 | The seconds between heartbeats (0) must be 1 to 3600.
                    """)
    void whatCannotBeDoneIsOneSentenceAndAnExitCode(String words, int code, String sentence) {
        Said said = server.run(words);
        assertThat(said.err()).as(said.out()).startsWith("werkmeister: ").contains(sentence);
        assertThat(said.code()).isEqualTo(code);
        assertThat(said.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes", "groups", "tenants", "site"})
    void theSameIsSaidInGermanAndTheJsonIsTheSame(String words) {
        Said german = server.run(Language.DE, words);
        assertThat(german.err()).isEmpty();
        assertThat(german.out()).isNotBlank();
        assertThat(server.run(Language.DE, words + " --json").json().propertyNames())
                .isEqualTo(server.run(words + " --json").json().propertyNames());
    }
}
