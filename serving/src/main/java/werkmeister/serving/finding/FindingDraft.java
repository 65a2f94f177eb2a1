package werkmeister.serving.finding;

import werkmeister.learning.model.Explanation;
import werkmeister.plant.machine.MachineId;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A finding as live scoring sees it so far, before the book has given it an id. The parts are those
 * of {@link Finding}.
 */
public record FindingDraft(
        MachineId machine,
        String version,
        Instant from,
        Instant to,
        double peak,
        Instant peakAt,
        double threshold,
        List<Explanation.Part> explanation,
        Finding.Sentence sentence) {
    /** More signals than this do not explain. */
    public static final int PARTS_MAX = 5;

    public FindingDraft {
        explanation = explanation.stream().limit(PARTS_MAX).toList();
        if (to.isBefore(from)) {
            throw Refusal.invalid(
                    "The finding of machine (%s) must end (%s) after it starts (%s)."
                            .formatted(machine, to, from));
        }
    }

    /** The finding with its id. */
    public Finding raised(String id, TenantId tenant) {
        return new Finding(
                id,
                tenant,
                machine,
                version,
                from,
                to,
                peak,
                peakAt,
                threshold,
                explanation,
                sentence,
                Optional.empty());
    }

    /**
     * An existing finding after this draft: longer, or higher with another explanation; never
     * shorter.
     */
    public Finding extended(Finding finding) {
        boolean higher = peak > finding.peak();
        return new Finding(
                finding.id(),
                finding.tenant(),
                finding.machine(),
                finding.version(),
                finding.from(),
                to.isAfter(finding.to()) ? to : finding.to(),
                higher ? peak : finding.peak(),
                higher ? peakAt : finding.peakAt(),
                finding.threshold(),
                higher ? explanation : finding.explanation(),
                higher ? sentence : finding.sentence(),
                finding.verdict());
    }
}
