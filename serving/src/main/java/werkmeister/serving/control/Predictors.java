package werkmeister.serving.control;

import werkmeister.serving.control.Served.Standing;
import werkmeister.serving.control.ServingCommand.PromotePredictor;
import werkmeister.serving.control.ServingCommand.Release;
import werkmeister.serving.control.ServingCommand.StartShadow;
import werkmeister.serving.control.ServingEvent.PredictorReleased;
import werkmeister.serving.control.ServingEvent.PredictorShadowed;
import werkmeister.serving.feedback.AnswerComparison;
import werkmeister.serving.release.Appraisal;
import werkmeister.units.Refusal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Judges what is asked of versions that answer questions. */
final class Predictors {
    private final Serving serving;

    Predictors(Serving serving) {
        this.serving = serving;
    }

    PredictorReleased released(Release release, Appraisal appraisal, Instant now) {
        var served = serving.served(release.tenant(), release.machine());
        Serving.checkGeneration(served, release.generation());
        Serving.ofMachine(release.version(), release.machine());
        if (served.standing(release.version()) == Standing.LIVE) {
            throw Refusal.conflict(
                    "Version (%s) already answers (%s)."
                            .formatted(release.version(), appraisal.topic()));
        }
        return new PredictorReleased(
                release.tenant(),
                release.machine(),
                appraisal.topic(),
                release.version(),
                Serving.text("reason", release.reason()),
                Serving.refused(release, appraisal.verdict(), appraisal.words()),
                served.generation() + 1,
                now,
                Optional.empty());
    }

    List<ServingEvent> shadowed(StartShadow start, Appraisal appraisal, Instant now) {
        var served = serving.served(start.tenant(), start.machine());
        Serving.ofMachine(start.version(), start.machine());
        String topic = appraisal.topic();
        switch (served.standing(start.version())) {
            case SHADOW -> {
                return List.of();
            }
            case LIVE ->
                    throw Refusal.conflict(
                            "Version (%s) answers (%s): it cannot be its own shadow."
                                    .formatted(start.version(), topic));
            case CANDIDATE, RETIRED -> {}
        }
        if (served.answering(topic).isEmpty()) {
            throw Refusal.conflict(
                    "No version answers (%s) about machine (%s): release one first."
                            .formatted(topic, start.machine()));
        }
        return List.of(
                new PredictorShadowed(
                        start.tenant(),
                        start.machine(),
                        topic,
                        start.version(),
                        served.generation() + 1,
                        now));
    }

    PredictorReleased promoted(PromotePredictor promote, Instant now) {
        var served = serving.served(promote.tenant(), promote.machine());
        var shadow =
                served.shadowing().stream()
                        .filter(one -> one.version().equals(promote.version()))
                        .findFirst()
                        .orElseThrow(() ->
                                Refusal.conflict(
                                        "Version (%s) is not in the shadow of one that answers: start it as shadow first."
                                                .formatted(promote.version())));
        return new PredictorReleased(
                promote.tenant(),
                promote.machine(),
                shadow.topic(),
                promote.version(),
                reason(promote),
                false,
                served.generation() + 1,
                now,
                promote.comparison());
    }

    private static String reason(PromotePredictor promote) {
        if (!promote.reason().isBlank()) {
            return Serving.text("reason", promote.reason());
        }
        return promote.comparison()
                .filter(AnswerComparison::better)
                .map(comparison -> comparison.reason().en())
                .orElseThrow(() ->
                        Refusal.conflict(
                                "Version (%s) is not better than the one that answers%s Give a reason to promote it anyway."
                                        .formatted(
                                                promote.version(),
                                                promote.comparison()
                                                        .map(one -> ": " + one.reason().en())
                                                        .orElse("."))));
    }
}
