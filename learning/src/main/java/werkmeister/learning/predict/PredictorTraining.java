package werkmeister.learning.predict;

import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.dataset.Samples;
import werkmeister.learning.order.Intent;
import werkmeister.learning.order.Question;
import werkmeister.learning.order.Sharer;
import werkmeister.learning.order.Sister;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.plant.machine.MachineId;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Makes a predictor of a question: the same order and samples give the same bytes. */
public final class PredictorTraining {
    private static final double TRAINED = 0.8;

    private PredictorTraining() {}

    /**
     * Refuses what training would refuse, as far as it can be known without the samples.
     *
     * @param sharers the machines that it is for
     * @param alsoSisters those of them that are sisters of the others as well
     */
    public static void check(
            Question question,
            List<Sharer> sharers,
            List<MachineId> alsoSisters,
            List<Sister> sisters) {
        if (question.intent() == Intent.LIFE) {
            LifeWork.check(sharers, alsoSisters, sisters);
        }
        question.cycleSignal().ifPresent(signal -> CycleWork.check(signal, sisters));
    }

    /** Where training ends if nobody says so; the rest is what a predictor is tried on. */
    public static Instant trainUntil(Dataset dataset, Question question) {
        TimeSpan span = dataset.span();
        return question.intent() == Intent.FORECAST
                ? ForecastWork.trainUntil(dataset, question)
                : span.from()
                        .plus(Duration.ofSeconds((long) (TRAINED * span.length().toSeconds())));
    }

    /**
     * Trains, and tries on what training did not see.
     *
     * @param nanoTime for figures of speed alone
     */
    public static Predicted train(
            TrainingOrder order, Question question, Samples samples, LongSupplier nanoTime) {
        return switch (question.intent()) {
            case LIFE -> new LifeWork(order, question, samples, nanoTime).done();
            // Machines that share a training have no counter in common: their samples are classed.
            case CLASSIFY ->
                    Optional.of(order)
                            .filter(one -> one.sharers().size() == 1)
                            .flatMap(one -> CycleWork.of(one, question, samples, nanoTime))
                            .map(CycleWork::done)
                            .orElseGet(
                                    () -> new ClassWork(order, question, samples, nanoTime).done());
            case FORECAST -> new ForecastWork(order, question, samples, nanoTime).done();
            case WATCH -> throw new IllegalArgumentException("Watching is no question.");
        };
    }
}
