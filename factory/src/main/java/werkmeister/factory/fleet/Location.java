package werkmeister.factory.fleet;

/**
 * Where a node stands within its pod.
 *
 * @param rack its name, unique in the site
 * @param nvlink the domain in which its GPUs reach each other by NVLink; empty: they do not
 */
public record Location(String rack, String nvlink) {}
