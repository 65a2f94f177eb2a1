package werkmeister.learning.predict;

/** What training makes of an order that asks a question. */
public record Predicted(Predictor predictor, PredictionCard card) {}
