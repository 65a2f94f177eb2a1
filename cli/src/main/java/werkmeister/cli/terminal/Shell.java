package werkmeister.cli.terminal;

import werkmeister.cli.text.Words;
import werkmeister.cli.text.Writing;

import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/**
 * What a command was started in.
 *
 * @param out for what was asked for
 * @param err for everything else: progress, remarks, refusals
 * @param environment the variables it sees
 * @param dataHome where the user's programs keep their data, such as {@code ~/.local/share}
 * @param zone that the person's times are written in
 * @param clock the time
 * @param random for keys that nobody should guess
 * @param terminal whether a person looks at {@code err}, so that a line may be drawn over
 * @param columns the terminal's width in characters
 */
public record Shell(
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Path dataHome,
        Words words,
        ZoneId zone,
        InstantSource clock,
        SecureRandom random,
        boolean terminal,
        int columns) {
    public Shell {
        environment = Map.copyOf(environment);
    }

    public String say(String key, Object... values) {
        return words.say(key, values);
    }

    public Writing writing() {
        return new Writing(words, zone);
    }

    /** Werkmeister's own folder among the user's data. */
    public Path home() {
        return dataHome.resolve("werkmeister");
    }
}
