package werkmeister.cli.command;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;

import java.util.Locale;

/** A sentence of the server's: in the person's language where it comes in both. */
final class Sentence {
    private final Shell shell;

    Sentence(Shell shell) {
        this.shell = shell;
    }

    String of(JsonNode sentence) {
        String language = shell.words().language().name().toLowerCase(Locale.ROOT);
        return sentence.isObject() ? sentence.path(language).asString("") : sentence.asString("");
    }
}
