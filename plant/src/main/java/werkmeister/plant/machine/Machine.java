package werkmeister.plant.machine;

import werkmeister.units.TenantId;

import java.time.ZoneId;
import java.util.List;

/**
 * A machine of a tenant. The zone is where it stands: local times of its files and pages are read
 * in it.
 */
public record Machine(
        TenantId tenant, MachineId id, String name, ZoneId zone, List<Signal> signals) {
    public Machine {
        signals = List.copyOf(signals);
    }
}
