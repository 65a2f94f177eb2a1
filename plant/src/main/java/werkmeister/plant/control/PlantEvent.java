package werkmeister.plant.control;

import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.machine.Signal;
import werkmeister.plant.store.SampleFile;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.List;

/** What has happened in the plant. */
public sealed interface PlantEvent {
    TenantId tenant();

    record MachineRegistered(Machine machine) implements PlantEvent {
        @Override
        public TenantId tenant() {
            return machine.tenant();
        }
    }

    /** The machine gives signals that were not known of it before. */
    record SignalsExtended(TenantId tenant, MachineId machine, List<Signal> signals)
            implements PlantEvent {
        public SignalsExtended {
            signals = List.copyOf(signals);
        }
    }

    record ImportRecorded(ImportRecord record) implements PlantEvent {
        @Override
        public TenantId tenant() {
            return record.tenant();
        }
    }

    record SamplesRecorded(
            TenantId tenant,
            MachineId machine,
            List<SampleFile> files,
            long rows,
            Instant first,
            Instant last)
            implements PlantEvent {
        public SamplesRecorded {
            files = List.copyOf(files);
        }
    }

    /**
     * Others hold the same samples; those that are gone lie on the disk until nobody reads them.
     */
    record FilesReplaced(
            TenantId tenant, MachineId machine, List<SampleFile> gone, List<SampleFile> files)
            implements PlantEvent {
        public FilesReplaced {
            gone = List.copyOf(gone);
            files = List.copyOf(files);
        }
    }

    /** Files that were replaced are no longer on the disk. */
    record FilesDropped(TenantId tenant, MachineId machine, List<SampleFile> files)
            implements PlantEvent {
        public FilesDropped {
            files = List.copyOf(files);
        }
    }

    /** The machine is known no longer. The figures are those of its files. */
    record MachineRemoved(Erasure erasure) implements PlantEvent {
        @Override
        public TenantId tenant() {
            return erasure.tenant();
        }
    }

    /** No file of the removed machine is left on the disk. */
    record FilesErased(TenantId tenant, MachineId machine, Sha256 manifest, Instant at)
            implements PlantEvent {}

    /** The machines of an exported tenant are back, with their imports and files. */
    record MachinesRestored(TenantId tenant, List<Plant.MachineState> machines)
            implements PlantEvent {
        public MachinesRestored {
            machines = List.copyOf(machines);
        }
    }
}
