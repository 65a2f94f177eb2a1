package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.CapturedShell;
import werkmeister.cli.text.Language;
import werkmeister.server.json.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

class SimulateCommandTest {
    @TempDir Path folder;

    private CapturedShell shell;
    private Path site;

    @BeforeEach
    void site() throws IOException {
        shell = new CapturedShell(Language.EN, Map.of(), folder);
        var nodes = new StringBuilder("sn,cpu_milli,memory_mib,gpu,model\n");
        for (int i = 0; i < 20; i++) {
            nodes.append("node-%d,96000,393216,8,T4\n".formatted(i));
        }
        site = Files.writeString(folder.resolve("nodes.csv"), nodes);
        Files.createDirectory(folder.resolve("traces"));
        var works = new StringBuilder("name,cpu_milli,memory_mib,num_gpu,gpu_milli\n");
        var jobs = new StringBuilder("timestamp,duration,num_gpus,cluster\n");
        for (int i = 0; i < 300; i++) {
            works.append("p,%d,1024,1,%d\n".formatted(4_000 + i % 9 * 1_000, 200 + i % 9 * 100));
            jobs.append(
                    "2026-01-%02d %02d:%02d:00,%d,%d,team-%d\n"
                            .formatted(1 + i / 60, i % 24, i % 60, 600 + i * 10, 1 + i % 8, i % 3));
        }
        Files.writeString(folder.resolve("traces/works.csv"), works);
        Files.writeString(folder.resolve("traces/jobs.csv"), jobs);
        Files.writeString(folder.resolve("traces/other.csv"), "a,b\n1,2\n");
    }

    @Test
    void worksArePlacedAndJobsRunEachResultSaysOfWhat() {
        JsonNode results =
                json("simulate", "--site", site, "--trace", folder.resolve("traces"), "--seed", "7")
                        .path("results");

        assertThat(results).hasSize(2);
        JsonNode fill = results.get(0);
        assertThat(fill.path("workload").asString()).isEqualTo("works");
        assertThat(fill.path("policy").asString()).isEqualTo("expected-fill");
        assertThat(fill.path("orderSeed").asLong()).isEqualTo(1);
        assertThat(fill.path("seed").asLong()).isEqualTo(7);
        assertThat(fill.path("allocated").asDouble()).isBetween(80.0, 100.0);
        JsonNode replay = results.get(1);
        assertThat(replay.path("workload").asString()).isEqualTo("jobs");
        assertThat(replay.path("policy").asString()).isEqualTo("fair-backfill");
        assertThat(replay.path("utilisation").asDouble()).isBetween(0.5, 1.0);
        assertThat(replay.path("classes").get(0).path("gpus").asString()).isEqualTo("all");
        assertThat(replay.path("seed").asLong()).isEqualTo(7);
    }

    @Test
    void peopleSeeTablesAndPictures() {
        Path jobs = folder.resolve("traces/jobs.csv");

        assertThat(run("simulate", "--site", site, "--trace", jobs, "--policy", "fifo")).isZero();
        assertThat(shell.out()).contains("jobs, fifo:").contains("wait p95").contains("Jain");
        Path works = folder.resolve("traces/works.csv");
        assertThat(run("simulate", "--site", site, "--trace", works)).isZero();
        assertThat(shell.out()).contains("% allocated").contains("20 nodes, 160 GPUs");
    }

    @Test
    void whatCannotBeDoneIsSaidWithWhatCan() {
        Path traces = folder.resolve("traces");

        assertThat(run("simulate", "--site", site, "--trace", traces, "--policy", "magic"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("There is no policy (magic); there are expected-fill,");
        assertThat(run("simulate", "--site", site, "--trace", traces, "--policy", "fgd"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("The policy (fgd) is of no use for");
        assertThat(run("simulate", "--site", site, "--trace", traces, "--load", "0")).isEqualTo(2);
        assertThat(shell.err()).contains("The load (0.0) must be more than 0");
        assertThat(run("simulate", "--site", traces, "--trace", traces)).isEqualTo(3);
        assertThat(run("simulate", "--site", site, "--trace", site)).isEqualTo(2);
        assertThat(shell.err()).contains("is no list of works or jobs");
        assertThat(run("simulate", "--site", site, "--trace", folder)).isEqualTo(3);
    }

    private JsonNode json(Object... words) {
        Object[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = "--json";
        assertThat(run(all)).as(shell.err()).isZero();
        return Json.tree(shell.out());
    }

    private int run(Object... words) {
        shell = new CapturedShell(Language.EN, Map.of(), folder);
        return Werkmeister.run(
                shell.shell(), Arrays.stream(words).map(Object::toString).toArray(String[]::new));
    }
}
