package werkmeister.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import werkmeister.browser.Visit.Look;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Somebody asks, and says what became of the answers: each test finds what the one before left. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AnswersTest {
    private static final LocatorAssertions.ContainsTextOptions TRAINED =
            new LocatorAssertions.ContainsTextOptions().setTimeout(120_000);

    @TempDir static Path folder;

    private static Chromium chromium;
    private static AskedPlant plant;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        Path program = Chromium.found();
        plant = AskedPlant.start(folder);
        chromium = Chromium.launch(program);
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
        if (plant != null) {
            plant.close();
        }
    }

    @Test
    @Order(1)
    void onePressOfAButtonOrdersOneTrainingForTwoPumps() throws InterruptedException {
        try (var visit = visit(Look.DESK, "Pumpe 1")) {
            var order = visit.section("outlook").locator(".order");
            order.locator("select").first().selectOption("LIFE");
            order.getByText("Mehrere Maschinen").click();
            order.getByLabel("Pumpe 2: danach fragen", exactly()).check();
            for (String other : List.of("Mahlwerk", "Presse")) {
                order.getByLabel(other + ": daraus mitlernen", exactly()).uncheck();
            }
            assertThat(order).containsText("gefragt zu 2 Maschinen, gelernt aus 5 anderen");
            visit.section("outlook").scrollIntoViewIfNeeded();
            photograph(visit, "order");
            visit.assertAccessible();
            order.getByText("Fragen", new Locator.GetByTextOptions().setExact(true)).click();

            assertThat(visit.section("models")).containsText("pumpe-2/v1", TRAINED);
            assertThat(visit.section("models")).containsText("Gemeinsam trainiert mit Pumpe 2");
            assertQuiet(visit);
        }
        plant.premises().awaitJobs();
        JsonNode version = plant.premises().api().get("/versions/pumpe-2/1");
        assertThat(version.path("topic").asString()).isEqualTo("life");
        assertThat(version.path("card").path("sisters")).hasSize(5);
        assertThat(version.path("shared").path("order").asString()).isNotEmpty();
        plant.premises().release("pumpe-1", 1);
    }

    @Test
    @Order(2)
    void theApiTellsWhatWasPressedOfEachStroke() {
        try (var visit = visit(Look.DESK, "Presse")) {
            var strokes = visit.section("outlook").locator(".cycles");
            assertThat(row(strokes, "198")).isVisible();
            row(strokes, "198").getByText("Richtig").click();
            assertThat(strokes.locator(".badge.right")).hasCount(1);
            row(strokes, "197").getByText("Falsch …").click();
            var form = strokes.locator(".question");
            form.locator("input[list]").fill("verschlissen");
            form.getByPlaceholder("Notiz (freiwillig)").fill("Kante gebrochen");
            photograph(visit, "stroke-being-judged");
            visit.assertAccessible();
            form.getByText("Es war „verschlissen“").click();
            assertThat(strokes.locator(".badge.wrong")).hasCount(1);
            assertThat(strokes).containsText("es war „verschlissen“");
            assertThat(visit.section("journal")).containsText("Urteil über eine Antwort abgegeben");
            photograph(visit, "strokes-judged");
            assertQuiet(visit);
        }
        List<JsonNode> verdicts = verdicts("presse");
        assertThat(verdicts).extracting(one -> text(one, "kind")).containsExactly("RIGHT", "WRONG");
        assertThat(text(verdicts.getLast(), "trueClass")).isEqualTo("verschlissen");
        assertThat(text(verdicts.getLast(), "note")).isEqualTo("Kante gebrochen");
        assertThat(text(verdicts.getFirst(), "trueClass"))
                .isEqualTo(text(verdicts.getFirst(), "told"));
    }

    @Test
    @Order(3)
    void theApiTellsWhetherForecastAndClassWereRight() {
        try (var visit = visit(Look.DESK, "Mahlwerk")) {
            var ahead = answer(visit, "Was als Nächstes kommt");
            button(ahead, "Richtig").click();
            assertThat(ahead.locator(".judgement .badge.right")).isVisible();
            var grist = answer(visit, "Klasse: grist");
            button(grist, "Falsch").click();
            assertThat(grist.locator(".judgement .badge.wrong")).isVisible();
            grist.getByText("Ändern").click();
            String told = text(verdicts("mahlwerk").getLast(), "told");
            grist.locator("input[list]").fill(told);
            button(grist, "Es war „%s“".formatted(told)).click();
            assertThat(grist.locator(".judgement .badge.right")).isVisible();
            photograph(visit, "mill-judged");
            visit.assertAccessible();
            assertQuiet(visit);
        }
        List<JsonNode> verdicts = verdicts("mahlwerk");
        assertThat(verdicts)
                .extracting(one -> text(one, "topic") + " " + text(one, "kind"))
                .containsExactly("forecast load RIGHT", "classify grist RIGHT");
    }

    @Test
    @Order(4)
    void theApiTellsWhenThePumpFailedOnItsOwnClock() {
        try (var visit = visit(Look.DESK.english(), "Pumpe 1")) {
            var life = answer(visit, "Remaining life");
            life.getByLabel("or when the machine failed (local time, Europe/Berlin)")
                    .fill("2025-03-30T03:30");
            photograph(visit, "pump-being-judged-english");
            visit.assertAccessible();
            life.locator(".verdicts.one button").click();
            // A life that has ended is not answered any more; what was said of it stays.
            assertThat(life).containsText("1 verdict on an earlier answer");
            JsonNode told = verdicts("pumpe-1").getFirst();
            assertThat(text(told, "kind")).isEqualTo("WRONG");
            assertThat(text(told, "failedAt")).isEqualTo("2025-03-30T01:30:00Z");
            life.locator(".earlier summary").click();
            assertThat(life.locator(".earlier")).containsText("it failed on 30/03/2025");
            photograph(visit, "pump-failed-english");
            life.getByText("Change").click();
            visit.assertAccessible();
            button(life, "Right").click();
            assertThat(life.locator(".judgement .badge.right")).isVisible();
            assertQuiet(visit);
        }
        JsonNode verdict = verdicts("pumpe-1").getFirst();
        assertThat(verdicts("pumpe-1")).hasSize(1);
        assertThat(text(verdict, "kind")).isEqualTo("RIGHT");
    }

    @Test
    @Order(5)
    void whatTheServerRefusesIsSaidAndWhatIsTakenReplacesTheEarlierVerdict() {
        try (var visit = visit(Look.DESK, "Pumpe 1")) {
            var life = answer(visit, "Restlebensdauer");
            life.getByText("Ändern").click();
            assertThat(life.locator(".question")).isVisible();
            life.getByLabel("oder wann die Maschine ausfiel (Ortszeit, Europe/Berlin)")
                    .fill("2025-03-01T08:00");
            life.locator(".verdicts.one button").click();
            assertThat(visit.page().locator(".said.failed")).containsText("lies before the answer");
            life.getByLabel("oder wann die Maschine ausfiel (Ortszeit, Europe/Berlin)")
                    .fill("2025-03-09T08:00");
            life.locator(".verdicts.one button").click();
            assertThat(life).containsText("1 Urteil über eine frühere Antwort");
            // The browser itself notes the refused call, and nothing else.
            assertThat(visit.complaints()).allSatisfy(one -> assertThat(one).contains("422"));
        }
        assertThat(text(verdicts("pumpe-1").getFirst(), "failedAt"))
                .isEqualTo("2025-03-09T07:00:00Z");
    }

    @Test
    @Order(6)
    void aViewerReadsTheVerdictsAndPressesNothing() {
        String key = plant.premises().key("VIEWER");
        try (var visit =
                new Visit(
                        chromium.browser(), Look.DESK, plant.premises().address(), "#key=" + key)) {
            choose(visit, "Presse");
            var strokes = visit.section("outlook").locator(".cycles");
            assertThat(strokes.locator(".badge.right")).hasCount(1);
            assertThat(strokes).containsText("Kante gebrochen");
            assertThat(visit.section("outlook").getByRole(AriaRole.BUTTON)).hasCount(0);
            photograph(visit, "viewer-strokes");
            assertQuiet(visit);
        }
    }

    @Test
    @Order(7)
    void fitsATelephoneInBothLanguages() {
        for (Look look : List.of(Look.TELEPHONE, Look.TELEPHONE.english())) {
            String language = look.locale().substring(0, 2);
            for (String machine : List.of("Presse", "Mahlwerk", "Pumpe 1")) {
                try (var visit = visit(look, machine)) {
                    var outlook = visit.section("outlook");
                    outlook.locator(".order select").first().selectOption("CLASSIFY");
                    outlook.locator(".order summary").click();
                    if (machine.equals("Presse")) {
                        row(outlook.locator(".cycles"), "196").locator(".wrong").click();
                        row(outlook.locator(".cycles"), "198").locator("button").click();
                    }
                    photograph(visit, "telephone-%s-%s".formatted(machine, language));
                    visit.assertNothingScrollsSideways();
                    visit.assertNothingSticksOut(
                            "#outlook :is(table, button, input, select, p)", ".card > *");
                    if (look == Look.TELEPHONE) {
                        visit.assertAccessible();
                    }
                    assertQuiet(visit);
                }
            }
        }
    }

    private static Visit visit(Look look, String machine) {
        var visit =
                new Visit(
                        chromium.browser(),
                        look,
                        plant.premises().address(),
                        "#key=" + plant.premises().engineerKey());
        choose(visit, machine);
        return visit;
    }

    private static void choose(Visit visit, String machine) {
        visit.section("machines")
                .locator(".machine:has(.machine-name:text-is('%s'))".formatted(machine))
                .click();
        assertThat(visit.section("outlook").locator("h2")).containsText(machine);
    }

    private static Locator answer(Visit visit, String title) {
        return visit.section("outlook")
                .locator(".answer", new Locator.LocatorOptions().setHasText(title));
    }

    private static Locator row(Locator strokes, String stroke) {
        return strokes.locator("tbody tr:has(td:first-child:text-is('%s'))".formatted(stroke));
    }

    private static Locator button(Locator within, String name) {
        return within.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator.GetByLabelOptions exactly() {
        return new Locator.GetByLabelOptions().setExact(true);
    }

    private static List<JsonNode> verdicts(String machine) {
        return plant.premises().api().items("/machines/%s/outlooks/verdicts".formatted(machine));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    private static void photograph(Visit visit, String name) {
        visit.page().waitForCondition(() -> visit.page().locator(".loading").count() == 0);
        visit.section("outlook")
                .screenshot(
                        new Locator.ScreenshotOptions()
                                .setPath(Path.of("target/pictures/answers-" + name + ".png")));
    }

    private static void assertQuiet(Visit visit) {
        assertThat(visit.complaints()).isEmpty();
        assertThat(visit.elsewhere()).isEmpty();
    }
}
