package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.cli.client.Access;
import werkmeister.cli.client.FakeServer;
import werkmeister.cli.terminal.CapturedShell;
import werkmeister.cli.text.Language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class WerkmeisterTest {
    private final FakeServer server = new FakeServer();

    @TempDir Path home;

    private CapturedShell shell;

    @BeforeEach
    void saveTheKey() {
        new Access(server.uri(), "wm_abc_secret").save(home.resolve("werkmeister"));
        shell = shell(Language.EN);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    jurnal                        | 2 | werkmeister: (jurnal) is not known here. Maybe journal is meant.
                    journal                       | 2 | werkmeister: A command is missing.
                    train                         | 2 | werkmeister: MACHINE is missing.
                    train press-1 --budget viel   | 2 | werkmeister: (viel) is not right for --budget: give a number.
                    train press-1 --seed 1.5      | 2 | werkmeister: (1.5) is not right for --seed: give a whole number.
                    train press-1 --train-until x | 2 | werkmeister: (x) is not right for --train-until: give a time such as 2026-01-01T00:00:00Z.
                    gate press-1                  | 2 | werkmeister: (press-1) is not right for MACHINE/vN: give a machine and a number such as press-1/v2.
                    verdict finding-1 maybe       | 2 | 'werkmeister: (maybe) is not right for confirmed|false-alarm|known: give confirmed, false-alarm or known.'
                    machines --add                | 2 | werkmeister: MACHINE is missing.
                    machines --lang fr            | 2 | werkmeister: (fr) is not right for --lang: give de or en.
                    machines --server ftp://x     | 2 | werkmeister: The server's address (ftp://x) must start with http:// or https:// and name a host.
                    import gone.csv -m press-1    | 3 | werkmeister: There is no file (gone.csv).
                    findings finding-9            | 3 | werkmeister: There is no (/findings/finding-9).
                    """)
    void whatIsWrongIsOneSentenceAndAnExitCode(String words, int code, String sentence) {
        assertThat(Werkmeister.run(shell.shell(), words.split(" "))).isEqualTo(code);

        assertThat(shell.err()).startsWith(sentence + "\n").doesNotContain("\tat ");
        assertThat(shell.out()).isEmpty();
        assertThat(server.asked()).allMatch(asked -> asked.method().equals("GET"));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    400, 2
                    401, 4
                    403, 4
                    404, 3
                    409, 5
                    413, 2
                    429, 69
                    500, 70
                    503, 69
                    """)
    void theServersRefusalBecomesAnExitCode(int status, int code) {
        server.on("GET /site", status, "{\"detail\":\"This is why.\"}");

        assertThat(Werkmeister.run(shell.shell(), "site")).isEqualTo(code);
        assertThat(shell.err()).isEqualTo("werkmeister: This is why.\n");
    }

    @Test
    void aSilentServerIsUnavailable() {
        server.close();

        assertThat(Werkmeister.run(shell.shell(), "site")).isEqualTo(69);
        assertThat(shell.err())
                .isEqualTo(
                        "werkmeister: The server (%s) does not answer; start it with (werkmeister serve) or name another with --server.\n"
                                .formatted(server.uri()));
    }

    @Test
    void withoutAServerItSaysHowToGetOne() throws IOException {
        Files.delete(home.resolve("werkmeister/access.json"));

        assertThat(Werkmeister.run(shell.shell(), "site")).isEqualTo(3);
        assertThat(shell.err()).contains("werkmeister serve").contains("--server");
    }

    @Test
    void theEnvironmentNamesServerAndKey() {
        server.on("GET /site", 200, "{\"pods\":[]}");
        var environment =
                Map.of("WERKMEISTER_SERVER", server.uri().toString(), "WERKMEISTER_KEY", "wm_x_y");
        var other = new CapturedShell(Language.EN, environment, home.resolve("empty"));

        assertThat(Werkmeister.run(other.shell(), "site", "--json")).isZero();
        assertThat(server.asked().getLast().authorization()).isEqualTo("Bearer wm_x_y");
    }

    @Test
    void jsonIsTheApisOwn() {
        server.on("GET /ledger", 200, "{\"entries\":[],\"total\":{\"cost\":{\"microEuros\":7}}}");

        assertThat(Werkmeister.run(shell.shell(), "ledger", "--json")).isZero();
        assertThat(shell.out().replaceAll("\\s", ""))
                .isEqualTo("{\"entries\":[],\"total\":{\"cost\":{\"microEuros\":7}}}");
    }

    @Test
    void aTableForPeople() {
        server.on(
                "GET /jobs?limit=1000",
                200,
                """
                {"items":[
                 {"id":"job-1","name":"train press-1","tenant":"demo","state":"SUCCEEDED","why":"","attempt":1,"node":"node-1",
                  "submittedAt":"2026-01-15T12:00:00Z","cpuTime":{"milliseconds":4200},"cost":{"microEuros":58}},
                 {"id":"job-2","name":"train press-2","tenant":"demo","state":"QUEUED","why":"No room yet.","attempt":0,
                  "start":"2026-01-15T14:00:00Z","deadlineMet":false,
                  "submittedAt":"2026-01-15T12:01:00Z","cpuTime":{"milliseconds":0},"cost":{"microEuros":0}}]}
                """);

        assertThat(Werkmeister.run(shell.shell(), "jobs")).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                        job    name           state      attempt  node    submitted             starts                CPU time          cost  why
                        job-1  train press-1  SUCCEEDED        1  node-1  2026-01-15 13:00 CET  -                        4.2 s  0.000058 EUR
                        job-2  train press-2  QUEUED           0  -       2026-01-15 13:01 CET  2026-01-15 15:00 CET    0.00 s  0.000000 EUR  No room yet. Its deadline is not kept.
                        """);
    }

    @Test
    void aFindingIsExplainedInThePersonsLanguage() {
        server.on("GET /findings/finding-7", 200, FINDING);
        var german = shell(Language.DE);

        assertThat(Werkmeister.run(german.shell(), "findings", "finding-7")).isZero();
        assertThat(german.out())
                .isEqualTo(
                        """
                        finding-7  Öl zu warm.
                        von 15.01.2026 13:00 MEZ bis 15.01.2026 14:00 MEZ, Wert bis 2,10 (Schwelle 1,20), gesehen von press-1/v1
                        Signal  gemessen  erwartet  Anteil
                        oil        61,20     48,00  80,0 %
                        """);
    }

    @Test
    void aVerdictIsSentOnceWithItsKey() {
        server.on("POST /findings/finding-7/verdict", 200, FINDING);

        int code =
                Werkmeister.run(
                        shell.shell(), "verdict", "finding-7", "false-alarm", "--note", "Trial");

        assertThat(code).isZero();
        var asked = server.asked().getLast();
        assertThat(asked.body()).isEqualTo("{\"verdict\":\"FALSE_ALARM\",\"note\":\"Trial\"}");
        assertThat(asked.idempotencyKey()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    train press-1 --budget 2 --no-wait | /orders                  | {"machine":"press-1","budget":2.0}
                    gate press-1/v1 --budget 2         | /versions/press-1/1/gate | {"budget":2.0}
                    """)
    void aBudgetIsSentAsTheApiTakesIt(String words, String path, String body) {
        server.on("POST " + path, 200, "{}");

        Werkmeister.run(shell.shell(), words.split(" "));

        assertThat(server.asked().getLast().body()).isEqualTo(body);
    }

    @Test
    void aFailedCheckIsNotASuccess() {
        server.on(
                "POST /checks",
                200,
                """
                {"passed":1,"failed":1,"items":[{"name":"journal","ok":true,"detail":"12 entries"},
                 {"name":"samples","ok":false,"detail":"press-1/2016-01.parquet differs"}]}
                """);

        assertThat(Werkmeister.run(shell.shell(), "check", "--all")).isEqualTo(1);
        assertThat(shell.out())
                .isEqualTo(
                        """
                        holds  journal  12 entries
                        FAILS  samples  press-1/2016-01.parquet differs
                        1 invariants hold, 1 fail.
                        """);
        assertThat(Werkmeister.run(shell.shell(), "journal", "verify")).isZero();
    }

    @Test
    void anEmptyListIsASentence() {
        server.on("GET /findings?open=true&limit=1000", 200, "{\"items\":[]}");

        assertThat(Werkmeister.run(shell.shell(), "findings", "--open")).isZero();
        assertThat(shell.out()).isEqualTo("No findings.\n");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyCommandExplainsItself(Language language) {
        var line = Werkmeister.commandLine(shell(language).shell());

        line.getSubcommands()
                .forEach((name, command) -> {
                    String page = command.getUsageMessage();
                    assertThat(page).as(name).doesNotContain("null");
                    var spec = command.getCommandSpec();
                    assertThat(spec.usageMessage().header()).as(name).isNotEmpty();
                    spec.args()
                            .forEach(argument ->
                                    assertThat(argument.description())
                                            .as(name + " " + argument.paramLabel())
                                            .isNotEmpty());
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "journal --help", "journal tail --help"})
    void helpIsNotAFailure(String words) {
        assertThat(Werkmeister.run(shell.shell(), words.split(" "))).isZero();
        assertThat(shell.out()).isNotBlank();
    }

    private CapturedShell shell(Language language) {
        return new CapturedShell(language, Map.of(), home);
    }

    private static final String FINDING =
            """
            {"id":"finding-7","machine":"press-1","version":"press-1/v1","from":"2026-01-15T12:00:00Z",
             "to":"2026-01-15T13:00:00Z","peak":2.1,"peakAt":"2026-01-15T12:30:00Z","threshold":1.2,
             "explanation":[{"signal":"oil","actual":61.2,"expected":48.0,"share":0.8}],
             "sentence":{"de":"Öl zu warm.","en":"Oil too warm."}}
            """;
}
