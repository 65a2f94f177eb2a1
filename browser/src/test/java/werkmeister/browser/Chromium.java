package werkmeister.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;

import org.junit.jupiter.api.Assumptions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The system's own browser, told to call nobody. */
final class Chromium implements AutoCloseable {
    private static final List<String> QUIET =
            List.of(
                    "--no-sandbox",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Path program) {
        this.playwright = playwright;
        this.browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(program)
                                        .setHeadless(true)
                                        .setArgs(QUIET));
    }

    static Chromium launch(Path program) {
        return new Chromium(Playwright.create(), program);
    }

    Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    /** Skips the test where there is no browser; continuous integration must have one. */
    static Path found() {
        Optional<Path> program =
                Stream.of(
                                "/usr/bin/chromium",
                                "/usr/bin/chromium-browser",
                                "/usr/bin/google-chrome")
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst();
        if (program.isEmpty()) {
            String remedy =
                    "The console is not looked at in a browser: there is no chromium here. Install"
                            + " it with: apt-get install chromium";
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(remedy);
            }
            System.out.println("SKIPPED: " + remedy);
            Assumptions.abort(remedy);
        }
        return program.orElseThrow();
    }
}
