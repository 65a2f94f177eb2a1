package werkmeister.factory.job;

import werkmeister.units.GpuTime;

/**
 * Why a run is interrupted.
 *
 * @param beneficiary the job that gets the room; empty where it is for no job
 * @param lost GPU time since the run's last checkpoint
 */
public record Eviction(Rule rule, String beneficiary, GpuTime lost) {
    /** What entitles to an interruption. */
    public enum Rule {
        /** Its tenant holds more than it is owed, the other does not hold what it is owed. */
        RECLAIM,
        /** A job of the same tenant has a higher priority. */
        PRIORITY,
        /** It can go on elsewhere, the other fits only here. */
        DEFRAGMENTATION,
        /** Its node is closed. */
        CLOSED
    }
}
