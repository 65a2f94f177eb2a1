package werkmeister.server.engine.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import werkmeister.factory.job.Resources;
import werkmeister.factory.run.AttemptFolder;
import werkmeister.factory.run.AttemptFolder.Claim;
import werkmeister.factory.run.Run;
import werkmeister.units.CpuTime;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One run under the engine's eyes. */
final class Watch {
    /** A worker that has published gets so long to end by itself. */
    private static final Duration FAREWELL_MAX = Duration.ofSeconds(30);

    private final Run run;
    private final AttemptFolder folder;
    private Optional<Process> started = Optional.empty();
    private Optional<String> refused = Optional.empty();
    private Optional<Long> publishedNanos = Optional.empty();
    private CpuTime seen = CpuTime.ZERO;

    Watch(Path jobs, Run run) {
        this.run = run;
        folder = AttemptFolder.of(jobs, run.job(), run.attempt());
    }

    void start(byte[] order, List<String> workerCommand, Resources resources) {
        try {
            folder.prepare(run.token(), order);
            if (folder.claimed().isEmpty()) {
                started = Optional.of(Launch.start(folder, run, workerCommand, resources));
            }
        } catch (Refusal e) {
            refused = Optional.ofNullable(e.getMessage());
        } catch (IOException e) {
            refused = Optional.of("The worker cannot be started (%s).".formatted(e));
        }
    }

    /** Makes sure that what lies in the folder is this run's, not one of another book's. */
    void reattach() {
        refused =
                folder.token()
                        .filter(token -> !token.equals(run.token()))
                        .map("The folder belongs to another run (%s)."::formatted);
    }

    void cancel() {
        if (refused.isEmpty() && !withdraw()) {
            tree().ifPresent(tree -> tree.endWorker(folder));
        }
    }

    /** Empty while the process is about to start. */
    Optional<Observation> observe() {
        if (refused.isPresent()) {
            return Optional.of(new Observation.Failed(run, refused.get(), CpuTime.ZERO));
        }
        if (folder.claimed().isEmpty()) {
            return unclaimed();
        }
        return Optional.of(tree().map(this::alive).orElseGet(this::ended));
    }

    private Optional<Observation> unclaimed() {
        boolean starting = started.filter(Process::isAlive).isPresent();
        boolean claimedMeanwhile = !starting && folder.token().isPresent() && !withdraw();
        if (starting || claimedMeanwhile) {
            return Optional.empty();
        }
        if (started.isPresent()) {
            refused = Optional.of("The worker could not begin: " + Launch.lastWords(folder));
            return observe();
        }
        return Optional.of(ended());
    }

    private Observation alive(ProcessTree tree) {
        var now = tree.cpuTime();
        seen = now.compareTo(seen) > 0 ? now : seen;
        if (folder.manifest().isPresent()) {
            long published = publishedNanos.orElseGet(System::nanoTime);
            publishedNanos = Optional.of(published);
            if (System.nanoTime() - published > FAREWELL_MAX.toNanos()) {
                tree.endWorker(folder);
            }
        }
        return new Observation.Running(run, seen);
    }

    private Observation ended() {
        var exit = Exit.of(folder);
        var cpuTime = exit.map(Exit::cpuTime).orElseGet(this::cpuTimeWithoutExit);
        var manifest = folder.manifest();
        if (manifest.isPresent()) {
            return new Observation.Finished(run, new String(manifest.get(), UTF_8), cpuTime);
        }
        return folder.failure()
                .<Observation>map(sentence -> new Observation.Refused(run, sentence, cpuTime))
                .or(() ->
                        exit.map(end ->
                                new Observation.Failed(
                                        run, end.sentence(Launch.lastWords(folder)), cpuTime)))
                .orElseGet(() -> new Observation.Lost(run, cpuTime));
    }

    private CpuTime cpuTimeWithoutExit() {
        var own = folder.usage().orElse(CpuTime.ZERO);
        return own.compareTo(seen) > 0 ? own : seen;
    }

    private Optional<ProcessTree> tree() {
        return folder.claimed().flatMap(claim -> ProcessTree.of(claim.pid(), run.token()));
    }

    /** Takes the claim before any process does, so that none ever will. */
    private boolean withdraw() {
        return folder.token().isPresent() && folder.claim(new Claim(run.token(), 0));
    }
}
