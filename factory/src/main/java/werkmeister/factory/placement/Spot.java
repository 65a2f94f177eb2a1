package werkmeister.factory.placement;

/**
 * Where a piece of work went.
 *
 * @param node its number
 * @param devices a bit for each GPU that it has a part of
 */
public record Spot(int node, long devices) {}
