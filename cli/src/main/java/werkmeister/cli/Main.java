package werkmeister.cli;

import werkmeister.cli.command.Werkmeister;
import werkmeister.cli.terminal.Shell;
import werkmeister.cli.text.Language;
import werkmeister.cli.text.Words;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/** The product's one entry point. */
public final class Main {
    private static final int COLUMNS = 100;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Werkmeister.run(shell(arguments), arguments));
    }

    /** What the process was started in. Texts are written in UTF-8, whatever the locale says. */
    private static Shell shell(String[] arguments) {
        Map<String, String> environment = System.getenv();
        return new Shell(
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                environment,
                dataHome(environment),
                Words.in(Language.of(arguments, environment)),
                ZoneId.systemDefault(),
                InstantSource.system(),
                new SecureRandom(),
                Boolean.getBoolean("werkmeister.terminal"),
                Integer.getInteger("werkmeister.columns", COLUMNS));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** As the XDG base directory specification has it. */
    private static Path dataHome(Map<String, String> environment) {
        String given = environment.getOrDefault("XDG_DATA_HOME", "");
        return given.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".local", "share")
                : Path.of(given);
    }
}
