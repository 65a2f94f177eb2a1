package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.cli.client.FakeServer;
import werkmeister.cli.terminal.CapturedShell;
import werkmeister.cli.text.Language;

import java.nio.file.Path;
import java.util.Map;

/** Questions on the command line: ordered, judged and answered. */
class QuestionCommandsTest {
    private static final String VERSION =
            """
            {"id":"pump-1/v2","topic":"life","appraisal":{"topic":"life","verdict":"WARN",
              "words":{"de":"Besser.","en":"Better."},
              "leaderboard":{"metric":"RMSE_HOURS","ours":7.5,"rivals":[{"name":"constantMean","value":41.25}]}},
             "card":{"candidates":[{"name":"ridge 48 back","error":0.25,"weight":0.5}],
              "details":["Learned from 100 lives."],"warnings":["Few lives."]}}
            """;
    private static final String OUTLOOKS =
            """
            {"outlooks":[
              {"topic":"life","version":"pump-1/v2","words":{"de":"Noch 9 h.","en":"9 h left."},
               "outlook":{"kind":"Life","asOf":"2026-01-15T12:00:00Z","expected":"PT9H"}},
              {"topic":"forecast oil","version":"pump-1/v3","words":{"de":"Warm.","en":"Warm."},
               "outlook":{"kind":"Course","asOf":"2026-01-15T12:00:00Z","step":"PT1H",
                "lines":[{"signal":"oil","expected":[50,52,54],"low":[49,50,51],"high":[51,54,57]}]}}]}
            """;

    @TempDir Path home;

    private final FakeServer server = new FakeServer();
    private CapturedShell shell;

