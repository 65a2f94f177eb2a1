package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.CapturedShell;
import werkmeister.cli.text.Language;
import werkmeister.server.json.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A whole site in virtual time, as scripts and people ask for it. */
class SimulateSiteTest {
    private static final List<String> WORKSHOP =
            List.of("--trace", "workshop", "--days", "4", "--load", "1.1", "--failures", "8");

    @TempDir Path folder;

    private Language language = Language.EN;
    private CapturedShell shell;
    private Path site;
    private Path jobs;

    @BeforeEach
    void site() throws IOException {
        shell = new CapturedShell(language, Map.of(), folder);
        var nodes = new StringBuilder("sn,cpu_milli,memory_mib,gpu,model\n");
        for (int i = 0; i < 8; i++) {
            nodes.append("node-%d,96000,393216,8,T4\n".formatted(i));
        }
        site = Files.writeString(folder.resolve("nodes.csv"), nodes);
        var lines = new StringBuilder("timestamp,duration,num_gpus,cluster\n");
        for (int i = 0; i < 200; i++) {
            lines.append(
                    "2026-01-%02d %02d:%02d:00,%d,%d,team-%d\n"
                            .formatted(
                                    1 + i / 60, i % 24, i % 60, 600 + i * 10, 1 + i % 12, i % 3));
        }
        jobs = Files.writeString(folder.resolve("jobs.csv"), lines);
    }

