package werkmeister.serving.control;

import werkmeister.plant.machine.MachineId;
import werkmeister.serving.feedback.AnswerComparison;
import werkmeister.serving.feedback.Comparison;
import werkmeister.serving.finding.AnswerVerdict;
import werkmeister.serving.finding.Finding;
import werkmeister.serving.finding.Verdict;
import werkmeister.serving.release.Appraisal;
import werkmeister.serving.release.GateReport;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.Optional;

/** What happened in the serving rooms. */
public sealed interface ServingEvent {
    TenantId tenant();

    record GateRecorded(TenantId tenant, MachineId machine, GateReport report, Instant at)
            implements ServingEvent {}

    record AppraisalRecorded(TenantId tenant, MachineId machine, Appraisal appraisal, Instant at)
            implements ServingEvent {}

    /**
     * From now on the version answers its topic; {@code generation} is the machine's after it.
     *
     * @param comparison with the version before, where it was its shadow
     */
    record PredictorReleased(
            TenantId tenant,
            MachineId machine,
            String topic,
            String version,
            String reason,
            boolean forced,
            long generation,
            Instant at,
            Optional<AnswerComparison> comparison)
            implements ServingEvent {}

    /** The version is compared with the one that answers its topic; it answers nobody. */
    record PredictorShadowed(
            TenantId tenant,
            MachineId machine,
            String topic,
            String version,
            long generation,
            Instant at)
            implements ServingEvent {}

    record ThresholdChanged(
            TenantId tenant,
            MachineId machine,
            String version,
            double threshold,
            String reason,
            Instant at)
            implements ServingEvent {}

    /** {@code generation} is the machine's after the release. */
    record VersionReleased(
            TenantId tenant,
            MachineId machine,
            String version,
            double threshold,
            String reason,
            boolean forced,
            long generation,
            Instant at)
            implements ServingEvent {}

    record ShadowStarted(
            TenantId tenant,
            MachineId machine,
            String version,
            double threshold,
            Instant from,
            long generation,
            Instant at)
            implements ServingEvent {}

    record ShadowStopped(
            TenantId tenant,
            MachineId machine,
            String version,
            String reason,
            long generation,
            Instant at)
            implements ServingEvent {}

    record VersionPromoted(
            TenantId tenant,
            MachineId machine,
            String from,
            String to,
            String reason,
            Optional<Comparison> comparison,
            long generation,
            Instant at)
            implements ServingEvent {}

    record FindingRaised(TenantId tenant, Finding finding, Instant at) implements ServingEvent {}

    /** The finding as it is now, verdict apart. */
    record FindingExtended(TenantId tenant, Finding finding, Instant at) implements ServingEvent {}

    record FindingClosed(TenantId tenant, MachineId machine, String findingId, Instant at)
            implements ServingEvent {}

    /**
     * A finding of the shadow: seen by nobody, only compared. {@code running} until it has gone
     * quiet.
     */
    record ShadowFindingObserved(TenantId tenant, Finding finding, boolean running, Instant at)
            implements ServingEvent {}

    record VerdictGiven(TenantId tenant, MachineId machine, String findingId, Verdict verdict)
            implements ServingEvent {}

    record AnswerJudged(TenantId tenant, AnswerVerdict verdict) implements ServingEvent {}

    /** Nothing runs on the machine any more, and its findings are known no longer. */
    record MachineForgotten(TenantId tenant, MachineId machine, Instant at)
            implements ServingEvent {}

    /** What ran for an exported tenant and what was found is back. */
    record ServingRestored(TenantId tenant, ServingBook book, Instant at) implements ServingEvent {}
}
