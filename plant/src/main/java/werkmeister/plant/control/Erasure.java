package werkmeister.plant.control;

import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleFile;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The removal of a machine with all its samples.
 *
 * @param files how many there were
 * @param rows samples in them
 * @param bytes that they took
 * @param manifest SHA-256 over a line a file in order of path: its own SHA-256, two blanks, its
 *     path
 * @param removed when the machine was removed
 * @param erased when its files were gone from the disk; empty until then
 */
public record Erasure(
        TenantId tenant,
        MachineId machine,
        long files,
        long rows,
        long bytes,
        Sha256 manifest,
        Instant removed,
        Optional<Instant> erased) {
    static Erasure of(TenantId tenant, MachineId machine, List<SampleFile> files, Instant at) {
        return new Erasure(
                tenant,
                machine,
                files.size(),
                files.stream().mapToLong(SampleFile::rows).sum(),
                files.stream().mapToLong(SampleFile::bytes).sum(),
                manifest(files),
                at,
                Optional.empty());
    }

    static Sha256 manifest(List<SampleFile> files) {
        String lines =
                files.stream()
                        .sorted(Comparator.comparing(SampleFile::path))
                        .map(file -> file.sha256().value() + "  " + file.path() + "\n")
                        .collect(Collectors.joining());
        return Sha256.of(lines.getBytes(StandardCharsets.UTF_8));
    }

    Erasure at(Instant time) {
        return new Erasure(
                tenant, machine, files, rows, bytes, manifest, removed, Optional.of(time));
    }

    /** Whether its files may still be on the disk. */
    public boolean pending() {
        return erased.isEmpty();
    }
}
