package werkmeister.plant.control;

import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleFile;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.List;

/**
 * Files of a machine whose every sample is older than the machine keeps them.
 *
 * @param files that are on the books no longer
 * @param rows samples in them
 * @param manifest SHA-256 over them, as in {@link Erasure}
 * @param before what is older than this was to go
 */
public record Expiry(
        TenantId tenant,
        MachineId machine,
        List<SampleFile> files,
        long rows,
        Sha256 manifest,
        Instant before) {
    public Expiry {
        files = List.copyOf(files);
    }

    static Expiry of(TenantId tenant, MachineId machine, List<SampleFile> all, Instant before) {
        List<SampleFile> files = all.stream().filter(file -> file.last().isBefore(before)).toList();
        return new Expiry(
                tenant,
                machine,
                files,
                files.stream().mapToLong(SampleFile::rows).sum(),
                Erasure.manifest(files),
                before);
    }
}
