package werkmeister.factory.job;

/**
 * What an attempt holds of one node.
 *
 * @param gpus a bit for each GPU that it has, or shares
 * @param parts of the job
 */
public record Berth(String node, long gpus, int parts) {}
