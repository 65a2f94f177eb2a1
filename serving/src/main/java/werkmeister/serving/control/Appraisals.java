package werkmeister.serving.control;

import werkmeister.plant.machine.MachineId;
import werkmeister.serving.release.Appraisal;
import werkmeister.units.TenantId;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was said of the versions that answer questions. */
final class Appraisals {
    private record Key(TenantId tenant, String version) {}

    private final Map<Key, TenantAppraisal> byVersion = new LinkedHashMap<>();

    void put(TenantAppraisal appraisal) {
        byVersion.put(new Key(appraisal.tenant(), appraisal.appraisal().version()), appraisal);
    }

    Optional<Appraisal> find(TenantId tenant, String version) {
        return Optional.ofNullable(byVersion.get(new Key(tenant, version)))
                .map(TenantAppraisal::appraisal);
    }

    List<TenantAppraisal> all() {
        return List.copyOf(byVersion.values());
    }

    void forget(TenantId tenant, MachineId machine) {
        byVersion
                .keySet()
                .removeIf(key ->
                        key.tenant().equals(tenant) && key.version().startsWith(machine + "/v"));
    }
}
