package werkmeister.serving.control;

import werkmeister.plant.machine.MachineId;
import werkmeister.serving.control.ServingEvent.PredictorReleased;
import werkmeister.serving.control.ServingEvent.PredictorShadowed;
import werkmeister.serving.control.ServingEvent.ShadowStarted;
import werkmeister.serving.control.ServingEvent.ShadowStopped;
import werkmeister.serving.control.ServingEvent.ThresholdChanged;
import werkmeister.serving.control.ServingEvent.VersionPromoted;
import werkmeister.serving.control.ServingEvent.VersionReleased;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What runs on a machine.
 *
 * @param generation counts every change of what is live or shadow
 * @param retired versions that were live once and are no more, oldest first, each once
 * @param answering versions that answer questions, in the order of their topics' first release
 * @param shadowing versions in the shadow of those, one a topic at most
 */
public record Served(
        TenantId tenant,
        MachineId machine,
        Optional<Running> live,
        Optional<Running> shadow,
        long generation,
        List<String> retired,
        List<Answering> answering,
        List<Answering> shadowing) {
    public Served {
        retired = List.copyOf(retired);
        // Books that are older than questions have none.
        answering = List.copyOf(Objects.requireNonNullElse(answering, List.of()));
        shadowing = List.copyOf(Objects.requireNonNullElse(shadowing, List.of()));
    }

    /**
     * A version that answers a question.
     *
     * @param topic such as {@code forecast oil}: one version a topic
     */
    public record Answering(String topic, String version, String reason, Instant since) {}

    /**
     * A version at work.
     *
     * @param reason why it was released, promoted or started
     * @param from time of the first sample it was to judge, where that is known
     */
    public record Running(
            String version,
            double threshold,
            String reason,
            Optional<Instant> from,
            Instant since) {
        Running changed(ThresholdChanged changed) {
            return version.equals(changed.version())
                    ? new Running(version, changed.threshold(), reason, from, since)
                    : this;
        }
    }

    /** What a version is to its machine. */
    public enum Standing {
        CANDIDATE,
        LIVE,
        SHADOW,
        RETIRED
    }

    static Served nothing(TenantId tenant, MachineId machine) {
        return new Served(
                tenant,
                machine,
                Optional.empty(),
                Optional.empty(),
                0,
                List.of(),
                List.of(),
                List.of());
    }

    public Standing standing(String version) {
        if (isRunning(live, version)
                || answering.stream().anyMatch(one -> one.version().equals(version))) {
            return Standing.LIVE;
        }
        if (isRunning(shadow, version)
                || shadowing.stream().anyMatch(one -> one.version().equals(version))) {
            return Standing.SHADOW;
        }
        return retired.contains(version) ? Standing.RETIRED : Standing.CANDIDATE;
    }

    static boolean isRunning(Optional<Running> running, String version) {
        return running.filter(one -> one.version().equals(version)).isPresent();
    }

    Served after(ThresholdChanged changed) {
        return new Served(
                tenant,
                machine,
                live.map(running -> running.changed(changed)),
                shadow.map(running -> running.changed(changed)),
                generation,
                retired,
                answering,
                shadowing);
    }

    Served after(PredictorReleased released) {
        var gone = new ArrayList<>(retired);
        var all = new ArrayList<Answering>();
        var now =
                new Answering(
                        released.topic(), released.version(), released.reason(), released.at());
        for (Answering one : answering) {
            boolean replaced = one.topic().equals(released.topic());
            all.add(replaced ? now : one);
            if (replaced && !one.version().equals(released.version())) {
                gone.add(one.version());
            }
        }
        if (!all.contains(now)) {
            all.add(now);
        }
        gone.removeIf(released.version()::equals);
        return new Served(
                tenant,
                machine,
                live,
                shadow,
                released.generation(),
                gone,
                all,
                shadowing.stream()
                        .filter(one -> !one.version().equals(released.version()))
                        .toList());
    }

    Served after(PredictorShadowed shadowed) {
        var all = new ArrayList<Answering>(shadowing);
        all.removeIf(one -> one.topic().equals(shadowed.topic()));
        all.add(new Answering(shadowed.topic(), shadowed.version(), "", shadowed.at()));
        return new Served(
                tenant, machine, live, shadow, shadowed.generation(), retired, answering, all);
    }

    /** The version that answers a topic. */
    public Optional<Answering> answering(String topic) {
        return answering.stream().filter(one -> one.topic().equals(topic)).findFirst();
    }

    Served after(VersionReleased released) {
        var now =
                new Running(
                        released.version(),
                        released.threshold(),
                        released.reason(),
                        Optional.empty(),
                        released.at());
        var rest = shadow.filter(running -> !running.version().equals(released.version()));
        return new Served(
                tenant,
                machine,
                Optional.of(now),
                rest,
                released.generation(),
                retiredBy(released.version()),
                answering,
                shadowing);
    }

    Served after(ShadowStarted started) {
        var now =
                new Running(
                        started.version(),
                        started.threshold(),
                        "",
                        Optional.of(started.from()),
                        started.at());
        return new Served(
                tenant,
                machine,
                live,
                Optional.of(now),
                started.generation(),
                retired,
                answering,
                shadowing);
    }

    Served after(ShadowStopped stopped) {
        return new Served(
                tenant,
                machine,
                live,
                Optional.empty(),
                stopped.generation(),
                retired,
                answering,
                shadowing);
    }

    Served after(VersionPromoted promoted) {
        var now =
                shadow.map(running ->
                        new Running(
                                running.version(),
                                running.threshold(),
                                promoted.reason(),
                                running.from(),
                                promoted.at()));
        return new Served(
                tenant,
                machine,
                now,
                Optional.empty(),
                promoted.generation(),
                retiredBy(promoted.to()),
                answering,
                shadowing);
    }

    private List<String> retiredBy(String nowLive) {
        var all = new ArrayList<>(retired);
        live.map(Running::version).ifPresent(all::add);
        all.removeIf(nowLive::equals);
        return all;
    }
}