    @BeforeEach
    void open() {
        shell = shell(Language.EN);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private CapturedShell shell(Language language) {
        var environment =
                Map.of("WERKMEISTER_SERVER", server.uri().toString(), "WERKMEISTER_KEY", "wm_x_y");
        return new CapturedShell(language, environment, home);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --intent forecast --target oil --horizon 24h | {"machine":"pump-1","intent":"FORECAST","target":"oil","horizon":"PT24H"}
                    --intent forecast --horizon 7d               | {"machine":"pump-1","intent":"FORECAST","horizon":"PT168H"}
                    --intent forecast --horizon PT90M            | {"machine":"pump-1","intent":"FORECAST","horizon":"PT1H30M"}
                    --intent life --sisters pump-*,mill          | {"machine":"pump-1","intent":"LIFE","sisters":["pump-1","pump-2","mill"]}
                    --intent life --sisters fan-*                | {"machine":"pump-1","intent":"LIFE","sisters":["fan-*"]}
                    --intent classify --target grade --group hub | {"machine":"pump-1","intent":"CLASSIFY","target":"grade","group":"hub"}
                    --intent classify --no-group                 | {"machine":"pump-1","intent":"CLASSIFY","group":""}
                    --intent classify                            | {"machine":"pump-1","intent":"CLASSIFY"}
                    --intent watch                               | {"machine":"pump-1"}
                    --intent life --sisters saw --each           | {"machine":"pump-1","intent":"LIFE","sisters":["saw"],"shared":false}
                    """)
    void aQuestionIsSentAsTheApiTakesIt(String words, String body) {
        server.on(
                "GET /machines?limit=1000",
                200,
                "{\"items\":[{\"machine\":\"pump-1\"},{\"machine\":\"pump-2\"},{\"machine\":\"saw\"}]}");
        server.on("POST /orders", 201, "{}");

        Werkmeister.run(shell.shell(), ("train pump-1 --no-wait " + words).split(" "));

        assertThat(server.asked().getLast().body()).isEqualTo(body);
    }

    @Test
    void severalMachinesAreAnOrderEachAndLabelsAreOfOne() {
        server.on(
                "GET /machines?limit=1000",
                200,
                "{\"items\":[{\"machine\":\"pump-1\"},{\"machine\":\"pump-2\"},{\"machine\":\"saw\"}]}");
        String one = "{\"order\":{\"id\":\"order-1\"},\"job\":\"job-1\"}";
        server.on(
                "POST /arrays",
                201,
                "{\"array\":\"array-1\",\"orders\":[%s,%s,%s]}".formatted(one, one, one));
        server.on("GET /jobs/job-1", 200, "{\"state\":\"SUCCEEDED\"}");
        server.on("GET /orders/order-1", 200, "{\"version\":\"pump-1/v1\"}");

        assertThat(Werkmeister.run(shell.shell(), "train", "pump-*", "saw", "--budget", "2"))
                .isZero();

        assertThat(server.asked().stream().filter(call -> call.method().equals("POST")))
                .extracting(FakeServer.Asked::body)
                .containsExactly(
                        "{\"machines\":[\"pump-1\",\"pump-2\",\"saw\"],\"together\":false,"
                                + "\"each\":{\"budget\":2.0}}");
        assertThat(shell.err()).contains("Array array-1: orders 3, jobs 1.");
        assertThat(shell.out().lines()).hasSize(3).allMatch(line -> line.contains("pump-1/v1"));
        int before = server.asked().size();
        assertThat(Werkmeister.run(shell.shell(), "train", "a", "b", "--labels", "x.csv"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("(x.csv) is not right for --labels");
        assertThat(server.asked()).hasSize(before);
    }

    @Test
    void machinesShareATrainingUnlessEachIsToHaveItsOwn() {
        server.on(
                "GET /machines?limit=1000",
                200,
                "{\"items\":[{\"machine\":\"pump-1\"},{\"machine\":\"pump-2\"}]}");
        server.on("POST /arrays", 201, "{\"array\":\"array-1\",\"orders\":[{},{}]}");

        Werkmeister.run(
                shell.shell(), "train", "pump-*", "--intent", "life", "--together", "--no-wait");
        Werkmeister.run(
                shell.shell(), "train", "pump-*", "--intent", "life", "--each", "--no-wait");

        String machines = "{\"machines\":[\"pump-1\",\"pump-2\"],";
        assertThat(server.asked().stream().filter(call -> call.method().equals("POST")))
                .extracting(FakeServer.Asked::body)
                .containsExactly(
                        machines + "\"together\":true,\"each\":{\"intent\":\"LIFE\"}}",
                        machines
                                + "\"together\":false,\"shared\":false,\"each\":{\"intent\":\"LIFE\"}}");
    }

    @Test
    void whatIsTakenOverIsThereAtOnce() {
        server.on("GET /machines?limit=1000", 200, "{\"items\":[]}");
        server.on(
                "POST /orders",
                201,
                """
                {"order":{"id":"order-4","share":{"kind":"TakenOver","order":"order-1","version":"pump-1/v2"}},
                 "version":"pump-9/v1"}
                """);
        server.on("GET /orders/order-4", 200, "{\"version\":\"pump-9/v1\"}");

        assertThat(Werkmeister.run(shell.shell(), "train", "pump-9", "--intent", "life")).isZero();

        assertThat(shell.err())
                .contains("Order order-4 is fulfilled without a training: pump-1/v2");
        assertThat(shell.out()).contains("Version pump-9/v1 is there.");
        var german = shell(Language.DE);
        Werkmeister.run(german.shell(), "train", "pump-9", "--intent", "life", "--no-wait");
        assertThat(german.out()).contains("ohne Training erfüllt: pump-1/v2 einer Schwester");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --intent forcast  | (forcast) is not right for --intent: give watch, life, classify or forecast.
                    --group x --no-group | (x) is not right for --group: give a signal, or --no-group alone.
                    --horizon 3x      | (3x) is not right for --horizon: give a duration such as 60s, 90m, 24h or 7d.
                    """)
    void whatIsWrongIsSaidWithWhatIsRight(String words, String sentence) {
        assertThat(Werkmeister.run(shell.shell(), ("train pump-1 " + words).split(" ")))
                .isEqualTo(2);
        assertThat(shell.err()).contains(sentence);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void whatWasSaidOfAVersionStandsBesideItsRivals() {
        server.on("GET /versions/pump-1/2", 200, VERSION);

        assertThat(Werkmeister.run(shell.shell(), "gate", "pump-1/v2")).isZero();
        assertThat(shell.out())
                .isEqualTo(
                        """
                        WARN  Better.

                        on unseen cases   value
                        pump-1/v2         7.500
                        constantMean     41.250

                        tried within training  error    part
                        ridge 48 back          0.250  50.0 %

                        - Learned from 100 lives.
                        Warning: Few lives.
                        """);
    }

    @Test
    void anAnswerIsASentenceInThePersonsLanguageAndAPicture() {
        server.on("GET /machines/pump-1/outlooks", 200, OUTLOOKS);
        var german = shell(Language.DE);

        assertThat(Werkmeister.run(german.shell(), "outlook", "pump-1")).isZero();
        assertThat(german.out())
                .isEqualTo(
                        """
                        life (pump-1/v2), Stand 15.01.2026 13:00 MEZ
                          Noch 9 h.
                        forecast oil (pump-1/v3), Stand 15.01.2026 13:00 MEZ
                          Warm.
                          ▁▅█  oil
                        """);
    }

    @Test
    void classesOfCyclesAreATableTheLatestFirst() {
        server.on(
                "GET /machines/pump-1/outlooks",
                200,
                """
                {"outlooks":[{"topic":"classify","version":"pump-1/v4","words":{"de":"Gut.","en":"Good."},
                 "outlook":{"kind":"Cycles","asOf":"2026-01-15T12:00:00Z","group":"hub","cycles":[
                  {"cycle":"7","from":"2026-01-15T11:00:00Z","to":"2026-01-15T11:30:00Z","told":"burr","probability":0.75},
                  {"cycle":"8","from":"2026-01-15T11:30:00Z","to":"2026-01-15T11:59:00Z","told":"good","probability":0.97}]}}]}
                """);

        assertThat(Werkmeister.run(shell.shell(), "outlook", "pump-1")).isZero();
        assertThat(shell.out())
                .endsWith(
                        """
                          Good.
                        hub  ended                 class  probability
                        8    2026-01-15 12:59 CET  good        97.0 %
                        7    2026-01-15 12:30 CET  burr        75.0 %
                        """);
    }

    @Test
    void withoutAnAnswerItSaysHowToGetOne() {
        server.on("GET /machines/pump-1/outlooks", 200, "{\"outlooks\":[]}");

        assertThat(Werkmeister.run(shell.shell(), "outlook", "pump-1")).isZero();
        assertThat(shell.out())
                .contains("werkmeister train pump-1 --intent life|classify|forecast");
    }

    @Test
    void whatBecameOfAnAnswerIsSaidWithTheTruth() {
        server.on(
                "POST /machines/pump-1/outlooks/verdict",
                200,
                """
                {"topic":"life","version":"pump-1/v2","from":"2026-01-15T12:00:00Z",
                 "to":"2026-01-15T12:00:00Z","kind":"WRONG","failedAt":"2026-01-15T20:00:00Z"}
                """);

        int code =
                Werkmeister.run(
                        shell.shell(),
                        "outlook",
                        "pump-1",
                        "--topic",
                        "life",
                        "--failed-at",
                        "2026-01-15T20:00:00Z",
                        "--verdict",
                        "wrong",
                        "--replace");

        assertThat(code).isZero();
        assertThat(shell.out()).contains("life (pump-1/v2)").contains("WRONG");
        assertThat(server.asked().getLast().body())
                .contains("\"failedAt\":\"2026-01-15T20:00:00Z\"")
                .contains("\"verdict\":\"WRONG\"")
                .contains("\"replace\":true")
                .doesNotContain("trueClass");
    }
}
