package werkmeister.factory.placement;

/**
 * A node as it is when empty.
 *
 * @param cpuMilli thousandths of a core
 * @param memoryMib mebibytes
 * @param model number of its GPUs' model, 0 to 62
 */
public record NodeSize(String name, int cpuMilli, int memoryMib, int gpus, int model) {}
