package werkmeister.plant.control;

import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleFile;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One import of a file.
 *
 * @param id such as {@code import-3}
 * @param name the source file's name
 * @param sha256 of the source file's bytes
 * @param rows samples kept
 * @param rejected cells or rows of the source that could not be read
 * @param first time of the first sample
 * @param last time of the last sample
 * @param files what the store wrote
 * @param reading how the file was read; empty for imports of before that was kept
 * @param readings what was new; empty for imports of before that was counted
 */
public record ImportRecord(
        String id,
        TenantId tenant,
        MachineId machine,
        String name,
        Sha256 sha256,
        long rows,
        long rejected,
        Instant first,
        Instant last,
        List<SampleFile> files,
        Instant at,
        Optional<ImportReading> reading,
        Optional<Novelty> readings) {
    public ImportRecord {
        files = List.copyOf(files);
    }
}
