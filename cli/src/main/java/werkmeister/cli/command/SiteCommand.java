package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import werkmeister.cli.terminal.Shell;

import java.util.concurrent.Callable;

/** The site: what is there and what is free. */
@Command(name = "site")
final class SiteCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    SiteCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            var site = api.get("/site");
            return speech.answer(shell, site, () -> new Outline(shell).print(site));
        }
    }
}
