package werkmeister.learning.predict;

import werkmeister.learning.order.Question;
import werkmeister.learning.order.TrainingOrder;

import java.util.function.LongSupplier;

/** Makes a predictor of a question: the same order and samples give the same bytes. */
public final class PredictorTraining {
    private PredictorTraining() {}

    /**
     * Trains, and tries on what training did not see.
     *
     * @param nanoTime for figures of speed alone
     */
    public static Predicted train(
            TrainingOrder order, Question question, Samples samples, LongSupplier nanoTime) {
        return switch (question.intent()) {
            case LIFE -> new LifeWork(order, question, samples, nanoTime).done();
            case CLASSIFY -> new ClassWork(order, question, samples, nanoTime).done();
            case FORECAST -> new ForecastWork(order, question, samples, nanoTime).done();
            case WATCH -> throw new IllegalArgumentException("Watching is no question.");
        };
    }
}
