package werkmeister.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One person's visit to the console: a tab of its own, whose every complaint and request is noted.
 */
final class Visit implements AutoCloseable {
    /** How somebody looks at the page. */
    record Look(int width, int height, String locale, ColorScheme colours) {
        static final Look DESK = new Look(1440, 900, "de-DE", ColorScheme.LIGHT);
        static final Look TELEPHONE = new Look(390, 844, "de-DE", ColorScheme.LIGHT);

        Look dark() {
            return new Look(width, height, locale, ColorScheme.DARK);
        }

        Look english() {
            return new Look(width, height, "en-GB", colours);
        }
    }

    private static final int PATIENCE_MILLISECONDS = 10_000;
    private static final Path PICTURES = Path.of("target", "pictures");

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> elsewhere = new CopyOnWriteArrayList<>();

    /**
     * Opens the console.
     *
     * @param server its address
     * @param fragment what follows the number sign, with it; empty for none
     */
    Visit(Browser browser, Look look, String server, String fragment) {
        context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setViewportSize(look.width(), look.height())
                                .setLocale(look.locale())
                                .setColorScheme(look.colours())
                                .setTimezoneId("Europe/Berlin"));
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLISECONDS);
        page.addInitScript(
                "document.addEventListener('securitypolicyviolation', e =>"
                        + " console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI))");
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        page.onPageError(complaints::add);
        String origin = origin(URI.create(server));
        page.onRequest(request -> {
            if (!origin(URI.create(request.url())).equals(origin)) {
                elsewhere.add(request.url());
            }
        });
        page.navigate(server + "/console/" + fragment);
    }

    Page page() {
        return page;
    }

    Locator section(String id) {
        return page.locator("section#" + id);
    }

    /** What the browser complained of: errors, warnings, breaches of the security policy. */
    List<String> complaints() {
        return complaints;
    }

    /** Requests to anybody but the server. */
    List<String> elsewhere() {
        return elsewhere;
    }

    void photograph(String name) {
        page.evaluate("window.scrollTo(0, 0)");
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(PICTURES.resolve(name + ".png"))
                        .setFullPage(true));
    }

    /** No person is shut out: what axe calls serious or critical. */
    void assertAccessible() {
        var results = new AxeBuilder(page).analyze();
        assertThat(results.getPasses()).as("axe looked at something").isNotEmpty();
        List<Rule> grave =
                results.getViolations().stream()
                        .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                        .toList();
        assertThat(grave).as("%s", grave.stream().map(Visit::sentence).toList()).isEmpty();
    }

    void assertNothingScrollsSideways() {
        var wide = (Number) page.evaluate("document.documentElement.scrollWidth");
        var seen = (Number) page.evaluate("document.documentElement.clientWidth");
        assertThat(wide.intValue()).isLessThanOrEqualTo(seen.intValue());
    }

    /** Nothing within the page is wider than what holds it: not seen by the page's own width. */
    void assertNothingSticksOut(String inner, String outer) {
        var sticksOut =
                page.evaluate(
                        "([inner, outer]) => [...document.querySelectorAll(inner)].filter(one =>"
                                + " one.getBoundingClientRect().right >"
                                + " one.closest(outer).getBoundingClientRect().right + 0.5)"
                                + ".map(one => one.className)",
                        List.of(inner, outer));
        assertThat((List<?>) sticksOut).isEmpty();
    }

    @Override
    public void close() {
        context.close();
    }

    private static String sentence(Rule rule) {
        return rule.getId()
                + ": "
                + rule.getHelp()
                + " "
                + rule.getNodes().stream().map(node -> node.getHtml()).toList();
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getAuthority();
    }
}
