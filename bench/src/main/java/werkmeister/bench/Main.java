package werkmeister.bench;

import werkmeister.cli.terminal.Shell;
import werkmeister.cli.text.Language;
import werkmeister.cli.text.Words;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** What {@code ./werkmeister bench} starts. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var home = Path.of(System.getProperty("werkmeister.home", "")).toAbsolutePath();
        System.exit(BenchCommand.run(shell(), home, arguments));
    }

    private static Shell shell() {
        return new Shell(
                System.out,
                System.err,
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                Words.in(Language.EN),
                ZoneOffset.UTC,
                InstantSource.system(),
                new SecureRandom(),
                Boolean.getBoolean("werkmeister.terminal"),
                Integer.getInteger("werkmeister.columns", 100));
    }
}
