package werkmeister.serving.control;

import werkmeister.plant.machine.MachineId;
import werkmeister.serving.finding.AnswerVerdict;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people said of answers, in the order in which they said it. */
final class AnswerVerdicts {
    /** Longer names of classes are sentences. */
    private static final int CLASS_LENGTH_MAX = 200;

    private final List<AnswerVerdict> all = new ArrayList<>();

    /** Judges a verdict; nothing where it is said already. */
    List<ServingEvent> given(ServingCommand.JudgeAnswer judge, Instant now) {
        AnswerVerdict verdict = judge.verdict();
        Serving.ofMachine(verdict.version(), verdict.machine());
        Serving.text("note", verdict.note());
        verdict.trueClass().ifPresent(AnswerVerdicts::requireClass);
        requireNoContradiction(verdict);
        verdict.failedAt().ifPresent(failed -> requireLater(failed, verdict.to(), now));
        Optional<AnswerVerdict> before = before(verdict);
        if (before.filter(verdict::saysTheSameAs).isPresent()) {
            return List.of();
        }
        if (before.isPresent() && !judge.replace()) {
            throw Refusal.conflict(
                    "The answer to (%s) as of (%s) was already judged %s by (%s): replace the verdict explicitly."
                            .formatted(
                                    verdict.topic(),
                                    verdict.from(),
                                    before.get().kind(),
                                    before.get().by()));
        }
        return List.of(new ServingEvent.AnswerJudged(verdict.tenant(), verdict.givenAt(now)));
    }

    private static void requireNoContradiction(AnswerVerdict verdict) {
        boolean right = verdict.kind() == AnswerVerdict.Kind.RIGHT;
        if (verdict.trueClass().isPresent()
                && right != verdict.trueClass().equals(verdict.told())) {
            throw Refusal.invalid(
                    "The answer (%s) cannot be %s if the class was (%s): leave one of them out."
                            .formatted(
                                    verdict.told().orElse("-"),
                                    verdict.kind(),
                                    verdict.trueClass().get()));
        }
    }

    private static void requireClass(String name) {
        if (name.isBlank() || name.length() > CLASS_LENGTH_MAX) {
            throw Refusal.invalid(
                    "The class (%s) must have 1 to %d characters."
                            .formatted(
                                    name.substring(0, Math.min(name.length(), 40)),
                                    CLASS_LENGTH_MAX));
        }
    }

    private static void requireLater(Instant failed, Instant answered, Instant now) {
        if (failed.isBefore(answered)) {
            throw Refusal.invalid(
                    "The failure (%s) lies before the answer (%s): name the time as of which the answer was given."
                            .formatted(failed, answered));
        }
        if (failed.isAfter(now)) {
            throw Refusal.invalid(
                    "The failure (%s) lies in the future: it is now (%s).".formatted(failed, now));
        }
    }

    private Optional<AnswerVerdict> before(AnswerVerdict verdict) {
        return all.stream().filter(verdict::isAboutTheSameAs).findFirst();
    }

    /** A verdict that is given again takes the place of the one before. */
    void put(AnswerVerdict verdict) {
        all.removeIf(verdict::isAboutTheSameAs);
        all.add(verdict);
    }

    List<AnswerVerdict> all() {
        return List.copyOf(all);
    }

    List<AnswerVerdict> of(TenantId tenant) {
        return all.stream().filter(one -> one.tenant().equals(tenant)).toList();
    }

    List<AnswerVerdict> of(TenantId tenant, MachineId machine) {
        return all.stream()
                .filter(one -> one.tenant().equals(tenant) && one.machine().equals(machine))
                .toList();
    }

    void forget(TenantId tenant, MachineId machine) {
        all.removeIf(one -> one.tenant().equals(tenant) && one.machine().equals(machine));
    }
}
