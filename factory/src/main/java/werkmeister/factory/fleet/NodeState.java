package werkmeister.factory.fleet;

/** Whether a node takes work. */
public enum NodeState {
    /** Takes new runs. */
    UP,
    /** Finishes what runs on it and takes nothing new. */
    DRAINING,
    /** Finishes what runs on it, takes nothing new, and leaves the site when it is empty. */
    RETIRING,
    /** Does not answer; what ran on it is in doubt. */
    LOST
}
