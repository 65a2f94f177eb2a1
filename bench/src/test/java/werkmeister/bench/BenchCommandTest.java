package werkmeister.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import werkmeister.bench.harness.CapturedShell;
import werkmeister.server.json.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

@Tag("slow")
class BenchCommandTest {
    @TempDir Path folder;
    private final CapturedShell shell = new CapturedShell();

    @Test
    void theSuiteJournalYieldsAFigureAndAFloorForAllButWhatHasNone() throws IOException {
        var results = measured("journal");

        assertThat(names(results))
                .contains(
                        "journal.append.sqlite.1",
                        "journal.append.sqlite.32",
                        "journal.append.sqlite.256",
                        "journal.commands.sqlite.1",
                        "journal.commands.sqlite.32",
                        "journal.commands.sqlite.256",
                        "journal.open.snapshot",
                        "journal.open.replay",
                        "journal.verify");
        requireFigures(results, List.of("journal.open.snapshot"));
        if (names(results).stream().noneMatch(name -> name.contains("postgresql"))) {
            assertThat(shell.err()).contains("there is no PostgreSQL server");
        }
    }

    @Test
    void theSuiteScoreYieldsFiguresAndFloors() throws IOException {
        var results = measured("score");

        assertThat(names(results)).containsExactly("score.press", "score.press.live");
        requireFigures(results, List.of());
    }

    @Test
    void theSuiteStartYieldsFiguresAndFloorsWhereTheProductIsBuilt() throws IOException {
        // Not by the script: it might build the product anew, under the feet of this very test.
        var results = measured("start", "--only", "start.fresh.cds", "--only", "start.used.nocds");

        if (Files.exists(home().resolve("cli/target/werkmeister/werkmeister.jar"))) {
            assertThat(names(results)).containsExactly("start.fresh.cds", "start.used.nocds");
        } else {
            System.out.println("NOTE: the product is not built, so its start is not measured.");
            assertThat(shell.err()).contains("start.fresh.cds is left out");
        }
        requireFigures(results, List.of());
    }

    @Test
    void theSuiteDataYieldsFiguresBesideThePeer() throws IOException {
        var results = measured("data");

        assertThat(names(results))
                .contains(
                        "data.import",
                        "data.import.memory",
                        "data.disk",
                        "data.scan.mean",
                        "data.scan.covariance",
                        "data.train",
                        "data.train.memory",
                        "data.chart.10y.p99");
        for (JsonNode result : results) {
            boolean alone = result.path("name").asString().matches(".*(chart|memory|train).*");
            assertThat(result.path("value").asDouble()).isPositive();
            assertThat(result.has("peerRatio")).isEqualTo(!alone);
        }
    }

    @Test
    void theSuiteModelsTriesWhatDataItFindsAndNamesWhatLacks() throws IOException {
        var random = new Random(1);
        var text = new StringBuilder("width,light,Fault\n");
        for (int i = 0; i < 200; i++) {
            boolean stain = random.nextBoolean();
            text.append(
                    "%.3f,%.3f,%s%n"
                            .formatted(
                                    random.nextGaussian(),
                                    random.nextGaussian() + (stain ? 3 : 0),
                                    stain ? "Stains" : "Bumps"));
        }
        Files.createDirectories(folder.resolve("steel-plates"));
        Files.writeString(folder.resolve("steel-plates/steel_plates_faults.csv"), text);

        int code =
                run(
                        "models",
                        "--only",
                        "steel",
                        "--only",
                        "etth1",
                        "--json",
                        "--data",
                        folder.toString());

        assertThat(code).as(shell.err()).isZero();
        assertThat(shell.err()).contains("etth1 is left out");
        JsonNode models = Json.tree(shell.out()).path("models");
        assertThat(models.size()).isEqualTo(1);
        JsonNode figure = models.get(0).path("figures").get(0);
        assertThat(figure.path("name").asString()).isEqualTo("accuracy");
        assertThat(figure.path("value").asDouble()).isBetween(0.85, 1.0);
        assertThat(figure.path("trivial").path("majority").asDouble()).isLessThan(0.7);
        assertThat(figure.path("met").asBoolean()).isTrue();
    }

