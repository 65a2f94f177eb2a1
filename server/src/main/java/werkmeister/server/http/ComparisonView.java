package werkmeister.server.http;

import werkmeister.learning.predict.LaterTrial;
import werkmeister.learning.predict.Leaderboard;
import werkmeister.serving.feedback.AnswerComparison;
import werkmeister.serving.feedback.Comparison;
import werkmeister.serving.finding.Finding;
import werkmeister.units.TimeSpan;

import java.util.Optional;

/**
 * A shadow against the live version: findings where both watch, answers where both answer a
 * question.
 */
record ComparisonView(
        String live,
        String shadow,
        TimeSpan span,
        boolean better,
        Finding.Sentence reason,
        Optional<Integer> liveFindings,
        Optional<Integer> shadowFindings,
        Optional<Comparison.Count> confirmedCaught,
        Optional<Comparison.Count> falseAlarms,
        Optional<Answers> answers) {
    /**
     * What both reached on answers whose truth is known.
     *
     * @param live what the live version reached; absent where nothing was judged
     * @param nearer how often the shadow was nearer to the truth, {@code farther} the live one
     */
    record Answers(
            String topic,
            Leaderboard.Metric metric,
            int judged,
            Optional<Double> live,
            Optional<Double> shadow,
            int nearer,
            int farther) {}

    static ComparisonView of(Comparison watching) {
        return new ComparisonView(
                watching.live(),
                watching.shadow(),
                watching.span(),
                watching.better(),
                watching.reason(),
                Optional.of(watching.liveFindings()),
                Optional.of(watching.shadowFindings()),
                Optional.of(watching.confirmedCaught()),
                Optional.of(watching.falseAlarms()),
                Optional.empty());
    }

    static ComparisonView of(AnswerComparison answering) {
        LaterTrial.Outcome outcome = answering.outcome();
        return new ComparisonView(
                answering.live(),
                answering.shadow(),
                answering.span(),
                answering.better(),
                answering.reason(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(
                        new Answers(
                                answering.topic(),
                                outcome.metric(),
                                outcome.judged(),
                                value(outcome.older()),
                                value(outcome.newer()),
                                outcome.nearer(),
                                outcome.farther())));
    }

    private static Optional<Double> value(double value) {
        return Double.isNaN(value) ? Optional.empty() : Optional.of(value);
    }
}
