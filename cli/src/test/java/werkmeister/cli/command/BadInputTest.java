package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import werkmeister.cli.terminal.CapturedShell;
import werkmeister.cli.text.Language;
import werkmeister.server.Server;
import werkmeister.server.Settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bad input over the command line, against a real server: one sentence, an exit code, no change.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir static Path folder;

    private Server server;
    private String key = "";

    @BeforeAll
    void start() throws IOException {
        server =
                Server.start(
                        new Settings(
                                folder.resolve("data"),
                                "127.0.0.1",
                                0,
                                Optional.empty(),
                                List.of("false"),
                                InstantSource.system()));
        key = server.firstKey().orElseThrow();
        Files.createDirectory(folder.resolve("folder"));
        Files.createFile(folder.resolve("empty.csv"));
        Files.writeString(folder.resolve("text.csv"), "time,a\n2026-01-01 00:00:00,x\n");
        Files.writeString(folder.resolve("past.csv"), "time,a\n0001-01-01 00:00:00,1\n");
        Files.writeString(
                folder.resolve("good.csv"),
                "time,a\n2026-01-01 00:00:00,1\n2026-01-01 00:01:00,2\n");
        assertThat(run("machines", "--add", "pump").code()).isZero();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    import gone.csv -m pump                    | 3 | There is no file (FOLDER/gone.csv).
                    import folder -m pump                      | 2 | In (FOLDER/folder) there is no file of data
                    import empty.csv -m pump                   | 2 | The file (empty.csv) is empty: export it again.
                    import text.csv -m pump                    | 2 | The file (text.csv) holds no measured signal, only (a): nothing was imported.
                    import past.csv -m pump                    | 2 | The times in column (time) of file (past.csv) cannot be read as times from 1900 to 2200: correct them at the source.
                    import good.csv -m nope                    | 3 | There is no machine (nope) of tenant (home).
                    import good.csv -m pump --key WRONG        | 4 | The key is not known or was revoked: ask for a new one.
                    import good.csv -m pump --key wm_wrong     | 4 | The Authorization header does not hold a key: send Bearer wm_<prefix>_<secret>.
                    train nope                                 | 3 | There is no machine (nope) of tenant (home).
                    train pump                                 | 5 | Machine (pump) has no samples to learn from: import a file first.
                    train pump --budget -3                     | 2 | The alert budget (-3.0 findings a week) must be above 0 and at most 10000.
                    gate pump/v1 --budget 2                    | 3 | There is no version (pump/v1).
                    release pump/v1 --reason tested            | 3 | There is no version (pump/v1).
                    verdict finding-1 known                    | 3 | There is no finding (finding-1).
                    serve --port 99999 --data FOLDER/other     | 2 | The port (99999) must be 0 to 65535; 0 takes any that is free.
                    serve --port 0 --data FOLDER/good.csv      | 2 | The data folder (FOLDER/good.csv) cannot be used
                    """)
    void isOneSentenceAndChangesNothing(String words, int code, String sentence) throws Exception {
        String head = head();

        var said = run(words.replaceAll("(?<= )(\\w+\\.csv|folder)(?= )", "FOLDER/$1").split(" "));

        assertThat(said.code()).as(said.err()).isEqualTo(code);
        assertThat(said.err())
                .startsWith("werkmeister: " + sentence.replace("FOLDER", folder.toString()))
                .hasLineCount(1)
                .doesNotContain("Exception");
        assertThat(head()).isEqualTo(head);
    }

    @Test
    void theSameWordsDoneRightDoChangeSomething() throws Exception {
        String head = head();
        assertThat(
                        run("import", folder.resolve("good.csv").toString(), "-m", "other", "--add")
                                .code())
                .isZero();
        assertThat(head()).isNotEqualTo(head);
    }

    private record Said(int code, String out, String err) {}

    private Said run(String... words) {
        var environment =
                Map.of("WERKMEISTER_SERVER", server.uri().toString(), "WERKMEISTER_KEY", key);
        var shell = new CapturedShell(Language.EN, environment, folder.resolve("home"));
        var placed = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            placed[i] = words[i].replace("FOLDER", folder.toString()).replace("WRONG", wrong(key));
        }
        return new Said(Werkmeister.run(shell.shell(), placed), shell.out(), shell.err());
    }

    /** A key with another secret. */
    private static String wrong(String key) {
        char last = key.charAt(key.length() - 1);
        return key.substring(0, key.length() - 1) + (last == 'a' ? 'b' : 'a');
    }

    private String head() {
        JsonNode entries = JSON.readTree(run("journal", "tail", "--json").out());
        return entries.toString();
    }
}
