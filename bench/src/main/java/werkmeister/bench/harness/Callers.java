package werkmeister.bench.harness;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Callers that work at the same time, a virtual thread each. */
public final class Callers {
    private Callers() {}

    /** What a caller does in one turn; returns how many events that made. */
    public interface Turn {
        long take(int caller, int turn) throws Exception;
    }

    /** Events a second of all callers together. */
    public static double perSecond(Pace pace, int callers, Turn turn) throws Exception {
        long[] events = new long[1];
        var timed =
                pace.timed(() -> {
                    events[0] = inParallel(callers, caller -> turns(pace, caller, turn));
                    return events;
                });
        return events[0] / timed.seconds();
    }

    private static long turns(Pace pace, int caller, Turn turn) throws Exception {
        long deadline = pace.nanos().getAsLong() + pace.atLeast().toNanos();
        long events = 0;
        for (int number = 0; number == 0 || pace.nanos().getAsLong() < deadline; number++) {
            events += turn.take(caller, number);
        }
        return events;
    }

    /** What one caller does from start to end. */
    public interface Work {
        long of(int caller) throws Exception;
    }

    /** Lets all callers work and adds up what they return. */
    public static long inParallel(int callers, Work work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Callable<Long>>();
            for (int i = 0; i < callers; i++) {
                int caller = i;
                tasks.add(() -> work.of(caller));
            }
            long sum = 0;
            for (var done : threads.invokeAll(tasks)) {
                sum += done.get();
            }
            return sum;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
