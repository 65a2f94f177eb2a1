package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import werkmeister.cli.backtest.BacktestFiles;
import werkmeister.cli.demo.DemoReport;
import werkmeister.cli.terminal.CapturedShell;
import werkmeister.cli.text.Language;
import werkmeister.plant.ingest.ReadOptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The shapes that scripts rely on, kept as files. What stands there must stay: a key may be added,
 * none may go, be renamed or get another type.
 */
class GoldenShapesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir Path folder;

    @Test
    void theDemosReportKeepsItsShape() {
        var report =
                new DemoReport(
                        1,
                        3,
                        15_780_000,
                        new DemoReport.Faults(20, 19, Optional.of(41.5)),
                        new DemoReport.Findings(12, 3, 0.5),
                        List.of(new DemoReport.Model("press-1", 1, "LIVE", 9.5, 61.25)),
                        Optional.of(
                                new DemoReport.Promotion(
                                        "press-1/v1", "press-1/v2", "It is better.")),
                        List.of(
                                new DemoReport.Answer(
                                        "press-1", "life", "press-1/v3", "PASS", "42 days.")),
                        new DemoReport.Ledger(31.5, 0.5, 0.25),
                        new DemoReport.Journal(2500, true),
                        new DemoReport.Checks(9, 0),
                        71.5,
                        true);

        check("demo.json", DemoCommand.json(report));
    }

    @Test
    void aDryRunKeepsItsShape() throws IOException {
        Path file = folder.resolve("press.csv");
        Files.writeString(
                file,
                """
                time;pressure [bar];state
                01.02.2026 08:00:00;1,5;on
                01.02.2026 08:01:00;oops;on
                01.02.2026 08:02:00;2,5;off
                """);

        JsonNode report = new DryRun(ReadOptions.guess(), Set.of()).of(file);

        assertThat(report.path("rows").asInt()).isEqualTo(3);
        assertThat(report.path("signals").path(0).path("sum").asDouble()).isEqualTo(4);
        check("dry-run.json", report);
    }

    @Test
    void aDryRunOfAFileWithoutTimesHasTheSameKeys() throws IOException {
        Path file = folder.resolve("plates.csv");
        Files.writeString(file, "width,length,kind\n1,2,a\n3,4,b\n5,7,a\n");

        JsonNode report = new DryRun(ReadOptions.guess(), Set.of()).of(file);

        assertThat(report.propertyNames())
                .containsAll(
                        List.of(
                                "file",
                                "format",
                                "rows",
                                "rejected",
                                "start",
                                "end",
                                "periodSeconds",
                                "machines",
                                "signals",
                                "findings",
                                "questions"));
        assertThat(report.path("start").isNull()).isTrue();
        assertThat(report.path("format").path("timeColumn").isNull()).isTrue();
        assertThat(report.path("signals").path(2).path("sum").isNull()).isTrue();
    }

    @Test
    void aBacktestKeepsItsShape() throws IOException {
        var shell = new CapturedShell(Language.EN, Map.of(), folder);
        var file = BacktestFiles.labelled(folder, "press.csv", 7).toString();

        assertThat(Werkmeister.run(shell.shell(), "backtest", file, "--json")).isZero();

        check("backtest.json", JSON.readTree(shell.out()));
    }

    @Test
    void theComparisonSeesWhatIsGoneAndWhatIsOfAnotherType() {
        var golden = shape(JSON.readTree("{\"a\":1,\"b\":{\"c\":[{\"d\":\"x\"}]}}"));
        var changed = shape(JSON.readTree("{\"a\":\"1\",\"b\":{\"c\":[{\"e\":\"x\"}]},\"f\":2}"));

        assertThat(golden).containsEntry("/b/c/0/d", "STRING").containsEntry("/a", "NUMBER");
        assertThat(changed).doesNotContainKey("/b/c/0/d").containsEntry("/a", "STRING");
    }

    private static void check(String name, JsonNode json) {
        var now = shape(json);
        shape(golden(name))
                .forEach((key, type) ->
                        assertThat(now)
                                .as("golden/%s: scripts rely on %s", name, key)
                                .containsEntry(key, type));
    }

    /** Every key with its type; of a list the first item stands for all. */
    private static Map<String, String> shape(JsonNode json) {
        var shape = new TreeMap<String, String>();
        add(shape, "", json);
        return shape;
    }

    private static void add(Map<String, String> shape, String path, JsonNode node) {
        shape.put(path, node.getNodeType().name());
        node.properties()
                .forEach(entry -> add(shape, path + "/" + entry.getKey(), entry.getValue()));
        if (node.isArray() && !node.isEmpty()) {
            add(shape, path + "/0", node.get(0));
        }
    }

    private static JsonNode golden(String name) {
        try (var in = GoldenShapesTest.class.getResourceAsStream("/golden/" + name)) {
            assertThat(in).as(name).isNotNull();
            return JSON.readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
