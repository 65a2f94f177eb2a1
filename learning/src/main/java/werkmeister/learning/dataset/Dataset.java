package werkmeister.learning.dataset;

import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleFile;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.util.List;

/**
 * The samples that a model learns from, fixed for ever by a content hash over tenant, machine,
 * files, signals and span. Late data makes another dataset, never a silent change of this one.
 */
public record Dataset(
        TenantId tenant,
        MachineId machine,
        List<SampleFile> files,
        List<String> signals,
        TimeSpan span,
        Sha256 hash) {
    public Dataset {
        files = List.copyOf(files);
        signals = List.copyOf(signals);
    }

    /** Fixes a dataset: the hash follows from everything else. */
    public static Dataset of(
            TenantId tenant,
            MachineId machine,
            List<SampleFile> files,
            List<String> signals,
            TimeSpan span) {
        var content = new StringBuilder();
        content.append(tenant).append('\n').append(machine).append('\n');
        content.append(span.from()).append('\n').append(span.to()).append('\n');
        signals.forEach(signal -> content.append("signal ").append(signal).append('\n'));
        files.forEach(file -> content.append("file ").append(file.sha256()).append('\n'));
        return new Dataset(tenant, machine, files, signals, span, Sha256.of(content.toString()));
    }
}
