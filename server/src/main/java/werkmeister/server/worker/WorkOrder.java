package werkmeister.server.worker;

import werkmeister.learning.order.TrainingOrder;

/**
 * What a training process is given: {@code order.json} in its attempt's folder.
 *
 * @param samples the absolute path of the sample store
 */
public record WorkOrder(TrainingOrder order, String samples) {}
