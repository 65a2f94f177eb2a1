package werkmeister.factory.schedule;

import werkmeister.factory.job.Eviction;

import java.util.List;
import java.util.Optional;

/** The next thing to be done. */
public sealed interface Decision {
    /** A job starts. */
    record Start(Placement placement) implements Decision {}

    /**
     * Runs are interrupted.
     *
     * @param claim where another will start in their place
     */
    record Evict(List<Victim> victims, Optional<Placement> claim) implements Decision {
        public Evict {
            victims = List.copyOf(victims);
        }
    }

    /** Room that was claimed for a job will not do after all. */
    record GiveUp(String job) implements Decision {}

    /** A run to be interrupted, and why. */
    record Victim(String job, Eviction eviction) {}
}
