package werkmeister.learning.train;

import werkmeister.learning.model.ModelCard;
import werkmeister.learning.model.WatchModel;
import werkmeister.units.TimeSpan;

/** What training makes of an order. */
public record Trained(WatchModel model, ModelCard card) {
    /** The same, whose card tells another span and one more warning. */
    Trained with(TimeSpan span, String warning) {
        return new Trained(model, card.with(span, warning));
    }
}
