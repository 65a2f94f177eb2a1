package werkmeister.serving.control;

import werkmeister.serving.finding.AnswerVerdict;

import java.util.List;
import java.util.Objects;

/** What runs for one tenant, what the gate said, and all findings. */
public record ServingBook(
        List<Served> served,
        List<Serving.TenantGate> gates,
        List<TrackedFinding> findings,
        List<TrackedFinding> shadowFindings,
        List<TenantAppraisal> appraisals,
        List<AnswerVerdict> answerVerdicts) {
    public ServingBook {
        served = List.copyOf(served);
        gates = List.copyOf(gates);
        findings = List.copyOf(findings);
        shadowFindings = List.copyOf(shadowFindings);
        // Books that are older than questions have none.
        appraisals = List.copyOf(Objects.requireNonNullElse(appraisals, List.of()));
        answerVerdicts = List.copyOf(Objects.requireNonNullElse(answerVerdicts, List.of()));
    }
}