    @Test
    void withoutJsonATableIsPrinted() {
        assertThat(run("score", "--quick", "--only", "score.press")).isZero();

        assertThat(shell.out()).startsWith("Measured at ").contains("figure ", "score.press ");
        assertThat(shell.err()).contains("mean nothing");
    }

    @Test
    void withMarkdownTheTableOfTheDocumentIsPrinted() {
        assertThat(run("score", "--quick", "--markdown", "--only", "score.press")).isZero();

        assertThat(shell.out()).startsWith("- Measured at ").contains("| score.press |");
    }

    @Test
    void theControlPlaneIsMeasuredWithItsJournalOnTheDisk() throws IOException {
        int code =
                run(
                        "factory",
                        "--only",
                        "pace",
                        "--only",
                        "kai",
                        "--only",
                        "kueue",
                        "--quick",
                        "--json",
                        "--folder",
                        folder.toString(),
                        "--data",
                        folder.toString());

        assertThat(code).as(shell.err()).isZero();
        var names = new ArrayList<String>();
        for (JsonNode figure : Json.tree(shell.out()).path("control")) {
            names.add(figure.path("name").asString());
            assertThat(figure.path("what").asString()).doesNotContain("NOT");
            assertThat(figure.path("value").asDouble(-1)).isNotNegative();
        }
        assertThat(names).contains("pace", "kai", "kueue");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theFactoryIsTriedOnWhateverTracesAreThere() throws IOException {
        Path traces = Files.createDirectory(folder.resolve("traces"));
        Files.writeString(
                traces.resolve("nodes.csv"),
                "sn,cpu_milli,memory_mib,gpu,model\n" + "n,96000,393216,8,T4\n".repeat(6));
        Files.writeString(
                traces.resolve("works.csv"),
                "name,cpu_milli,memory_mib,num_gpu,gpu_milli\n"
                        + "p,8000,1024,1,300\np,9000,1024,1,1000\np,4000,1024,0,0\n".repeat(20));
        Files.writeString(
                traces.resolve("jobs.csv"),
                "timestamp,duration,num_gpus,cluster\n"
                        + "2026-01-01 00:00:00,600,1,a\n2026-01-03 00:00:00,900,2,b\n");
        Files.writeString(
                traces.resolve("requests.csv"),
                "TIMESTAMP,ContextTokens,GeneratedTokens\n"
                        + "2026-01-01 00:00:00,1155,211\n2026-01-01 00:00:09,1155,211\n");

        assertThat(run(onTraces(traces))).as(shell.err()).isZero();

        JsonNode report = Json.tree(shell.out());
        JsonNode fill = report.path("factory").get(0);
        assertThat(fill.path("workload").asString()).isEqualTo("works");
        JsonNode ours = fill.path("scores").get(0);
        assertThat(ours.path("policy").asString()).isEqualTo("expected-fill");
        assertThat(ours.path("runs")).hasSize(50);
        assertThat(ours.path("runs").get(0).path("orderSeed").asLong()).isEqualTo(1);
        assertThat(ours.path("worst").asDouble()).isLessThanOrEqualTo(ours.path("mean").asDouble());
        assertThat(fill.has("goal")).isFalse();
        assertThat(report.path("replays")).hasSize(18);
        JsonNode replay = report.path("replays").get(0);
        assertThat(replay.path("policy").asString()).isEqualTo("factory");
        assertThat(replay.path("jobs").asInt())
                .isEqualTo(report.path("replays").get(1).path("jobs").asInt());
        assertThat(replay.path("gpus").asInt()).isEqualTo(311 * 8);
        assertThat(report.path("serving")).hasSize(3);
        JsonNode check = report.path("serving").get(2);
        assertThat(check.path("workload").asString()).isEqualTo("requests");
        assertThat(check.path("arrivals").asString()).isEqualTo("MEMORYLESS");
        assertThat(check.path("seed").asInt()).isEqualTo(42);
        assertThat(check.path("ratio").asDouble()).isBetween(1.1, 2.0);
        assertThat(run(onTraces(folder.resolve("none")))).isZero();
        assertThat(shell.err())
                .contains("NOTE: openb is left out")
                .contains("NOTE: philly is left")
                .contains("NOTE: serving is left");
    }

    /** The others need none, and minutes. */
    private static String[] onTraces(Path data) {
        String only = "--only";
        return new String[] {
            "factory",
            only,
            "openb",
            only,
            "philly",
            only,
            "serving",
            "--json",
            "--data",
            data.toString()
        };
    }

    @Test
    void recordedRequestsStandInTheTableOfTheDocument() throws IOException {
        Files.writeString(
                folder.resolve("requests.jsonl"),
                """
                {"timestamp": 0, "input_length": 1155, "output_length": 211}
                {"timestamp": 9000, "input_length": 1155, "output_length": 211}
                """);

        String[] words = {
            "factory", "--only", "serving", "--data", folder.toString(), "--markdown"
        };
        assertThat(run(words)).isZero();
        assertThat(shell.out())
                .contains("**serving: recorded requests on 8 engines")
                .contains("| requests | together | 42 | 31.02 |");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nothing                      | There is no suite (nothing); there are journal, start, live, score, data, models, factory.
                    score --only journal.verify  | There is no benchmark (journal.verify); there are score.press, score.press.live.
                    score --folder /nowhere      | The folder (/nowhere) cannot be written to: /nowhere
                    score --fast                 | Unknown option: '--fast'
                    score --json --markdown      | Choose one of --json and --markdown.
                    """)
    void whatIsNotUnderstoodIsRefusedInOneSentence(String words, String sentence) {
        assertThat(run(words.split(" "))).isEqualTo(2);

        assertThat(shell.err()).startsWith("werkmeister bench: " + sentence).hasLineCount(1);
        assertThat(shell.out()).isEmpty();
    }

    private List<JsonNode> measured(String... suite) throws IOException {
        var words =
                Stream.concat(
                        Stream.of(suite),
                        Stream.of("--quick", "--json", "--folder", folder.toString()));
        assertThat(run(words.toArray(String[]::new))).as("%s", shell.err()).isZero();
        try (var left = Files.list(folder)) {
            assertThat(left).as("nothing is left behind").isEmpty();
        }
        var report = Json.tree(shell.out());
        assertThat(report.path("machine").path("cores").asInt()).isPositive();
        var results = new ArrayList<JsonNode>();
        report.path("results").forEach(results::add);
        return results;
    }

    /** Each is a number above 0, and so is its floor; the ratio is there where a floor is. */
    private static void requireFigures(List<JsonNode> results, List<String> withoutFloor) {
        for (JsonNode result : results) {
            var name = result.path("name").asString();
            var fields =
                    withoutFloor.contains(name)
                            ? List.of("value")
                            : List.of("value", "floor", "ratio");
            for (String field : fields) {
                assertThat(result.path(field).asDouble(Double.NaN))
                        .as("%s of %s", field, name)
                        .isPositive()
                        .isFinite();
            }
            assertThat(result.has("floor")).isEqualTo(!withoutFloor.contains(name));
            assertThat(result.path("runs").asInt()).isPositive();
            assertThat(result.path("unit").asString()).isNotBlank();
        }
    }

    private static List<String> names(List<JsonNode> results) {
        return results.stream().map(result -> result.path("name").asString()).toList();
    }

    private int run(String... arguments) {
        return BenchCommand.run(shell.shell(), home(), arguments);
    }

    /** Tests run in their module's folder. */
    private static Path home() {
        return Path.of("..").toAbsolutePath().normalize();
    }
}
