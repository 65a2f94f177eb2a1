package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.CapturedShell;
import werkmeister.cli.text.Language;
import werkmeister.cli.trial.TrialFilesMade;
import werkmeister.server.json.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Backtests of remaining life, classes and forecasts, from the command line. */
class TrialCommandTest {
    @TempDir Path folder;

    private CapturedShell shell;

    @BeforeEach
    void shell() {
        shell = new CapturedShell(Language.EN, Map.of(), folder);
    }

    @Test
    void livesAreToldOfMachinesThatWereLeftOut() throws IOException {
        Path file = TrialFilesMade.lives(folder.resolve("lives.txt"), 24, 1, 0);
        Path out = folder.resolve("out.csv");

        JsonNode json = json("backtest", file.toString(), "--intent", "life", "--scores", out);

        assertThat(json.path("split").asString()).isEqualTo("machines");
        assertThat(json.path("trainMachines").asInt()).isEqualTo(18);
        double ours = json.path("metrics").path("capped").path("rmse").asDouble();
        double trivial =
                json.path("baselines").path("constantMean").path("capped").path("rmse").asDouble();
        assertThat(ours).isLessThan(trivial / 2);
        List<String> lines = Files.readAllLines(out);
        assertThat(lines.getFirst())
                .isEqualTo("file,row,machine,time,prediction,low,high,class,signal");
        assertThat(lines.get(1)).matches(".*lives.txt,\\d+,4,\\d+,[0-9.]+,[0-9.]+,[0-9.]+,,");
    }

    @Test
    void livesAreJudgedByATruthOfTheirOwnFile() throws IOException {
        Path train = TrialFilesMade.lives(folder.resolve("train.txt"), 15, 1, 0);
        Path test = TrialFilesMade.lives(folder.resolve("test.txt"), 6, 2, 40);
        Path truth = Files.writeString(folder.resolve("truth.txt"), "5\n6\n7\n8\n9\n10\n");

        JsonNode json =
                json("backtest", train, "--intent", "life", "--test", test, "--truth", truth);

        assertThat(json.path("split").asString()).isEqualTo("files");
        assertThat(json.path("testMachines").asInt()).isEqualTo(6);
        assertThat(json.path("metrics").path("judged").asInt()).isEqualTo(6);
        assertThat(run("backtest", train, "--intent", "life", "--test", test)).isZero();
        assertThat(shell.out()).contains("Nobody says what the truth is");
        Files.writeString(truth, "5\n6\n");
        assertThat(run("backtest", train, "--intent", "life", "--test", test, "--truth", truth))
                .isEqualTo(2);
        assertThat(shell.err()).contains("2 true remaining lives, but 6 machines");
    }

    @Test
    void aColumnThatGivesTheClassAwayIsReportedAndKeptFromTheModel() throws IOException {
        Path file = TrialFilesMade.parts(folder.resolve("parts.csv"), 800, 1);
        Path out = folder.resolve("out.csv");

        JsonNode json = json("backtest", file.toString(), "--intent", "classify", "--scores", out);

        assertThat(json.path("target").asString()).isEqualTo("quality");
        assertThat(json.path("withheld").toString())
                .contains("{\"column\":\"rework\",\"reason\":\"leak\"}")
                .contains("{\"column\":\"part\",\"reason\":\"id\"}");
        assertThat(json.path("signals").toString()).contains("product=lid");
        assertThat(json.path("metrics").path("accuracy").asDouble()).isGreaterThan(0.95);
        assertThat(Files.readAllLines(out)).hasSize(801);
    }

    @Test
    void aCycleOfSeveralRowsIsToldAsAWhole() throws IOException {
        Path file = TrialFilesMade.cycles(folder.resolve("cycles.csv"), 90, 1);

        JsonNode json = json("backtest", file.toString(), "--intent", "classify");

        assertThat(json.path("perGroup").asBoolean()).isTrue();
        assertThat(json.path("split").asString()).isEqualTo("groups");
        assertThat(json.path("metrics").path("judged").asInt()).isEqualTo(90);
        assertThat(json.path("metrics").path("accuracy").asDouble()).isGreaterThan(0.9);
    }

    @Test
    void theLaterPartOfALoadIsForecastWithABand() throws IOException {
        Path file = TrialFilesMade.load(folder.resolve("load.csv"), 900, 1);
        Path out = folder.resolve("out.csv");

        JsonNode json = json("backtest", file.toString(), "--intent", "forecast", "--scores", out);

        assertThat(json.path("season").asInt()).isEqualTo(24);
        assertThat(json.path("stepSeconds").asDouble()).isEqualTo(3600);
        double ours = json.path("metrics").path("mse").asDouble();
        assertThat(ours)
                .isLessThan(json.path("baselines").path("seasonalNaive").path("mse").asDouble());
        assertThat(json.path("metrics").path("coverage").asDouble()).isBetween(0.8, 0.97);
        assertThat(Files.readAllLines(out)).hasSize(1 + 2 * 180);
        assertThat(run("backtest", file.toString(), "--intent", "forecast", "--target", "oil"))
                .isZero();
        assertThat(shell.out()).contains("1 signals: oil");
    }

    @Test
    void theSameSeedGivesTheSamePredictions() throws IOException {
        Path file = TrialFilesMade.parts(folder.resolve("parts.csv"), 300, 1);
        Path one = folder.resolve("1.csv");
        Path two = folder.resolve("2.csv");

        run("backtest", file.toString(), "--intent", "classify", "--scores", one);
        run("backtest", file.toString(), "--intent", "classify", "--scores", two);

        assertThat(one).hasSameTextualContentAs(two);
    }

    @Test
    void whatCannotBeToldIsRefusedWithItsReason() throws IOException {
        Path load = TrialFilesMade.load(folder.resolve("load.csv"), 100, 1);
        assertThat(run("backtest", load, "--intent", "life")).isEqualTo(2);
        assertThat(shell.err()).contains("there are 1");
        assertThat(run("backtest", load, "--intent", "classify")).isEqualTo(2);
        assertThat(shell.err()).contains("--target").contains("load, oil");
        assertThat(run("backtest", load, "--intent", "classify", "--target", "gone")).isEqualTo(2);
        assertThat(shell.err()).contains("no column (gone)");
        assertThat(run("backtest", load, "--intent", "forecast", "--horizon", "60")).isEqualTo(2);
        assertThat(shell.err()).contains("600 are needed");
        assertThat(run("backtest", load, "--intent", "guess")).isEqualTo(2);
    }

    private JsonNode json(Object... words) {
        Object[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = "--json";
        assertThat(run(all)).as(shell.err()).isZero();
        return Json.tree(shell.out());
    }

    private int run(Object... words) {
        String[] texts = Arrays.stream(words).map(Object::toString).toArray(String[]::new);
        shell = new CapturedShell(Language.EN, Map.of(), folder);
        return Werkmeister.run(shell.shell(), texts);
    }
}
