package werkmeister.serving.feedback;

import werkmeister.learning.predict.LaterTrial;
import werkmeister.serving.finding.Finding;
import werkmeister.units.TimeSpan;

import java.util.Locale;

/**
 * The version that answers a question and its shadow, over the same time that neither has learned
 * from.
 *
 * <p>The shadow is better if at least twenty answers can be judged, a twentieth of the live one's
 * error is gone, and it is nearer to the truth so much more often than farther from it that chance
 * alone would hardly do it (two standard deviations of a sign test; neighbouring answers are alike,
 * so that this is a lenient test). Otherwise the live one stays.
 *
 * @param topic what both answer
 */
public record AnswerComparison(
        String topic,
        String live,
        String shadow,
        TimeSpan span,
        LaterTrial.Outcome outcome,
        boolean better,
        Finding.Sentence reason) {
    private static final int JUDGED_MIN = 20;
    private static final double GAIN_MIN = 0.05;

    /** The two versions of a topic. */
    public record Pair(String topic, String live, String shadow) {}

    public static AnswerComparison of(Pair pair, TimeSpan span, LaterTrial.Outcome outcome) {
        boolean better = isBetter(outcome);
        return new AnswerComparison(
                pair.topic(),
                pair.live(),
                pair.shadow(),
                span,
                outcome,
                better,
                reason(pair, span, outcome, better));
    }

    private static boolean isBetter(LaterTrial.Outcome outcome) {
        double decided = outcome.nearer() + outcome.farther();
        return outcome.judged() >= JUDGED_MIN
                && outcome.gain() >= GAIN_MIN
                && outcome.nearer() - outcome.farther() >= 2 * Math.sqrt(decided);
    }

    private static Finding.Sentence reason(
            Pair pair, TimeSpan span, LaterTrial.Outcome outcome, boolean better) {
        if (outcome.judged() == 0) {
            return new Finding.Sentence(
                    "%s: seit %s ist noch keine Antwort bekannt, an der sich beide messen lassen."
                            .formatted(pair.shadow(), span.from()),
                    "%s: since %s no truth is known yet that both could be measured by."
                            .formatted(pair.shadow(), span.from()));
        }
        return new Finding.Sentence(
                "%s %s: %s %s statt %s an %d Antworten seit %s, aus denen keine der beiden gelernt hat; %d-mal näher an der Wahrheit, %d-mal ferner."
                        .formatted(
                                pair.shadow(),
                                better ? "ist besser" : "ist bisher nicht besser",
                                metric(outcome),
                                number(outcome.newer(), Locale.GERMANY),
                                number(outcome.older(), Locale.GERMANY),
                                outcome.judged(),
                                span.from(),
                                outcome.nearer(),
                                outcome.farther()),
                "%s %s: %s %s instead of %s on %d answers since %s, which neither has learned from; nearer to the truth %d times, farther %d times."
                        .formatted(
                                pair.shadow(),
                                better ? "is better" : "is no better so far",
                                metric(outcome),
                                number(outcome.newer(), Locale.UK),
                                number(outcome.older(), Locale.UK),
                                outcome.judged(),
                                span.from(),
                                outcome.nearer(),
                                outcome.farther()));
    }

    private static String metric(LaterTrial.Outcome outcome) {
        return switch (outcome.metric()) {
            case RMSE_HOURS -> "RMSE (h)";
            case MACRO_F1 -> "Macro-F1";
            case MSE_STANDARDISED -> "MSE (z)";
        };
    }

    private static String number(double value, Locale locale) {
        return String.format(locale, Math.abs(value) >= 100 ? "%.0f" : "%.3g", value);
    }
}
