package werkmeister.factory.job;

/** Why a job waits, for programs and in German and English for people. */
public record Why(Reason reason, String de, String en) {
    /** What would have to change for the job to start. */
    public enum Reason {
        /** Nobody has looked at it yet. */
        SUBMITTED,
        /** An attempt failed, another one is left. */
        RETRY,
        /** No site is known yet. */
        NO_SITE,
        /** No node of the site is large enough, even when empty. */
        TOO_LARGE,
        /** The nodes that are large enough are draining or lost. */
        NODES_AWAY,
        /** Its tenant runs as many jobs as it may. */
        RUNNING_LIMIT,
        /** Another job of its tenant goes first. */
        BEHIND,
        /** No node has enough room at the moment. */
        NO_ROOM,
        /** What room there is, is kept for a job that has waited its turn. */
        KEPT_FOR_ANOTHER,
        /** There is room, but not near enough together. */
        NOT_TOGETHER,
        /** With it, its tenant or group would hold more GPUs than its limit. */
        GPU_LIMIT,
        /** Its tenant has used up this month's budget. */
        BUDGET,
        /** Others are being interrupted to make room for it. */
        ROOM_IS_MADE,
        /** It was interrupted and waits again. */
        EVICTED,
        /** The search for its place was cut short; it goes on. */
        UNDECIDED
    }
}
