package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

class PlanCommandTest {
    @TempDir Path folder;

    @Test
    void withoutAWordItSaysWhatIsTrueOfTheClaim() {
        CapturedShell shell = shell(Language.EN);

        assertThat(Werkmeister.run(shell.shell(), "plan")).isZero();
        assertThat(shell.out())
                .contains("10,000 GPUs (B200) that all serve gpt-oss-120b, for 450,000,000 users")
                .containsPattern("use it as often as a weekly user does +yes")
                .containsPattern("all have a conversation open now +no")
                .containsPattern("all receive an answer at this instant +no")
                .contains("23.6 MW");
        assertThat(Werkmeister.run(shell.shell(), "plan", "--lang", "de")).isZero();
    }

    @Test
    void scriptsReadEachAnswerWithItsBill() {
        CapturedShell shell = shell(Language.EN);

        assertThat(
                        Werkmeister.run(
                                shell.shell(),
                                "plan",
                                "--users",
                                "1e6",
                                "--gpu",
                                "H200",
                                "--model",
                                "llama-3.3-70b",
                                "--price",
                                "2",
                                "--json"))
                .isZero();
        JsonNode plan = Json.tree(shell.out());
        assertThat(plan.path("cost").path("model").asString()).isEqualTo("llama-3.3-70b");
        assertThat(plan.path("answers")).hasSize(3);
        JsonNode regular = plan.path("answers").get(0);
        assertThat(regular.path("reading").asString()).isEqualTo("REGULAR");
        double needed = regular.path("needed").asDouble();
        assertThat(regular.path("bill").path("eurosPerYear").asDouble())
                .isCloseTo(needed * 8_760 * 2, within(1.0));
        assertThat(plan.path("slots").asDouble()).isPositive();
    }

    @Test
    void machinesArePlannedWithoutGpus() {
        CapturedShell shell = shell(Language.EN);

        assertThat(Werkmeister.run(shell.shell(), "plan", "--machines", "2400")).isZero();
        assertThat(shell.out()).contains("2,400 machines").contains("2.00 cores take");
    }

    /** Nine of ten requests come in a fifth of the time, 4.5 times the mean: 1 / 4.5 / 0.7. */
    @Test
    void recordedRequestsSayHowMuchOfThePlanHolds() throws IOException {
        Path trace = rush();
        CapturedShell shell = shell(Language.EN);
        String[] words = {"plan", "--check", folder.toString(), "--gpus", "1"};

        assertThat(Werkmeister.run(shell.shell(), words)).isZero();
        assertThat(shell.out())
                .contains("gpt-oss-120b on a pool of 1 GPUs (B200)")
                .contains("rush: 1,155 tokens a prompt and 211 an answer in the mean.")
                .containsPattern(
                        "Requests with rushes in step: the plan is OPTIMISTIC by"
                                + " 2[0-9][0-9]\\.[0-9] %")
                .contains("Requests without rushes (Poisson): the plan is pessimistic by");

        CapturedShell german = shell(Language.DE);
        assertThat(Werkmeister.run(german.shell(), words)).isZero();
        assertThat(german.out())
                .contains("Anfragen mit gemeinsamem Andrang: Der Plan ist um")
                .contains("zu OPTIMISTISCH; mit der Auslastungsgrenze 0,2");

        CapturedShell script = shell(Language.EN);
        String[] json = {"plan", "--check", trace.toString(), "--gpus", "1", "--json"};
        assertThat(Werkmeister.run(script.shell(), json)).isZero();
        JsonNode checks = Json.tree(script.out()).path("checks");
        assertThat(checks).hasSize(3);
        JsonNode together = checks.get(0);
        assertThat(together.path("workload").asString()).isEqualTo("rush");
        assertThat(together.path("arrivals").asString()).isEqualTo("TOGETHER");
        assertThat(together.path("seed").asInt()).isEqualTo(42);
        assertThat(together.path("ratio").asDouble()).isCloseTo(1 / 4.5 / 0.7, within(0.1));
        assertThat(together.path("sustained").path("firstTokenP95").asDouble())
                .isLessThanOrEqualTo(1);
        assertThat(together.path("planned").path("firstTokenP95").asDouble()).isGreaterThan(1);
    }

    @Test
    void whatIsNoListOfRequestsIsNamed() throws IOException {
        CapturedShell shell = shell(Language.EN);

        assertThat(Werkmeister.run(shell.shell(), "plan", "--check", folder.toString()))
                .isEqualTo(3);
        assertThat(shell.err()).contains("There is no list of requests in (" + folder + ")");
        Path wrong =
                Files.writeString(
                        folder.resolve("wrong.csv"),
                        "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03,12,0\n");
        assertThat(Werkmeister.run(shell.shell(), "plan", "--check", wrong.toString()))
                .isEqualTo(2);
        assertThat(shell.err())
                .contains("wrong.csv, line 2: GeneratedTokens (0) must be a whole number from 1");
    }

    private Path rush() throws IOException {
        var text = new StringBuilder();
        String line = "{\"timestamp\": %d, \"input_length\": 1155, \"output_length\": 211}\n";
        for (int i = 0; i <= 30; i++) {
            text.append(line.formatted(10_000 * i));
        }
        for (int i = 0; i < 270; i++) {
            text.append(line.formatted(100_000 + 222 * i));
        }
        return Files.writeString(folder.resolve("rush.jsonl"), text);
    }

    @Test
    void nonsenseIsRefused() {
        for (String[] words :
                new String[][] {
                    {"plan", "--users", "0"},
                    {"plan", "--gpus", "-1"},
                    {"plan", "--price", "-1"},
                    {"plan", "--prefix-hit", "1.5"},
                    {"plan", "--first-token", "0"},
                    {"plan", "--check", folder.toString(), "--gpus", "0"},
                    {"plan", "--machines", "0"}
                }) {
            CapturedShell shell = shell(Language.EN);
            assertThat(Werkmeister.run(shell.shell(), words)).isEqualTo(2);
            assertThat(shell.err()).contains("must be");
        }
        CapturedShell shell = shell(Language.EN);
        assertThat(Werkmeister.run(shell.shell(), "plan", "--model", "gpt-9")).isEqualTo(3);
        assertThat(shell.err()).contains("known are gpt-oss-120b on B200");
    }

    private CapturedShell shell(Language language) {
        return new CapturedShell(language, Map.of(), folder);
    }
}
