package werkmeister.server.worker;

import werkmeister.learning.order.TrainingOrder;

import java.util.Optional;

/**
 * What a training process is given: {@code order.json} in its attempt's folder.
 *
 * @param samples the absolute path of the sample store
 * @param brought the absolute path of the model that the order brings, if it brings one
 */
public record WorkOrder(TrainingOrder order, String samples, Optional<String> brought) {}
