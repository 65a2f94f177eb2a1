package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import werkmeister.cli.terminal.CapturedShell;
import werkmeister.cli.text.Language;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** docs/cli.md says of every command and option what its help page says. */
class CliPageTest {
    private static final String FROM =
            "<!-- commands: cut from the help pages by CliPageTest -->\n";
    private static final String TO = "<!-- end of commands -->\n";
    private static final List<String> EVERYWHERE = List.of("--json", "--lang", "--help");
    private static final List<String> ASKING = List.of("--server", "--key", "--tenant", "--data");

    private final Path document = Documents.document("cli.md");

    @Test
    void thePageHasEveryCommandAndOption() {
        String text = Documents.text(document);
        int from = text.indexOf(FROM) + FROM.length();
        int to = text.indexOf(TO);
        String commands = commands();
        if (Boolean.getBoolean("cli.page.write")) {
            Documents.write(document, text.substring(0, from) + commands + text.substring(to));
            return;
        }
        assertThat(text.substring(from, to))
                .as(
                        "docs/cli.md is not what the help pages say; write it anew with"
                                + " mvn -pl cli -am test -Dtest=CliPageTest -Dcli.page.write=true"
                                + " -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(commands);
    }

    @Test
    void thePageHasEveryExitCode() {
        var documented = new TreeSet<Integer>();
        var row = Pattern.compile("(?m)^\\| ([0-9]+) \\|").matcher(Documents.text(document));
        while (row.find()) {
            documented.add(Integer.valueOf(row.group(1)));
        }
        var known =
                Arrays.stream(ExitCode.class.getDeclaredFields())
                        .filter(field -> Modifier.isStatic(field.getModifiers()))
                        .map(CliPageTest::value)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isEqualTo(known);
    }

    private static Integer value(Field field) {
        try {
            return field.getInt(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static String commands() {
        var shell = new CapturedShell(Language.EN, Map.of(), Path.of("/nowhere")).shell();
        var root = Werkmeister.commandLine(shell).getCommandSpec();
        var lines = new ArrayList<String>();
        lines.add("| command and options | |");
        lines.add("|---|---|");
        root.subcommands()
                .values()
                .forEach(command -> command(lines, command.getCommandSpec(), ""));
        return String.join("\n", lines) + "\n";
    }

    private static void command(List<String> lines, CommandSpec spec, String before) {
        if (spec.usageMessage().hidden()) {
            return;
        }
        String name = before + spec.name();
        var words = new ArrayList<>(List.of(name));
        spec.positionalParameters().forEach(parameter -> words.add(written(parameter)));
        spec.options().stream()
                .filter(option -> option.required() && option.group() == null)
                .forEach(option -> words.add(option.longestName() + " " + option.paramLabel()));
        String header = String.join(" ", spec.usageMessage().header()).replace("%%", "%");
        lines.add("| **`%s`** | **%s** |".formatted(piped(String.join(" ", words)), header));
        spec.positionalParameters().forEach(parameter -> lines.add(row(parameter)));
        spec.options().stream()
                .filter(option -> !EVERYWHERE.contains(option.longestName()))
                .filter(option -> !(asks(spec) && ASKING.contains(option.longestName())))
                .forEach(option -> lines.add(row(option)));
        spec.subcommands()
                .values()
                .forEach(verb -> command(lines, verb.getCommandSpec(), name + " "));
    }

    private static boolean asks(CommandSpec spec) {
        return spec.findOption("--server") != null;
    }

    private static String row(ArgSpec argument) {
        return "| `%s` | %s |"
                .formatted(
                        piped(written(argument)),
                        String.join(" ", argument.description()).replace("%%", "%"));
    }

    private static String written(ArgSpec argument) {
        if (argument instanceof PositionalParamSpec parameter) {
            String label = parameter.paramLabel();
            String several = parameter.arity().isVariable() ? "..." : "";
            return parameter.arity().min() == 0 ? "[" + label + "]" : label + several;
        }
        var option = (OptionSpec) argument;
        String names = String.join(", ", option.names());
        return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
    }

    /** A pipe within a table's cell. */
    private static String piped(String text) {
        return text.replace("|", "\\|");
    }
}
