package werkmeister.factory.tenant;

import werkmeister.units.GpuCount;
import werkmeister.units.Refusal;

import java.util.Optional;

/**
 * Tenants, or groups of them, that share a quota: an inner node of the quota tree.
 *
 * @param parent the group it belongs to; empty: the site
 * @param gpus that all within are owed together
 * @param gpuLimit most GPUs that all within hold at once
 * @param weight against its sisters
 */
public record Group(
        String name,
        Optional<String> parent,
        GpuCount gpus,
        Optional<GpuCount> gpuLimit,
        int weight) {
    public Group {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw Refusal.invalid(
                    "The name of a group (%s) must be 1 to 63 lower-case letters, digits or hyphens."
                            .formatted(name));
        }
        if (weight < 1 || weight > Tenant.WEIGHT_MAX) {
            throw Refusal.invalid(
                    "The weight of the group %s (%d) must be 1 to %d."
                            .formatted(name, weight, Tenant.WEIGHT_MAX));
        }
        if (gpuLimit.isPresent() && gpuLimit.get().compareTo(gpus) < 0) {
            throw Refusal.invalid(
                    "The limit of the group %s (%d GPUs) must not be below what it is owed (%d GPUs)."
                            .formatted(name, gpuLimit.get().gpus(), gpus.gpus()));
        }
    }
}
