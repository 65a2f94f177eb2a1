package werkmeister.serving.release;

import werkmeister.learning.predict.Leaderboard;
import werkmeister.learning.predict.PredictionCard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a predictor is worth: whether it answers better than the best trivial rival on cases that it
 * had not seen, and whether its intervals hold what they promise.
 *
 * @param topic what it answers; of a machine one live version answers it
 * @param words the verdict as a sentence in German and English
 */
public record Appraisal(
        String version,
        String topic,
        Leaderboard leaderboard,
        GateReport.Decision verdict,
        GateReport.Words words) {
    /** Less of the rival's error gone is hardly worth a model. */
    private static final double GAIN_MIN = 0.05;

    /** Intervals that shall hold 90 of 100 truths. */
    private static final double COVERAGE_MIN = 0.8;

    /** Judges by the card. */
    public static Appraisal of(PredictionCard card) {
        Leaderboard board = card.leaderboard();
        boolean worse = board.gain() <= 0;
        boolean narrow = board.coverage().filter(share -> share < COVERAGE_MIN).isPresent();
        boolean little = board.gain() < GAIN_MIN;
        var decision =
                worse
                        ? GateReport.Decision.REFUSE
                        : little || narrow || !card.warnings().isEmpty()
                                ? GateReport.Decision.WARN
                                : GateReport.Decision.PASS;
        return new Appraisal("", card.topic(), board, decision, words(card, narrow));
    }

    private static GateReport.Words words(PredictionCard card, boolean narrow) {
        Leaderboard board = card.leaderboard();
        String gain = String.valueOf(Math.round(100 * Math.abs(board.gain())));
        var german = new ArrayList<String>();
        var english = new ArrayList<String>();
        boolean better = board.gain() > 0;
        german.add(
                "%s %s gegen %s der besten einfachen Regel (%s) auf %d ungesehenen Fällen: %s %% %s Fehler."
                        .formatted(
                                metric(board),
                                number(board.ours(), Locale.GERMANY),
                                number(board.best().value(), Locale.GERMANY),
                                board.best().name(),
                                board.judged(),
                                gain,
                                better ? "weniger" : "mehr"));
        english.add(
                "%s %s against %s of the best simple rule (%s) on %d cases that it had not seen: %s %% %s error."
                        .formatted(
                                metric(board),
                                number(board.ours(), Locale.UK),
                                number(board.best().value(), Locale.UK),
                                board.best().name(),
                                board.judged(),
                                gain,
                                better ? "less" : "more"));
        board.coverage()
                .ifPresent(share -> {
                    long percent = Math.round(100 * share);
                    german.add(
                            "Intervalle hielten %d von 100 Werten (Soll: 90).".formatted(percent));
                    english.add("Intervals held %d of 100 values (wanted: 90).".formatted(percent));
                });
        if (narrow) {
            german.add("Die Intervalle sind zu eng.");
            english.add("The intervals are too narrow.");
        }
        if (!card.warnings().isEmpty()) {
            german.add("Warnungen auf der Modellkarte: %d.".formatted(card.warnings().size()));
            english.add("Warnings on the model card: %d.".formatted(card.warnings().size()));
        }
        return new GateReport.Words(sentence(german), sentence(english));
    }

    private static String sentence(List<String> parts) {
        return parts.stream().collect(Collectors.joining(" "));
    }

    private static String metric(Leaderboard board) {
        return switch (board.metric()) {
            case RMSE_HOURS -> "RMSE (h)";
            case MACRO_F1 -> "Macro-F1";
            case MSE_STANDARDISED -> "MSE (z)";
        };
    }

    private static String number(double value, Locale locale) {
        return String.format(locale, Math.abs(value) >= 100 ? "%.0f" : "%.3g", value);
    }

    /** The same of a version that now has an id. */
    public Appraisal named(String id) {
        return new Appraisal(id, topic, leaderboard, verdict, words);
    }

    /**
     * The same for a machine that took the version over: nobody has tried it there, which warns.
     *
     * @param from the version that was tried
     */
    public Appraisal takenOver(String from) {
        return new Appraisal(
                version,
                topic,
                leaderboard,
                verdict == GateReport.Decision.PASS ? GateReport.Decision.WARN : verdict,
                new GateReport.Words(
                        words.de()
                                + " Ohne Training übernommen von %s; an dieser Maschine nicht erprobt."
                                        .formatted(from),
                        words.en()
                                + " Taken over from %s without a training; not tried on this machine."
                                        .formatted(from)));
    }
}
