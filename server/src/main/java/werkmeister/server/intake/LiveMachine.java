package werkmeister.server.intake;

import org.jspecify.annotations.Nullable;

import werkmeister.learning.model.ModelVersion;
import werkmeister.plant.control.ImportRecord;
import werkmeister.plant.control.PlantCommand;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.Signal;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleStore;
import werkmeister.plant.store.SampleTable;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.server.loop.CloudCommand;
import werkmeister.server.loop.CloudEvent;
import werkmeister.serving.control.Served;
import werkmeister.serving.control.ServingCommand;
import werkmeister.serving.control.ServingEvent;
import werkmeister.serving.score.FindingChange;
import werkmeister.serving.score.LiveWatch;
import werkmeister.serving.score.Scored;
import werkmeister.units.Refusal;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One machine's live samples: kept first, scored by the live version and its shadow after that.
 * What the watches remember follows from the kept samples, so a restart continues where the last
 * batch ended; the last day before it is told again, in case the server fell between keeping a
 * batch and telling of its findings. Telling twice changes nothing.
 */
final class LiveMachine {
    private static final Caller LIVE = Caller.own("live");
    private static final Duration TOLD_AGAIN = Duration.ofDays(1);

    private final Cloud cloud;
    private final SampleStore store;
    private final Models models;
    private @Nullable LiveWatch live;
    private @Nullable LiveWatch shadow;
    private long lastTime = Long.MIN_VALUE;

    LiveMachine(Cloud cloud, SampleStore store, Models models) {
        this.cloud = cloud;
        this.store = store;
        this.models = models;
    }

    synchronized Taken take(Caller caller, Machine machine, SampleTable samples) {
        watchWhatIsReleased(machine);
        keep(caller, machine, samples);
        return scored(machine, samples);
    }

    /**
     * The same for samples that come with a file, which {@code keep} records. They are read from
     * the store again, about a month at a time.
     */
    synchronized Imports.Outcome takeImported(Machine machine, Supplier<Imports.Kept> keep) {
        watchWhatIsReleased(machine);
        Imports.Kept kept = keep.get();
        boolean seen = live != null && !kept.reply().replayed();
        return new Imports.Outcome(
                kept.reply(), seen ? Optional.of(scored(machine, kept)) : Optional.empty());
    }

    synchronized void alone(Runnable work) {
        work.run();
    }

    private Taken scored(Machine machine, Imports.Kept kept) {
        Instant end =
                kept.files().stream()
                        .map(SampleFile::last)
                        .max(Instant::compareTo)
                        .orElse(Instant.EPOCH);
        Instant start =
                lastTime == Long.MIN_VALUE
                        ? kept.files().stream()
                                .map(SampleFile::first)
                                .min(Instant::compareTo)
                                .orElse(Instant.EPOCH)
                        : instant(lastTime + 1);
        if (start.isAfter(end)) {
            return new Taken(kept.rows(), kept.rows(), 0, List.of());
        }
        var pieces = new ArrayList<Taken>();
        store.scan(
                kept.files(),
                kept.signals(),
                new TimeSpan(start, end.plusNanos(1000)),
                table -> pieces.add(scored(machine, table)));
        long fresh = pieces.stream().mapToLong(Taken::accepted).sum();
        return new Taken(
                kept.rows(),
                Math.max(0, kept.rows() - fresh),
                pieces.stream().mapToLong(Taken::scored).sum(),
                pieces.stream().flatMap(piece -> piece.findings().stream()).distinct().toList());
    }

    private Taken scored(Machine machine, SampleTable samples) {
        int fresh = samples.rowAt(lastTime == Long.MIN_VALUE ? lastTime : lastTime + 1);
        SampleTable later = samples.slice(fresh, samples.rows());
        Set<String> findings = new LinkedHashSet<>();
        long scored = 0;
        if (live != null) {
            for (Scored one : live.next(later)) {
                scored += Double.isNaN(one.score()) ? 0 : 1;
                one.change().ifPresent(change -> findings.addAll(tell(machine, change)));
            }
        }
        if (shadow != null) {
            shadow.next(later)
                    .forEach(one -> one.change().ifPresent(change -> tell(machine, change)));
        }
        if (later.rows() > 0) {
            lastTime = later.times()[later.rows() - 1];
        }
        return new Taken(samples.rows(), fresh, scored, new ArrayList<>(findings));
    }

