package werkmeister.factory.schedule;

import org.jspecify.annotations.Nullable;

import werkmeister.factory.job.Why;

import java.time.Instant;
import java.util.function.Supplier;

/**
 * Why a job could not start, and until when that need not be asked again.
 *
 * @param why said when someone asks; null: it was not tried
 * @param noRoom whether it failed for want of room alone
 * @param loosened the cluster's count when it was tried
 * @param until when time alone may have changed the answer
 */
record Parked(@Nullable Supplier<Why> why, boolean noRoom, long loosened, Instant until) {
    static final Parked NOT = new Parked(null, false, -1, Instant.MIN);

    boolean still(long nowLoosened, Instant now) {
        return why != null && loosened == nowLoosened && now.isBefore(until);
    }
}
