package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.CapturedShell;
import werkmeister.cli.text.Language;
import werkmeister.server.json.Json;

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

    @Test
    void nonsenseIsRefused() {
        for (String[] words :
                new String[][] {
                    {"plan", "--users", "0"},
                    {"plan", "--gpus", "-1"},
                    {"plan", "--price", "-1"},
                    {"plan", "--prefix-hit", "1.5"},
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
