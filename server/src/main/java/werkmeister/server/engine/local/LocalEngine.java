package werkmeister.server.engine.local;

import werkmeister.factory.job.Resources;
import werkmeister.factory.run.Run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs attempts at jobs as processes on this machine.
 *
 * <p>The truth is in the attempts' folders, so an engine can be replaced by a new one over the same
 * folder at any time, also while workers run. Whoever holds the claim of an attempt is its one
 * process; an attempt that was claimed is never started again, dead or alive. Owned by one thread.
 */
public final class LocalEngine {
    private final Path jobs;
    private final List<String> workerCommand;
    private final Map<String, Watch> watchesByToken = new LinkedHashMap<>();

    /**
     * An engine over the attempts in a folder.
     *
     * @param jobs the folder of all jobs
     * @param workerCommand is given the attempt's folder as its last argument
     */
    public LocalEngine(Path jobs, List<String> workerCommand) {
        this.jobs = jobs.toAbsolutePath();
        this.workerCommand = List.copyOf(workerCommand);
    }

    /** Starts a run unless it was started before, by this engine or an earlier one. */
    public void start(Run run, byte[] order, Resources resources) {
        if (!watchesByToken.containsKey(run.token())) {
            var watch = new Watch(jobs, run);
            watchesByToken.put(run.token(), watch);
            watch.start(order, workerCommand, resources);
        }
    }

    /** Watches a run that an earlier engine started. One that has no process by now never will. */
    public void reattach(Run run) {
        watched(run);
    }

    /** Ends a run's processes; the end is observed like any other. May be asked again. */
    public void cancel(Run run) {
        watched(run).cancel();
    }

    /** Stops watching a run whose end is on record. */
    public void forget(Run run) {
        watchesByToken.remove(run.token());
    }

    /** What is to be seen of every watched run; one that is about to start shows nothing yet. */
    public List<Observation> observe() {
        return watchesByToken.values().stream().flatMap(watch -> watch.observe().stream()).toList();
    }

    private Watch watched(Run run) {
        return watchesByToken.computeIfAbsent(
                run.token(),
                _ -> {
                    var watch = new Watch(jobs, run);
                    watch.reattach();
                    return watch;
                });
    }
}
