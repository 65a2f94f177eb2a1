package werkmeister.cli.terminal;

import werkmeister.cli.text.Language;
import werkmeister.cli.text.Words;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/** A shell whose output a test can read. */
public final class CapturedShell {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Shell shell;

    CapturedShell(InstantSource clock, boolean terminal) {
        this(Language.EN, Map.of(), Path.of("/nowhere"), clock, terminal);
    }

    /** Speaks the language, with the user's data in the given folder. */
    public CapturedShell(Language language, Map<String, String> environment, Path dataHome) {
        this(language, environment, dataHome, InstantSource.system(), false);
    }

    private CapturedShell(
            Language language,
            Map<String, String> environment,
            Path dataHome,
            InstantSource clock,
            boolean terminal) {
        this.shell =
                new Shell(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment,
                        dataHome,
                        Words.in(language),
                        ZoneId.of("Europe/Berlin"),
                        clock,
                        new SecureRandom(),
                        terminal,
                        100);
    }

    public Shell shell() {
        return shell;
    }

    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
