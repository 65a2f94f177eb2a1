package werkmeister.cli.command;

import werkmeister.cli.terminal.Shell;
import werkmeister.cli.terminal.Table;

import java.util.List;

/** A list for people: its table, or a sentence that it is empty. */
final class Listing {
    private final Shell shell;

    Listing(Shell shell) {
        this.shell = shell;
    }

    /** An empty table whose heads stand in the dictionary, parted by {@code |}. */
    Table table(String key) {
        return new Table(List.of(shell.say(key).split("\\|")));
    }

    void print(Table table, String whenEmpty) {
        if (table.isEmpty()) {
            shell.out().println(shell.say(whenEmpty));
        } else {
            table.print(shell.out());
        }
    }
}
