package werkmeister.factory.schedule;

import org.jspecify.annotations.Nullable;

import werkmeister.factory.job.Why;

import java.time.Instant;

/**
 * Why a job could not start, and until when that need not be asked again.
 *
 * @param why null: it was not tried
 * @param loosened the cluster's count when it was tried
 * @param until when time alone may have changed the answer
 */
record Parked(@Nullable Why why, long loosened, Instant until) {
    static final Parked NOT = new Parked(null, -1, Instant.MIN);

    boolean still(long nowLoosened, Instant now) {
        return why != null && loosened == nowLoosened && now.isBefore(until);
    }
}
