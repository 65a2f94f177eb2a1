package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.cli.backtest.BacktestFiles;
import werkmeister.cli.terminal.CapturedShell;
import werkmeister.cli.text.Language;
import werkmeister.server.json.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

class BacktestCommandTest {
    @TempDir Path folder;

    private CapturedShell shell;

    @BeforeEach
    void shell() {
        shell = new CapturedShell(Language.EN, Map.of(), folder);
    }

    @Test
    void theSameSeedGivesTheSameScores() throws IOException {
        var file = BacktestFiles.german(folder, "presse.csv", 7).toString();
        var one = folder.resolve("1.csv");
        var two = folder.resolve("2.csv");

        assertThat(run("backtest", file, "--scores", one.toString())).isZero();
        assertThat(run("backtest", file, "--scores", two.toString())).isZero();

        assertThat(one).hasSameTextualContentAs(two);
        assertThat(shell.out()).contains("Nobody says what was unusual");
    }

    @Test
    void trainsOnAnotherFileAndScoresEveryRow() throws IOException {
        var normal = BacktestFiles.german(folder, "normal.csv", 7);
        var file = BacktestFiles.german(folder, "neu.csv", 8);

        int code = run("backtest", file.toString(), "--train-file", normal.toString(), "--json");

        assertThat(code).isZero();
        assertThat(Json.tree(shell.out()).path("files").get(0).path("trainRows").asInt()).isZero();
    }

    @Test
    void machinesOfOneFileAreWatchedOneByOne() throws IOException {
        var text = new StringBuilder("time,machine,pressure,flow\n");
        for (String machine : List.of("a", "b", "c")) {
            for (int i = 0; i < (machine.equals("c") ? 5 : 200); i++) {
                text.append(
                        "2026-03-01 %02d:%02d:00,%s,%d.%d,%d%n"
                                .formatted(
                                        i / 60,
                                        i % 60,
                                        machine,
                                        machine.equals("a") ? 10 : 500,
                                        i * 7 % 10,
                                        i * 3 % 7));
            }
        }
        var file = Files.writeString(folder.resolve("fleet.csv"), text).toString();

        assertThat(run("backtest", file, "--json")).isZero();
        var files = Json.tree(shell.out()).path("files");
        assertThat(files.size()).isEqualTo(2);
        assertThat(files.get(0).path("rows").asInt()).isEqualTo(200);
        assertThat(shell.err()).contains("left out: c");
        shell();
        assertThat(run("backtest", file, "--machine", "machine", "--json")).isZero();
        assertThat(Json.tree(shell.out()).path("files").size()).isEqualTo(2);
        shell();
        assertThat(run("backtest", file, "--machine", "b", "--json")).isZero();
        assertThat(Json.tree(shell.out()).path("files").size()).isEqualTo(1);
    }

    @Test
    void aTestFileIsScoredByWhatAnotherTaught() throws IOException {
        var normal = BacktestFiles.german(folder, "normal.csv", 7);
        var file = BacktestFiles.german(folder, "neu.csv", 8);

        int code = run("backtest", normal.toString(), "--test", file.toString(), "--json");

        assertThat(code).isZero();
        var files = Json.tree(shell.out()).path("files");
        assertThat(files.get(0).path("file").asString()).isEqualTo(file.toString());
        assertThat(files.get(0).path("trainRows").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    300,                   300
                    0.25,                  250
                    30%,                   300
                    2026-03-01,              0
                    2026-03-01 08:00,      120
                    2026-03-01T08:00:00Z,  120
                    01.03.2026 08:00,      120
                    """)
    void theTrainedPartEndsAtARowATimeOrAShare(String until, int rows) throws IOException {
        var file = BacktestFiles.labelled(folder, "press.csv", 7);

        int code = run("backtest", file.toString(), "--train-until", until, "--json");

        if (rows == 0) {
            assertThat(code).isEqualTo(2);
            assertThat(shell.err()).contains("leaves 0 of 1000 rows to train on");
        } else {
            var json = Json.tree(shell.out());
            assertThat(json.path("files").get(0).path("trainRows").asInt()).isEqualTo(rows);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    backtest gone.csv                         | 3 | There is no file (gone.csv).
                    backtest EMPTY                            | 2 | empty.csv
                    backtest FILE --label nothing             | 2 | has no column (nothing), only: pressure, flow, current, anomaly
                    backtest FILE --ignore nothing            | 2 | has no column (nothing)
                    backtest FILE --ignore pressure,flow,current | 2 | No measured column
                    backtest FILE --train-until soon          | 2 | (soon) is not right for --train-until
                    backtest FILE --train-until 1.5           | 2 | (1.5) is not right for --train-until
                    backtest FILE --train-until 1000          | 2 | none of the 1000 rows is left to score
                    backtest FILE --train-until 5             | 2 | leaves 5 of 1000 rows to train on
                    backtest FILE --alerts-per-week viel      | 2 | (viel) is not right for --alerts-per-week: give a number.
                    backtest FILE --alerts-per-week 0         | 2 | must be above 0
                    backtest FILE --labels gone.csv           | 3 | There is no file (gone.csv).
                    backtest FILE --train-file gone.csv       | 3 | There is no file (gone.csv).
                    backtest FILE --time nothing              | 2 | nothing
                    backtest                                  | 2 | FILE is missing.
                    """)
    void badInputIsOneSentence(String words, int code, String part) throws IOException {
        var file = BacktestFiles.labelled(folder, "press.csv", 7);
        var empty = Files.writeString(folder.resolve("empty.csv"), "");
        var scores = folder.resolve("scores.csv");
        var arguments =
                new ArrayList<>(
                        Arrays.stream(words.split(" "))
                                .map(word -> word.equals("FILE") ? file.toString() : word)
                                .map(word -> word.equals("EMPTY") ? empty.toString() : word)
                                .toList());
        arguments.addAll(List.of("--scores", scores.toString()));

        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(code);
        assertThat(shell.err()).startsWith("werkmeister: ").contains(part);
        assertThat(shell.err().lines().filter(line -> !line.startsWith("See:"))).hasSize(1);
        assertThat(shell.out()).isEmpty();
        assertThat(scores).doesNotExist();
    }

    private int run(String... arguments) {
        return Werkmeister.run(shell.shell(), arguments);
    }
}