    /** What was sent before, and perhaps joined with others since, is there already. */
    private void keep(Caller caller, Machine machine, SampleTable samples) {
        List<SampleFile> known =
                cloud.read(books -> books.plant().files(machine.tenant(), machine.id()));
        if (Overlap.isNothingNew(store, known, samples)) {
            return;
        }
        List<SampleFile> files = store.write(machine.tenant(), machine.id(), samples);
        List<Signal> signals =
                samples.signals().stream().map(name -> new Signal(name, "")).toList();
        var command =
                new PlantCommand.RecordSamples(
                        machine.tenant(),
                        machine.id(),
                        files,
                        signals,
                        samples.rows(),
                        instant(samples.times()[0]),
                        instant(samples.times()[samples.rows() - 1]));
        try {
            cloud.perform(caller, new CloudCommand.ToPlant(command));
        } catch (Refusal refusal) {
            // The machine was removed meanwhile: nothing of it may be left behind.
            if (refusal.kind() == Refusal.Kind.NOT_FOUND) {
                files.forEach(store::delete);
            }
            throw refusal;
        }
    }

    /**
     * Follows releases: a version that went live or into the shadow begins to watch from the kept
     * samples.
     */
    private void watchWhatIsReleased(Machine machine) {
        Served served = cloud.read(books -> books.serving().served(machine.tenant(), machine.id()));
        live = same(live, served.live()) ? live : watch(machine, served.live());
        shadow = same(shadow, served.shadow()) ? shadow : watch(machine, served.shadow());
    }

    private static boolean same(@Nullable LiveWatch watch, Optional<Served.Running> released) {
        if (watch == null || released.isEmpty()) {
            return watch == null && released.isEmpty();
        }
        return watch.version().equals(released.get().version())
                && watch.threshold() == released.get().threshold();
    }

    private @Nullable LiveWatch watch(Machine machine, Optional<Served.Running> released) {
        if (released.isEmpty()) {
            return null;
        }
        ModelVersion version =
                cloud.read(books ->
                                books.learning()
                                        .version(machine.tenant(), released.get().version()))
                        .orElseThrow();
        var watch =
                LiveWatch.of(
                        machine, version.id(), models.model(version), released.get().threshold());
        SampleTable past = past(machine, version);
        // A version that came to work while this server runs has nothing to tell of the time
        // before.
        boolean restarted = released.get().since().isBefore(cloud.startedAt()) && past.rows() > 0;
        int again =
                restarted ? past.rowAt(toldAgainFrom(machine, released.get(), past)) : past.rows();
        watch.warmUp(past.slice(0, again));
        for (Scored one : watch.next(past.slice(again, past.rows()))) {
            one.change().ifPresent(change -> tell(machine, change));
        }
        if (past.rows() > 0) {
            lastTime = Math.max(lastTime, past.times()[past.rows() - 1]);
        }
        return watch;
    }

    /** The last day, and the whole of a file that was imported last. */
    private long toldAgainFrom(Machine machine, Served.Running running, SampleTable past) {
        long last = past.times()[past.rows() - 1];
        long imported =
                cloud.read(books -> books.plant().imports(machine.tenant(), machine.id())).stream()
                        .max(Comparator.comparing(ImportRecord::at))
                        .filter(latest -> latest.at().isAfter(running.since()))
                        .map(latest -> ChronoUnit.MICROS.between(Instant.EPOCH, latest.first()))
                        .orElse(last);
        return Math.min(imported, last - TOLD_AGAIN.toNanos() / 1000);
    }

    private SampleTable past(Machine machine, ModelVersion version) {
        List<SampleFile> files =
                cloud.read(books -> books.plant().files(machine.tenant(), machine.id()));
        Instant end =
                files.stream().map(SampleFile::last).max(Instant::compareTo).orElse(Instant.EPOCH);
        var span = new TimeSpan(end.minus(LiveWatch.WARM_UP), end.plusNanos(1000));
        List<SampleFile> near =
                files.stream().filter(file -> !file.last().isBefore(span.from())).toList();
        return store.read(near, version.order().dataset().signals(), span);
    }

    private List<String> tell(Machine machine, FindingChange change) {
        return cloud.perform(LIVE, new CloudCommand.ToServing(command(machine, change))).stream()
                .map(LiveMachine::finding)
                .flatMap(Optional::stream)
                .toList();
    }

    private static ServingCommand command(Machine machine, FindingChange change) {
        return switch (change) {
            case FindingChange.Opened(var draft) ->
                    new ServingCommand.RaiseFinding(machine.tenant(), draft);
            case FindingChange.Extended(var draft) ->
                    new ServingCommand.ExtendFinding(machine.tenant(), draft);
            case FindingChange.Closed(var draft) ->
                    new ServingCommand.CloseFinding(machine.tenant(), draft);
        };
    }

    /** The finding of the live version that an event tells of. */
    private static Optional<String> finding(CloudEvent event) {
        return switch (event) {
            case CloudEvent.OfServing(ServingEvent.FindingRaised raised) ->
                    Optional.of(raised.finding().id());
            case CloudEvent.OfServing(ServingEvent.FindingExtended extended) ->
                    Optional.of(extended.finding().id());
            default -> Optional.empty();
        };
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
