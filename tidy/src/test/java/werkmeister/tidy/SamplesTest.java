package werkmeister.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.cli.command.Werkmeister;
import werkmeister.cli.terminal.Shell;
import werkmeister.cli.text.Language;
import werkmeister.cli.text.Words;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a document says one may type can be typed. */
class SamplesTest {
    /** A line of its own or a piece within backticks that begins with the program's name. */
    private static final Pattern SAMPLE =
            Pattern.compile("(?m)(?:^\\s*(?:\\$ )?|`)(?:\\./)?werkmeister +([a-z-][^`\\n]*)");

    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?[a-z][a-z-]*");
    private static final Pattern OF_THE_SCRIPT = Pattern.compile("(?m)^([a-z]+)\\)$");

    /** Named in documents, but typed by nobody. */
    private static final String OF_THE_ENGINE = "worker";

    private final Map<String, Optional<String>> helpByCommand = new HashMap<>();

    @Test
    void everySampleNamesACommandAndOptionsThatExist() throws IOException {
        var wrong = new ArrayList<String>();
        int samples = 0;
        for (Path document : House.files(".md")) {
            for (MatchResult found : samples(Files.readString(document))) {
                samples++;
                for (String complaint : complaints(found.group(1))) {
                    wrong.add(House.root().relativize(document) + ": " + complaint);
                }
            }
        }
        assertThat(samples).isPositive();
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backtets history.csv",
                "train press-1 --budgets 2",
                "journal tale",
                "test --faster"
            })
    void whatDoesNotExistIsFound(String sample) throws IOException {
        assertThat(complaints(sample)).isNotEmpty();
    }

    private static List<MatchResult> samples(String text) {
        return SAMPLE.matcher(text).results().toList();
    }

    private List<String> complaints(String sample) throws IOException {
        // What follows is the shell's: a comment, the next command, where the output goes.
        String line = sample.split(" #| \\||&&|;|>|…", -1)[0].strip();
        List<String> words = List.of(line.split("[ \\[\\]]+"));
        String command = words.getFirst();
        if (command.startsWith("-")) {
            return missing(line, help(List.of()).orElseThrow(), "");
        }
        if (command.equals(OF_THE_ENGINE)) {
            return List.of();
        }
        if (ofTheScript().contains(command)) {
            String script = Files.readString(House.root().resolve("werkmeister"));
            return missing(line, script, command);
        }
        Optional<String> help = help(List.of(command));
        if (help.isPresent() && words.size() > 1 && help.get().contains("COMMAND")) {
            help = help(words.subList(0, 2));
        }
        return help.isEmpty()
                ? List.of("There is no command (%s).".formatted(line))
                : missing(line, help.get(), command);
    }

    private static List<String> missing(String line, String help, String command) {
        var known =
                OPTION.matcher(help).results().map(MatchResult::group).collect(Collectors.toSet());
        return OPTION.matcher(line)
                .results()
                .map(MatchResult::group)
                .filter(option -> !known.contains(option))
                .map(option -> "(%s) has no option (%s).".formatted(command, option))
                .toList();
    }

    /** What the script does itself, before the program is there. */
    private static List<String> ofTheScript() throws IOException {
        return OF_THE_SCRIPT
                .matcher(Files.readString(House.root().resolve("werkmeister")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private Optional<String> help(List<String> command) {
        return helpByCommand.computeIfAbsent(
                String.join(" ", command),
                _ -> {
                    var out = new ByteArrayOutputStream();
                    var arguments = new ArrayList<>(command);
                    arguments.add("--help");
                    int code = Werkmeister.run(shell(out), arguments.toArray(String[]::new));
                    // For a word that it does not know, the program shows all that it knows.
                    String named = "werkmeister " + String.join(" ", command);
                    return Optional.of(out.toString(StandardCharsets.UTF_8))
                            .filter(help -> code == 0 && help.contains(named.strip()));
                });
    }

    private static Shell shell(ByteArrayOutputStream out) {
        return new Shell(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                Map.of(),
                Path.of("target"),
                Words.in(Language.EN),
                ZoneOffset.UTC,
                InstantSource.system(),
                new SecureRandom(),
                false,
                100);
    }
}
