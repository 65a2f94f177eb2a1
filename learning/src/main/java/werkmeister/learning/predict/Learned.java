package werkmeister.learning.predict;

import werkmeister.learning.order.Question;
import werkmeister.learning.order.Sharer;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.learning.table.Split;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What there is to say of a predictor beside its order, see {@link PredictionCard}. */
record Learned(
        TimeSpan span,
        long cases,
        Split.Kind split,
        Duration step,
        Signals signals,
        Leaderboard leaderboard,
        Optional<Duration> horizon,
        List<PredictionCard.Candidate> candidates,
        List<String> details,
        List<String> warnings) {
    /** From the first to the last sample of the machines that an order is for. */
    static TimeSpan span(TrainingOrder order) {
        List<TimeSpan> spans = order.sharers().stream().map(one -> one.dataset().span()).toList();
        return new TimeSpan(
                spans.stream().map(TimeSpan::from).min(Comparator.naturalOrder()).orElseThrow(),
                spans.stream().map(TimeSpan::to).max(Comparator.naturalOrder()).orElseThrow());
    }

    PredictionCard card(TrainingOrder order, Question question) {
        var all = new ArrayList<>(signals.warnings());
        all.addAll(warnings);
        return new PredictionCard(
                order.id(),
                question.intent(),
                question.topic(),
                horizon,
                order.dataset().hash(),
                order.sisters().stream().map(one -> one.dataset().machine().value()).toList(),
                span,
                cases,
                split,
                step,
                signals.used(),
                signals.withheld(),
                leaderboard,
                candidates,
                details,
                order.seed(),
                order.software(),
                order.previous(),
                all,
                PredictionCard.LIMITS,
                Optional.of(machines(order)).filter(machines -> machines.size() > 1));
    }

    private static List<PredictionCard.OfMachine> machines(TrainingOrder order) {
        return order.sharers().stream()
                .map(Sharer::dataset)
                .map(one -> new PredictionCard.OfMachine(one.machine().value(), one.hash()))
                .toList();
    }
}
