package werkmeister.simulator.replay;

import java.util.Locale;

/** Rules of the queue. Runtimes are known to those that plan. */
public enum Discipline {
    /**
     * The tenant that has used least goes first; its first job that must wait has a reservation.
     */
    FAIR_BACKFILL,
    /** Each job has a reservation from its arrival on; no start moves (conservative backfill). */
    CONSERVATIVE,
    /** In order of arrival; others may overtake if the first one's start does not move (EASY). */
    EASY,
    /** In order of arrival; nobody overtakes. */
    FIFO,
    /** The fewest GPUs first, whatever fits; nobody has a reservation. */
    SMALL_FIRST;

    /** As it is named on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean reserves() {
        return this == FAIR_BACKFILL || this == EASY;
    }

    boolean overtakes() {
        return this != FIFO;
    }
}
