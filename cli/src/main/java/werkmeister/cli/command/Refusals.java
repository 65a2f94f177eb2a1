package werkmeister.cli.command;

import werkmeister.cli.terminal.Shell;
import werkmeister.units.Refusal;

/** Refusals that several commands share. */
final class Refusals {
    private Refusals() {}

    static Refusal missing(Shell shell, String what) {
        return Refusal.invalid(shell.say("words.missing", what));
    }

    static Refusal wrong(Shell shell, String value, String what, String expectedKey) {
        return Refusal.invalid(shell.say("words.wrong", value, what, shell.say(expectedKey)));
    }
}
