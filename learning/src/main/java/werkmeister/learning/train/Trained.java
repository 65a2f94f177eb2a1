package werkmeister.learning.train;

import werkmeister.learning.model.ModelCard;
import werkmeister.learning.model.WatchModel;

/** What training makes of an order. */
public record Trained(WatchModel model, ModelCard card) {}
