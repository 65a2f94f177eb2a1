package werkmeister.cli.backtest;

import werkmeister.cli.terminal.Shell;
import werkmeister.units.Refusal;

import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where the part that is trained on ends. */
sealed interface TrainUntil {
    Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,9}");
    Pattern SHARE = Pattern.compile("0?[.,][0-9]+|[0-9]+([.,][0-9]+)? ?%");

    /**
     * Where nobody said anything: the usual share, in short files as many rows as training needs.
     */
    record Usual() implements TrainUntil {}

    /** The last data row that is trained on. */
    record Row(int number) implements TrainUntil {}

    /** A share of the rows, above 0 and below 1. */
    record Share(double share) implements TrainUntil {}

    /** Rows before a time, read in the zone of each file. */
    record Time(String text) implements TrainUntil {}

    static TrainUntil of(Optional<String> text, boolean trainFile, Shell shell) {
        return text.map(String::strip)
                .map(given -> parsed(given, shell))
                .orElse(trainFile ? new Row(0) : new Usual());
    }

    private static TrainUntil parsed(String text, Shell shell) {
        if (WHOLE.matcher(text).matches()) {
            long number = Long.parseLong(text);
            return new Row((int) Math.min(number, Integer.MAX_VALUE));
        }
        if (SHARE.matcher(text).matches()) {
            boolean percent = text.endsWith("%");
            String number = text.replace("%", "").replace(',', '.').strip();
            double share = Double.parseDouble(number) / (percent ? 100 : 1);
            if (share > 0 && share < 1) {
                return new Share(share);
            }
            throw refusal(text, shell);
        }
        if (WrittenTime.micros(text, ZoneId.of("UTC")).isEmpty()) {
            throw refusal(text, shell);
        }
        return new Time(text);
    }

    private static Refusal refusal(String text, Shell shell) {
        return Refusal.invalid(shell.say("backtest.train-until.wrong", text));
    }
}
