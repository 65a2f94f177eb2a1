package werkmeister.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
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

import werkmeister.browser.Visit.Look;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The story of one morning at the console, in order: each test finds what the one before left. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleTest {
    private static final LocatorAssertions.IsVisibleOptions SOON =
            new LocatorAssertions.IsVisibleOptions().setTimeout(20_000);

    @TempDir static Path folder;

    private static Chromium chromium;
    private static SmallPlant plant;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        Path program = Chromium.found();
        plant = SmallPlant.start(folder);
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
    void showsMachinesTrendFindingsModelsJobsAndLedger() {
        try (var visit = engineer(Look.DESK)) {
            var machines = visit.section("machines");
            assertThat(machines.locator(".machine")).hasCount(3);
            assertThat(machines.locator(".machine").first()).containsText("Presse 1");
            assertThat(machines.locator(".machine").first()).containsText("live v1");
            assertThat(machines.locator(".machine").first()).containsText("1 offener Befund");
            assertThat(visit.section("trend").locator("canvas").first()).isVisible(SOON);
            var finding = visit.section("findings").locator(".finding").first();
            var told = plant.openFindings().getFirst();
            assertThat(finding.locator(".sentence"))
                    .containsText(germanSentence(told.path("sentence").path("de").asString()));
            assertThat(finding.locator(".explanation tbody tr")).hasCount(5);
            assertThat(visit.section("models")).containsText("press-1/v1");
            assertThat(visit.section("models")).containsText("Prüfung mit Warnung");
            assertThat(visit.section("jobs")).containsText("fertig");
            assertThat(visit.section("site")).containsText("bereit");
            assertThat(visit.section("ledger")).containsText("job-1");
            assertThat(visit.section("journal")).containsText("Befund gemeldet");
            settle(visit);
            visit.photograph("desk");
            assertQuiet(visit);
        }
    }

    @Test
    @Order(2)
    void paintsTheFindingAsABandInTheTrend() {
        try (var visit = engineer(Look.DESK)) {
            String id = plant.openFindings().getFirst().path("id").asString();
            visit.section("findings")
                    .getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Im Verlauf zeigen"))
                    .first()
                    .click();
            assertThat(visit.section("trend").locator(".band.open")).containsText(id);
            settle(visit);
            visit.section("trend")
                    .screenshot(
                            new Locator.ScreenshotOptions()
                                    .setPath(Path.of("target/pictures/trend.png")));
            assertQuiet(visit);
        }
    }

    @Test
    @Order(3)
    void keepsTheKeyOutOfTheAddress() {
        try (var visit = engineer(Look.DESK)) {
            assertThat(visit.section("machines").locator(".machine")).hasCount(3);
            assertThat(visit.page().url()).doesNotContain("wm_").doesNotContain("key");
            visit.page().reload();
            assertThat(visit.section("machines").locator(".machine")).hasCount(3);
            assertThat((String) visit.page().evaluate("JSON.stringify(localStorage)"))
                    .doesNotContain("wm_");
        }
    }

    @Test
    @Order(4)
    void theRootLeadsToTheConsoleWithTheKeyInHand() {
        try (var visit = engineer(Look.DESK)) {
            var page = visit.page().context().newPage();
            page.navigate(plant.address() + "/#key=" + plant.engineerKey());
            assertThat(page.locator("section#machines .machine")).hasCount(3);
            assertThat(page).hasURL(Pattern.compile(".*/console/$"));
        }
    }

    @Test
    @Order(5)
    void tellsThatAKeyIsWrongAndTakesTheRightOne() {
        try (var visit =
                new Visit(
                        chromium.browser(), Look.DESK, plant.address(), "#key=wm_00000000_wrong")) {
            assertThat(visit.page().getByRole(AriaRole.ALERT))
                    .containsText("Der Server kennt diesen Schlüssel nicht.");
            visit.photograph("wrong-key");
            visit.assertAccessible();
            visit.page().getByLabel("API-Schlüssel").fill(plant.engineerKey());
            visit.page().getByText("Konsole öffnen").click();
            assertThat(visit.section("machines").locator(".machine")).hasCount(3);
            assertThat(visit.page().url()).doesNotContain("wm_");
            // The browser itself notes the refused call, and nothing else.
            assertThat(visit.complaints())
                    .allSatisfy(one -> assertThat(one).contains("401", "/api/v1/me"));
        }
    }

    @Test
    @Order(6)
    void speaksGermanAndEnglish() {
        try (var visit = engineer(Look.DESK.english())) {
            assertThat(visit.section("machines")).containsText("1 open finding");
            assertThat(visit.page().locator("html")).hasAttribute("lang", "en");
            settle(visit);
            visit.photograph("desk-english");
            visit.assertAccessible();
            visit.page().getByText("DE", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(visit.section("machines")).containsText("1 offener Befund");
            assertThat(visit.page().locator("html")).hasAttribute("lang", "de");
            assertQuiet(visit);
        }
    }

    @Test
    @Order(7)
    void isForEverybodyInLightAndInDark() {
        for (Look look : new Look[] {Look.DESK, Look.DESK.dark()}) {
            try (var visit = engineer(look)) {
                assertThat(visit.section("trend").locator("canvas").first()).isVisible(SOON);
                settle(visit);
                visit.photograph(
                        "desk-" + look.colours().name().toLowerCase(java.util.Locale.ROOT));
                visit.assertAccessible();
                assertQuiet(visit);
            }
        }
    }

    @Test
    @Order(8)
    void fitsATelephone() {
        try (var visit = engineer(Look.TELEPHONE)) {
            assertThat(visit.section("trend").locator("canvas").first()).isVisible(SOON);
            settle(visit);
            visit.photograph("telephone");
            visit.assertNothingScrollsSideways();
            visit.assertNothingSticksOut(".card :is(table, button, input, p)", ".card > *");
            visit.assertAccessible();
            assertQuiet(visit);
        }
    }

    @Test
    @Order(9)
    void aViewerReadsButHasNothingToPress() {
        String fragment = "#key=" + plant.key("VIEWER");
        try (var visit = new Visit(chromium.browser(), Look.DESK, plant.address(), fragment)) {
            assertThat(visit.section("findings").locator(".finding")).hasCount(1);
            assertThat(visit.page().locator(".verdict-button:enabled")).hasCount(0);
            assertQuiet(visit);
        }
    }

    @Test
    @Order(10)
    void aNewFindingAppearsWithoutReloading() {
        try (var visit = engineer(Look.DESK)) {
            assertThat(visit.page().locator(".connection.live")).isVisible(SOON);
            assertThat(visit.section("findings").locator(".finding")).hasCount(1);
            plant.letTheLastPressFail();
            int open = plant.openFindings().size();
            assertThat(open).isGreaterThan(1);
            assertThat(visit.section("findings").locator(".finding")).hasCount(open);
            assertThat(visit.section("machines").locator(".machine").last()).containsText("offene");
            assertThat(visit.page()).hasTitle(Pattern.compile("\\(" + open + "\\) Werkmeister"));
            assertThat(visit.section("journal")).containsText("Befund gemeldet");
            // Nobody chose a machine, so the trend goes where there is something to look at.
            assertThat(visit.section("trend").locator(".chart"))
                    .hasAttribute("aria-label", Pattern.compile(".* von Presse 3, .*"));
            settle(visit);
            visit.photograph("after-the-new-finding");
            assertQuiet(visit);
        }
    }

    @Test
    @Order(11)
    void aClickGivesTheVerdict() {
        try (var visit = engineer(Look.DESK)) {
            var finding = visit.section("findings").locator(".finding").first();
            String id = finding.getAttribute("id");
            finding.getByRole(AriaRole.TEXTBOX).fill("Dichtung gewechselt");
            finding.locator(".verdict-button.confirmed").click();
            assertThat(visit.page().locator("#" + id)).hasCount(0);
            var kept = plant.api().get("/findings/" + id).path("verdict");
            assertThat(kept.path("kind").asString()).isEqualTo("CONFIRMED");
            assertThat(kept.path("note").asString()).isEqualTo("Dichtung gewechselt");
            assertThat(visit.section("journal")).containsText("Urteil abgegeben");
            visit.section("findings").getByText("Alle").click();
            assertThat(visit.page().locator("#" + id)).containsText("Bestätigt");
            settle(visit);
            visit.photograph("after-the-verdict");
            visit.assertAccessible();
            assertQuiet(visit);
        }
    }

    @Test
    @Order(12)
    void aJobAppearsWhileItRuns() {
        try (var visit = engineer(Look.DESK)) {
            assertThat(visit.page().locator(".connection.live")).isVisible(SOON);
            plant.trainOnceMore();
            assertThat(visit.section("models"))
                    .containsText(
                            "press-3/v2",
                            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
            visit.section("models").getByText("Im Schatten laufen lassen").first().click();
            assertThat(visit.section("machines").locator(".machine").last())
                    .containsText("Schatten");
            settle(visit);
            visit.photograph("with-a-shadow");
            visit.assertAccessible();
            assertQuiet(visit);
        }
    }

    @Test
    @Order(13)
    void aDroppedFileIsUnderstoodBeforeItIsKeptAndThenItsMachineIsThere() throws IOException {
        Path file = DroppedFile.write(folder.resolve("Presse 9.csv"));
        try (var visit = engineer(Look.DESK)) {
            var card = visit.section("import");
            card.locator("input[type=file]").setInputFiles(file);
            assertThat(card.locator("h2")).hasText("Das habe ich verstanden");
            assertThat(card.locator(".lead")).containsText("4.320 Zeilen, 5 Signale");
            assertThat(card.locator(".facts")).containsText("dd.MM.yyyy HH:mm:ss");
            assertThat(card.locator(".questions"))
                    .containsText("ihre Zeiten wurden als die von Europe/Berlin gelesen");
            assertThat(card.locator(".remarks").first())
                    .containsText("Es steigt nur, wie ein Zähler");
            assertThat(card.locator("svg.course")).hasCount(5);
            assertThat(visit.section("machines").locator(".machine")).hasCount(3);
            settle(visit);
            visit.photograph("understood");
            visit.assertAccessible();
            card.getByText("Importieren", new Locator.GetByTextOptions().setExact(true)).click();
            assertThat(card.locator(".kept")).containsText("presse-9: 21.59");
            assertThat(visit.section("machines").locator(".machine")).hasCount(4);
            settle(visit);
            visit.photograph("imported");
            assertQuiet(visit);
        }
    }

    private static Visit engineer(Look look) {
        return new Visit(chromium.browser(), look, plant.address(), "#key=" + plant.engineerKey());
    }

    /** The page has no machine's name in the sentence: it stands above it. */
    private static String germanSentence(String told) {
        return told.substring(told.indexOf(": ") + 2);
    }

    /**
     * Until no call is on its way; the stream of events stays open, so the network is never idle.
     */
    private static void settle(Visit visit) {
        visit.page().waitForCondition(() -> visit.page().locator(".loading").count() == 0);
        visit.page().waitForTimeout(400);
    }

    private static void assertQuiet(Visit visit) {
        assertThat(visit.complaints()).isEmpty();
        assertThat(visit.elsewhere()).isEmpty();
    }
}
