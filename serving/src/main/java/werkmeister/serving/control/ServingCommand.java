package werkmeister.serving.control;

import werkmeister.plant.machine.MachineId;
import werkmeister.serving.feedback.AnswerComparison;
import werkmeister.serving.feedback.Comparison;
import werkmeister.serving.finding.AnswerVerdict;
import werkmeister.serving.finding.FindingDraft;
import werkmeister.serving.finding.Verdict;
import werkmeister.serving.release.Appraisal;
import werkmeister.serving.release.GateReport;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.Optional;

/**
 * What people and the loop want of the serving rooms. A {@code generation} says which state of the
 * machine the sender has seen: if it has moved on, the command is refused; empty asks for whatever
 * is there.
 */
public sealed interface ServingCommand {
    TenantId tenant();

    /** Keeps what the gate said of a version; a later report replaces an earlier one. */
    record RecordGate(TenantId tenant, MachineId machine, GateReport report)
            implements ServingCommand {}

    /** Keeps what was said of a version that answers a question. */
    record RecordAppraisal(TenantId tenant, MachineId machine, Appraisal appraisal)
            implements ServingCommand {}

    /** Sets the threshold of the live or shadow version by hand. */
    record ChangeThreshold(
            TenantId tenant, MachineId machine, String version, double threshold, String reason)
            implements ServingCommand {}

    /**
     * Makes a version live, or lets it answer its question; {@code force} overrides a gate that
     * refused, not one that is missing.
     */
    record Release(
            TenantId tenant,
            MachineId machine,
            String version,
            String reason,
            boolean force,
            Optional<Long> generation)
            implements ServingCommand {}

    /**
     * Runs a version beside the live one. {@code from} is the time of the first sample that it will
     * judge.
     */
    record StartShadow(TenantId tenant, MachineId machine, String version, Instant from)
            implements ServingCommand {}

    record StopShadow(TenantId tenant, MachineId machine, String reason)
            implements ServingCommand {}

    /**
     * Makes the shadow live. Without a reason of its own it must be better by the comparison, whose
     * reason counts.
     */
    record Promote(
            TenantId tenant,
            MachineId machine,
            String version,
            Optional<Comparison> comparison,
            String reason,
            Optional<Long> generation)
            implements ServingCommand {}

    /**
     * Lets the shadow of a version that answers a question take its place. Without a reason of its
     * own it must be better by the comparison, whose reason counts.
     */
    record PromotePredictor(
            TenantId tenant,
            MachineId machine,
            String version,
            Optional<AnswerComparison> comparison,
            String reason)
            implements ServingCommand {}

    /**
     * Reports a finding of the live or the shadow version; one that is already known is extended.
     */
    record RaiseFinding(TenantId tenant, FindingDraft draft) implements ServingCommand {}

    /** Reports that a finding lasts or has become higher. */
    record ExtendFinding(TenantId tenant, FindingDraft draft) implements ServingCommand {}

    /** Reports that a finding has gone quiet. */
    record CloseFinding(TenantId tenant, FindingDraft draft) implements ServingCommand {}

    /** Judges a finding. Another verdict on a judged one needs {@code replace}. */
    record GiveVerdict(
            TenantId tenant,
            String findingId,
            Verdict.Kind verdict,
            String by,
            String note,
            boolean replace)
            implements ServingCommand {}

    /** Judges an answer. Another verdict on a judged one needs {@code replace}. */
    record JudgeAnswer(TenantId tenant, AnswerVerdict verdict, boolean replace)
            implements ServingCommand {}

    /** Forgets what runs on a machine, what the gate said of its versions, and its findings. */
    record ForgetMachine(TenantId tenant, MachineId machine) implements ServingCommand {}

    /** Brings back what ran for an exported tenant and what was found. */
    record RestoreServing(TenantId tenant, ServingBook book) implements ServingCommand {}
}
