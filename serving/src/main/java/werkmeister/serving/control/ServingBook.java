package werkmeister.serving.control;

import java.util.List;

/** What runs for one tenant, what the gate said, and all findings. */
public record ServingBook(
        List<Served> served,
        List<Serving.TenantGate> gates,
        List<TrackedFinding> findings,
        List<TrackedFinding> shadowFindings) {
    public ServingBook {
        served = List.copyOf(served);
        gates = List.copyOf(gates);
        findings = List.copyOf(findings);
        shadowFindings = List.copyOf(shadowFindings);
    }
}
