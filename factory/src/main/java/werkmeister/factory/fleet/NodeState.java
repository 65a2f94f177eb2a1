package werkmeister.factory.fleet;

/** Whether a node takes work. */
public enum NodeState {
    /** Takes new runs. */
    UP,
    /** Finishes what runs on it and takes nothing new. */
    DRAINING,
    /** Does not answer; what ran on it is in doubt. */
    LOST
}
