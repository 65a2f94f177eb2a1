package werkmeister.bench.harness;

import werkmeister.cli.terminal.Shell;
import werkmeister.cli.text.Language;
import werkmeister.cli.text.Words;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** A shell whose output a test can read; its time stands still. */
public final class CapturedShell {
    static final Instant NOW = Instant.parse("2026-11-25T06:00:00Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    public Shell shell() {
        return new Shell(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                Path.of("/nowhere"),
                Words.in(Language.EN),
                ZoneOffset.UTC,
                () -> NOW,
                new SecureRandom(),
                false,
                100);
    }

    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