    @Test
    void theFiguresOfAWholeSiteAreThere() {
        JsonNode results = json(WORKSHOP);

        assertThat(results).hasSize(1);
        JsonNode result = results.get(0);
        assertThat(result.path("workload").asString()).isEqualTo("workshop");
        assertThat(result.path("policy").asString()).isEqualTo("factory");
        assertThat(result.path("load").asDouble()).isEqualTo(1.1);
        assertThat(result.path("seed").asLong()).isEqualTo(42);
        assertThat(result.path("days").asInt()).isEqualTo(4);
        assertThat(result.path("gpus").asInt()).isEqualTo(64);
        int ended = result.path("jobs").asInt();
        assertThat(ended).isBetween(100, result.path("submitted").asInt());
        assertThat(result.path("refused").asInt()).isZero();
        assertThat(result.path("nodeLosses").asInt()).isPositive();
        assertThat(result.path("decisions").asInt()).isGreaterThan(ended);
        assertThat(result.path("utilisation").asDouble()).isBetween(0.5, 1.0);
        assertThat(result.path("jain").asDouble()).isBetween(0.1, 1.0);
        double held = result.path("utilisation").asDouble() * 64 * 24 * 4;
        assertThat(result.path("inQuotaHours").asDouble() + result.path("borrowedHours").asDouble())
                .isBetween(0.3 * held, 1.000_001 * held);
        assertThat(result.path("euros").asDouble()).isPositive();
        assertThat(result.path("daily")).hasSize(4);
        JsonNode all = result.path("classes").get(0);
        assertThat(all.path("gpus").asString()).isEqualTo("all");
        assertThat(all.path("jobs").asInt()).isEqualTo(ended);
        assertThat(all.path("slowdown").asDouble()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherOneOthers() throws IOException {
        String first = answer(WORKSHOP, "--json", "--html", "first.html");
        String second = answer(WORKSHOP, "--json", "--html", "second.html");
        String other = answer(WORKSHOP, "--json", "--html", "other.html", "--seed", "43");

        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        assertThat(folder.resolve("second.html")).hasSameBinaryContentAs(page("first.html"));
        assertThat(Files.readString(page("other.html")))
                .isNotEqualTo(Files.readString(page("first.html")));
    }

    @Test
    void onePodMoreStandsBesideAndNobodyWaitsLonger() throws IOException {
        JsonNode results = json(WORKSHOP, "--what-if", "pod", "--html", "pod.html");

        assertThat(results).hasSize(2);
        assertThat(results.get(0).has("whatIf")).isFalse();
        assertThat(results.get(1).path("whatIf").get(0).asString()).isEqualTo("pod");
        assertThat(results.get(1).path("gpus").asInt()).isEqualTo(128);
        assertThat(meanWait(results.get(0))).isPositive();
        assertThat(meanWait(results.get(1))).isLessThanOrEqualTo(meanWait(results.get(0)));
        String html = Files.readString(page("pod.html"));
        assertThat(html).containsPattern("<p>.*as it is.*pod</p>");
        assertThat(html.split("<svg", -1)).as("drawings").hasSize(4 + 1);
        assertThat(html.split("<polyline", -1)).as("a line a site").hasSize(8 + 1);
        assertThat(html).doesNotContain("src=").doesNotContain("href=").doesNotContain("://");
    }

    @Test
    void peopleSeeATableWithAColumnForEachSiteInTheirLanguage() {
        String english = answer(WORKSHOP, "--what-if", "pod");
        assertThat(english)
                .contains("workshop:", "on 64 GPUs, 4 days", "by the factory's own rules")
                .contains("as it is", "pod", "GPU time in use", "nodes lost", "In use day by day:");
        language = Language.DE;
        assertThat(answer(WORKSHOP))
                .contains("GPU")
                .doesNotContain("by the factory's own rules", "nodes lost");
    }

    @Test
    void aListOfJobsRunsByTheFactorysRulesAndAllOfThemEnd() {
        JsonNode result = json(List.of("--trace", jobs.toString(), "--policy", "factory")).get(0);

        assertThat(result.path("workload").asString()).isEqualTo("jobs");
        assertThat(result.path("policy").asString()).isEqualTo("factory");
        assertThat(result.path("jobs").asInt())
                .isEqualTo(result.path("submitted").asInt())
                .isGreaterThanOrEqualTo(200);
        assertThat(result.path("evictions").asInt()).isZero();
        assertThat(result.path("inQuotaHours").asDouble()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --what-if  | pods=3                                     | What-if (pods=3) must be pod,
                    --what-if  | tenant=nobody:2                            | no tenant (nobody); it has [car-1,
                    --what-if  | tenant=car-1:1.2.3                         | What-if (tenant=car-1:1.2.3) must be
                    --what-if  | cooling=pod-9:2026-01-06..2026-01-08:50    | pod that the site site has not; it has [pod-1]
                    --what-if  | cooling=pod-1:2026-13-01..2026-01-08:50    | The date (2026-13-01) must be such as
                    --what-if  | cooling=pod-1:2026-01-08..2026-01-06:50    | The span must end (2026-01-06
                    --what-if  | cooling=pod-1:2026-01-06..2026-01-08:0     | nodes of pod pod-1 that is closed (0 %)
                    --load     | 0                                          | The load (0.0) must be more than 0
                    --days     | 0                                          | the days (0) 1 to 3650
                    --failures | -1                                         | between failures (PT-24H)
                    """)
    void whatCannotBePlayedIsRefusedWithThePlace(String option, String value, String sentence) {
        var words = new ArrayList<>(List.of("simulate", "--site", site.toString()));
        words.addAll(List.of("--trace", "workshop", option, value));

        assertThat(run(words)).isEqualTo(2);
        assertThat(shell.err()).contains(sentence);
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void aTraceHasTheJobsThatItHas() {
        var words = new ArrayList<>(List.of("simulate", "--site", site.toString()));
        words.addAll(List.of("--trace", jobs.toString(), "--policy", "factory"));
        words.addAll(List.of("--what-if", "tenant=team-1:2"));

        assertThat(run(words)).isEqualTo(2);
        assertThat(shell.err()).contains("What-if (tenant=team-1:2) is for the made-up mix");
    }

    private static double meanWait(JsonNode result) {
        return result.path("classes").get(0).path("waitMean").asDouble();
    }

    private Path page(String name) {
        return folder.resolve(name);
    }

    private JsonNode json(List<String> words, String... more) {
        var all = new ArrayList<>(List.of(more));
        all.add("--json");
        return Json.tree(answer(words, all.toArray(String[]::new))).path("results");
    }

    /** Names of pages stand for files in the test's folder. */
    private String answer(List<String> words, String... more) {
        var all = new ArrayList<>(List.of("simulate", "--site", site.toString()));
        all.addAll(words);
        for (String word : more) {
            all.add(word.endsWith(".html") ? page(word).toString() : word);
        }
        assertThat(run(all)).as(shell.err()).isZero();
        return shell.out();
    }

    private int run(List<String> words) {
        shell = new CapturedShell(language, Map.of(), folder);
        return Werkmeister.run(shell.shell(), words.toArray(String[]::new));
    }
}
