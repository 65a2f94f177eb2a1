package werkmeister.serving.finding;

import werkmeister.plant.machine.MachineId;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.Optional;

/**
 * What a person says of an answer: whether it was right, and what the truth was, where it is known.
 *
 * @param topic that was answered, such as {@code classify grade}
 * @param version that answered
 * @param from of what the answer is about: a cycle's first sample, or the time as of which it was
 *     given; {@code to} is the last sample
 * @param told the class that was answered; empty for other answers
 * @param trueClass what the class really was
 * @param failedAt when the machine really failed
 * @param at when it was given; before that, nothing is meant by it
 */
public record AnswerVerdict(
        TenantId tenant,
        MachineId machine,
        String topic,
        String version,
        Instant from,
        Instant to,
        Kind kind,
        Optional<String> told,
        Optional<String> trueClass,
        Optional<Instant> failedAt,
        String by,
        Instant at,
        String note) {
    public enum Kind {
        RIGHT,
        WRONG
    }

    /** The same, given at a time. */
    public AnswerVerdict givenAt(Instant now) {
        return new AnswerVerdict(
                tenant, machine, topic, version, from, to, kind, told, trueClass, failedAt, by, now,
                note);
    }

    /** Whether both are about the same answer, whichever version gave it. */
    public boolean isAboutTheSameAs(AnswerVerdict other) {
        return tenant.equals(other.tenant)
                && machine.equals(other.machine)
                && topic.equals(other.topic)
                && from.equals(other.from);
    }

    /** Whether both say the same. */
    public boolean saysTheSameAs(AnswerVerdict other) {
        return isAboutTheSameAs(other)
                && to.equals(other.to)
                && kind == other.kind
                && trueClass.equals(other.trueClass)
                && failedAt.equals(other.failedAt)
                && note.equals(other.note);
    }
}
