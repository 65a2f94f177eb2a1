package werkmeister.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import werkmeister.cli.terminal.Shell;
import werkmeister.factory.fleet.NodeState;

/** What is done with nodes. */
@Command(name = "node")
final class NodeCommand implements Runnable {
    private final Shell shell;

    @Mixin Speech speech = new Speech();

    @Spec CommandSpec spec = CommandSpec.create();

    NodeCommand(Shell shell) {
        this.shell = shell;
    }

    /** With its verbs. */
    static CommandLine line(Shell shell) {
        return new CommandLine(new NodeCommand(shell))
                .addSubcommand("drain", new NodeMarkCommand(shell, NodeState.DRAINING))
                .addSubcommand("restore", new NodeMarkCommand(shell, NodeState.UP))
                .addSubcommand("lost", new NodeMarkCommand(shell, NodeState.LOST))
                .addSubcommand("retire", new NodeMarkCommand(shell, NodeState.RETIRING));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), shell.say("words.command"));
    }
}
