package werkmeister.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import werkmeister.cli.terminal.Shell;

/** The journal: everything that happened, in order. */
@Command(name = "journal")
final class JournalCommand implements Runnable {
    private final Shell shell;

    @Mixin Speech speech = new Speech();

    @Spec CommandSpec spec = CommandSpec.create();

    JournalCommand(Shell shell) {
        this.shell = shell;
    }

    /** With its two verbs. */
    static CommandLine line(Shell shell) {
        return new CommandLine(new JournalCommand(shell))
                .addSubcommand(new JournalTailCommand(shell))
                .addSubcommand(new JournalVerifyCommand(shell));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), shell.say("words.command"));
    }
}
