package werkmeister.serving.finding;

import werkmeister.learning.model.Explanation;
import werkmeister.plant.machine.MachineId;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something unusual that a released model saw: a hint for people, never an alarm or a safety
 * function.
 *
 * @param id such as {@code finding-7}
 * @param version that raised it, such as {@code press-1/v1}
 * @param from first sample above the threshold
 * @param to last sample above the threshold so far
 * @param peak the highest score, reached at {@code peakAt}
 * @param threshold that was live
 * @param explanation at the peak, at most five parts
 * @param sentence in German and English
 */
public record Finding(
        String id,
        TenantId tenant,
        MachineId machine,
        String version,
        Instant from,
        Instant to,
        double peak,
        Instant peakAt,
        double threshold,
        List<Explanation.Part> explanation,
        Sentence sentence,
        Optional<Verdict> verdict) {
    public Finding {
        explanation = List.copyOf(explanation);
    }

    /** The same sentence in both languages. */
    public record Sentence(String de, String en) {}
}
