package werkmeister.cli.trial;

import werkmeister.cli.terminal.Shell;
import werkmeister.cli.terminal.Table;
import werkmeister.cli.text.Writing;
import werkmeister.learning.table.FeatureChoice;
import werkmeister.learning.table.Split;
import werkmeister.learning.table.Withheld;

import java.util.List;

/** What the intents' accounts for people have in common. */
final class TrialAccount {
    private static final int NAMES_MAX = 12;

    private final Shell shell;
    private final Writing writing;

    TrialAccount(Shell shell) {
        this.shell = shell;
        this.writing = shell.writing();
    }

    /** What the model saw, and what it was kept from. */
    void signals(FeatureChoice choice) {
        say("backtest.signals", choice.names().size(), some(choice.names()));
        for (Withheld.Reason reason : Withheld.Reason.values()) {
            List<String> columns =
                    choice.withheld().stream()
                            .filter(one -> one.reason() == reason)
                            .map(Withheld::column)
                            .toList();
            if (!columns.isEmpty()) {
                say(key(reason), some(columns));
            }
        }
    }

    void split(Split.Kind kind, Object... values) {
        String key =
                switch (kind) {
                    case FILES -> "trial.split.files";
                    case GROUPS -> "trial.split.groups";
                    case MACHINES -> "trial.split.machines";
                    case TIME -> "trial.split.time";
                    case BLOCKS -> "trial.split.blocks";
                };
        say(key, values);
    }

    private static String key(Withheld.Reason reason) {
        return switch (reason) {
            case ASKED -> "trial.withheld.asked";
            case ID -> "trial.withheld.id";
            case LEAK -> "trial.withheld.leak";
            case LABEL -> "trial.withheld.label";
            case CONSTANT -> "trial.withheld.constant";
        };
    }

    void effort(double trainSeconds, double tellSeconds, long bytes) {
        shell.out().println();
        say(
                "trial.effort",
                writing.seconds(trainSeconds),
                writing.seconds(tellSeconds),
                writing.bytes(bytes));
    }

    void say(String key, Object... values) {
        shell.out().println(shell.say(key, values));
    }

    /** A table with these heads. */
    Table table(String key) {
        return new Table(List.of(shell.say(key).split("\\|")));
    }

    String number(double value, int decimals) {
        return writing.number(value, decimals);
    }

    String percent(double share) {
        return writing.percent(share);
    }

    private static String some(List<String> names) {
        return names.size() <= NAMES_MAX
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMES_MAX)) + ", …";
    }
}
