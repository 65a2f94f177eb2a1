package werkmeister.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import werkmeister.cli.client.ApiProblem;
import werkmeister.cli.client.Unreachable;
import werkmeister.cli.terminal.Shell;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;

/** Whatever goes wrong becomes one sentence on standard error and an exit code. */
final class Failures {
    private final Shell shell;

    Failures(Shell shell) {
        this.shell = shell;
    }

    /** The words could not be understood. */
    int wrongWords(ParameterException e, String[] arguments) {
        shell.err().println(sentence(e));
        shell.err()
                .println(
                        shell.say("see.help", e.getCommandLine().getCommandSpec().qualifiedName()));
        return ExitCode.USAGE;
    }

    /** The command did not come to its end. */
    int failed(Exception e, CommandLine command, CommandLine.ParseResult words) {
        return switch (e) {
            case Refusal refusal ->
                    said(String.valueOf(refusal.getMessage()), ExitCode.of(refusal.kind()));
            case ApiProblem problem ->
                    said(String.valueOf(problem.getMessage()), ExitCode.ofStatus(problem.status()));
            case Unreachable silent ->
                    said(shell.say("unreachable", silent.server()), ExitCode.UNAVAILABLE);
            case UncheckedIOException io when io.getCause() != null -> unreadable(io.getCause());
            case IOException io -> unreadable(io);
            default -> mistake(e);
        };
    }

    private int unreadable(IOException e) {
        return switch (e) {
            case NoSuchFileException missing ->
                    said(shell.say("no.file", missing.getFile()), ExitCode.NOT_FOUND);
            case AccessDeniedException denied ->
                    said(shell.say("no.access", denied.getFile()), ExitCode.NOT_ALLOWED);
            default -> said(shell.say("io", String.valueOf(e.getMessage())), ExitCode.INTERNAL);
        };
    }

    private int mistake(Exception e) {
        if (shell.environment().containsKey("WERKMEISTER_TRACE")) {
            e.printStackTrace(shell.err());
        }
        return said(shell.say("mistake", e), ExitCode.INTERNAL);
    }

    private int said(String sentence, int code) {
        shell.err().println("werkmeister: " + sentence);
        return code;
    }

    private String sentence(ParameterException e) {
        return "werkmeister: "
                + switch (e) {
                    case MissingParameterException missing -> missing(missing);
                    case UnmatchedArgumentException unknown -> unknown(unknown);
                    default -> wrongValue(e);
                };
    }

    private String missing(MissingParameterException e) {
        var names = e.getMissing().stream().map(Failures::name).toList();
        return names.isEmpty()
                ? shell.say("words.command")
                : shell.say("words.missing", String.join(", ", names));
    }

    private String unknown(UnmatchedArgumentException e) {
        String sentence = shell.say("words.unknown", String.join(" ", e.getUnmatched()));
        List<String> suggestions = e.getSuggestions();
        return suggestions.isEmpty()
                ? sentence
                : sentence + " " + shell.say("words.maybe", suggestions.getFirst());
    }

    private String wrongValue(ParameterException e) {
        var argument = e.getArgSpec();
        if (argument == null) {
            return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        }
        if (e.getValue() == null) {
            return shell.say("words.value", name(argument));
        }
        var types = argument.auxiliaryTypes();
        return shell.say("words.wrong", e.getValue(), name(argument), expected(types[0]));
    }

    /** What an option wants, in words. */
    private String expected(Class<?> type) {
        String key = "type." + type.getSimpleName().toLowerCase(Locale.ROOT);
        return shell.words().bundle().containsKey(key) ? shell.say(key) : shell.say("type.other");
    }

    private static String name(CommandLine.Model.ArgSpec argument) {
        return argument instanceof CommandLine.Model.OptionSpec option
                ? option.longestName()
                : argument.paramLabel();
    }
}
