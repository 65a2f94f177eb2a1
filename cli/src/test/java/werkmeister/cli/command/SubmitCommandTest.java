package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.cli.client.Access;
import werkmeister.cli.client.FakeServer;
import werkmeister.cli.terminal.CapturedShell;
import werkmeister.cli.text.Language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What submit asks for, and how a statement is told. */
class SubmitCommandTest {
    private static final String STATEMENT =
            """
            {"month":"2026-11","zone":"UTC","closed":true,"rows":[
              {"tenant":"press","job":"job-1","name":"lent","used":{"attempts":2,"inQuota":{"milliseconds":0},
               "borrowed":{"milliseconds":31200000},"lost":{"milliseconds":2400000},"energy":{"joules":31200000},
               "cost":{"microEuros":13000000}}}],
             "tenants":[{"tenant":"press","name":"Press","used":{"attempts":2,"borrowed":{"milliseconds":31200000},
               "lost":{"milliseconds":2400000},"energy":{"joules":31200000},"cost":{"microEuros":13000000}}}]}
            """;

    @TempDir Path home;
    private FakeServer server;
    private CapturedShell shell;

    @BeforeEach
    void open() throws IOException {
        server = new FakeServer();
        new Access(server.uri(), "wm_abc_secret").save(home.resolve("werkmeister"));
        shell = new CapturedShell(Language.EN, Map.of(), home);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --hold 90s                               | {"name":"try","hold":"PT1M30S"}
                    --hold 2h --cpus 4 --memory 32G --gpus 8 | {"name":"try","hold":"PT2H","cpus":4,"memory":{"bytes":34359738368},"gpus":8}
                    --runtime 1h --gpu-share 0.25            | {"name":"try","gpuShare":0.25,"runtime":"PT1H"}
                    --hold 1d --parts 4 --least-parts 2 --together rack --required --segment 2 | {"name":"try","hold":"PT24H","parts":4,"leastParts":2,"together":{"level":"RACK","required":true,"segment":2}}
                    --hold 1h --models B200,H100 --checkpoint 10m --preemptible --count 3 | {"name":"try","hold":"PT1H","models":["B200","H100"],"checkpoint":"PT10M","preemptible":true,"count":3}
                    --hold 1h --deadline 2026-12-01T00:00:00Z --priority -5 --retries 2 --service | {"name":"try","hold":"PT1H","deadline":"2026-12-01T00:00:00Z","service":true,"priority":-5,"retries":2}
                    """)
    void asksForWhatTheWordsSay(String words, String body) {
        server.on("POST /jobs", 201, "{\"count\":1,\"jobs\":[{\"id\":\"job-7\"}]}");

        assertThat(Werkmeister.run(shell.shell(), ("submit try " + words).split(" ")))
                .as(shell.err())
                .isZero();

        assertThat(server.asked().getLast().body()).isEqualTo(body);
        assertThat(shell.out()).isEqualTo("job-7 is submitted. See: werkmeister jobs job-7\n");
    }

    @Test
    void severalAreAnArray() {
        server.on(
                "POST /jobs",
                201,
                "{\"count\":3,\"array\":\"array-7\",\"jobs\":[{\"id\":\"job-7\"}]}");

        assertThat(Werkmeister.run(shell.shell(), "submit", "try", "--hold", "1h", "--count", "3"))
                .isZero();
        assertThat(shell.out())
                .isEqualTo("Array array-7: 3 jobs are submitted. See: werkmeister jobs array-7\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    submit                            | NAME is missing.
                    submit try --memory 5x            | (5x) is not right for --memory: give a size such as 512M or 32G.
                    submit try --together hall        | (hall) is not right for --together: give nvlink, rack or pod.
                    submit try --hold 1h --segment 2  | --together is missing.
                    statement --month november        | (november) is not right for --month: give a month such as 2026-11.
                    """)
    void whatIsWrongIsSaidWithWhatIsRight(String words, String sentence) {
        assertThat(Werkmeister.run(shell.shell(), words.split(" "))).isEqualTo(2);
        assertThat(shell.err()).contains(sentence);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void aStatementIsATableWithItsSums() {
        server.on("GET /ledger/statement?month=2026-11&zone=UTC&all=true", 200, STATEMENT);

        assertThat(
                        Werkmeister.run(
                                shell.shell(),
                                "statement --month 2026-11 --zone UTC --all".split(" ")))
                .isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                        Statement of 2026-11 (UTC), the month is over. A run counts in the month in which it ended.
                        tenant  job    name  attempts  GPU time in quota  borrowed  unknown  of it lost  kept idle  CPU time    kWh       cost
                        press   job-1  lent         2                  -     8.7 h        -      40 min          -         -  8.667  13.00 EUR
                        press   total               2                  -     8.7 h        -      40 min          -         -  8.667  13.00 EUR
                        """);
    }

    @Test
    void aStatementIsWrittenAsAFile() throws IOException {
        server.on("GET /ledger/statement?format=csv", 200, "line,month\n");
        Path file = home.resolve("november.csv");

        assertThat(Werkmeister.run(shell.shell(), "statement", "--csv", file.toString())).isZero();
        assertThat(Files.readString(file)).isEqualTo("line,month\n");
    }
}
