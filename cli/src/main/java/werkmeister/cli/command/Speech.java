package werkmeister.cli.command;

import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;
import werkmeister.cli.text.Language;

import java.util.Optional;

/** How a command speaks: for people in their language, or in JSON for scripts. */
final class Speech {
    @Option(names = "--json", descriptionKey = "option.json")
    boolean json;

    /** Read before the words are taken apart; here it is only checked. */
    @Option(names = "--lang", paramLabel = "de|en", descriptionKey = "option.lang")
    Optional<Language> language = Optional.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            descriptionKey = "option.help")
    boolean help;

    /** Prints the answer: as it is for scripts, else as the given words for people. */
    int answer(Shell shell, JsonNode answer, Runnable words) {
        if (json) {
            shell.out().println(answer.toPrettyString());
        } else {
            words.run();
        }
        return ExitCode.OK;
    }
}
