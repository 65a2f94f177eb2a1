package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.CapturedShell;
import werkmeister.cli.text.Language;
import werkmeister.server.json.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class SitePlanCommandTest {
    private static final Path MUNICH = Path.of("../docs/sites/munich.yaml");

    @TempDir Path folder;

    @Test
    void fourteenPodsAreDrawnCountedAndPriced() {
        CapturedShell shell = shell();

        assertThat(Werkmeister.run(shell.shell(), "site", "plan", MUNICH.toString())).isZero();
        assertThat(shell.out())
                .containsPattern("pod-a-1 +45 +90 +720 +720 B200 +1,287 kW +1,500 kW +█{21}···")
                .contains("14 pods, 630 racks, 1,250 nodes, 10,000 GPUs (10000 B200)")
                .contains("17,875 kW at nameplate, 23,595 kW")
                .contains("Maintenance of pod-b-3");
    }

    @Test
    void scriptsReadTheSameCounts() {
        CapturedShell shell = shell();

        assertThat(Werkmeister.run(shell.shell(), "site", "plan", MUNICH.toString(), "--json"))
                .isZero();
        JsonNode site = Json.tree(shell.out());
        assertThat(site.path("gpus").asInt()).isEqualTo(10_000);
        assertThat(site.path("pods")).hasSize(14);
        assertThat(site.path("pods").get(13).path("nodes").asInt()).isEqualTo(89);
        assertThat(site.path("maintenance").get(0).path("pod").asString()).isEqualTo("pod-b-3");
    }

    @Test
    void aSiteIsSimulatedAsItIsPlanned() throws IOException {
        var works = new StringBuilder("name,cpu_milli,memory_mib,num_gpu,gpu_milli\n");
        works.append("p,8000,65536,8,1000\np,4000,8192,1,300\n".repeat(50));
        Path trace = Files.writeString(folder.resolve("works.csv"), works);
        CapturedShell shell = shell();

        assertThat(
                        Werkmeister.run(
                                shell.shell(),
                                "simulate",
                                "--site",
                                MUNICH.toString(),
                                "--trace",
                                trace.toString(),
                                "--load",
                                "0.5",
                                "--json"))
                .isZero();
        JsonNode result = Json.tree(shell.out()).path("results").get(0);
        assertThat(result.path("gpus").asInt()).isEqualTo(10_000);
        assertThat(result.path("allocated").asDouble()).isBetween(49.0, 50.5);
    }

    @Test
    void aMistakeIsNamedWithItsLine() throws IOException {
        Path wrong =
                Files.writeString(
                        folder.resolve("wrong.yaml"),
                        Files.readString(MUNICH).replaceFirst("count: 4\n", "count: four\n"));
        CapturedShell shell = shell();

        assertThat(Werkmeister.run(shell.shell(), "site", "plan", wrong.toString())).isEqualTo(2);
        assertThat(shell.err()).contains("wrong.yaml, line 9: count (four) must be a whole number");
        assertThat(Werkmeister.run(shell.shell(), "site", "plan", "nope.yaml")).isEqualTo(3);
    }

    private CapturedShell shell() {
        return new CapturedShell(Language.EN, Map.of(), folder);
    }
}
