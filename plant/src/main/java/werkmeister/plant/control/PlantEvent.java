package werkmeister.plant.control;

import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.machine.Place;
import werkmeister.plant.machine.Signal;
import werkmeister.plant.store.SampleFile;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

    /** Samples of the machine are kept for so many days; empty for ever. */
    record RetentionSet(TenantId tenant, MachineId machine, Optional<Integer> days)
            implements PlantEvent {}

    /** The files are on the books no longer; they lie on the disk until nobody reads them. */
    record FilesExpired(Expiry expiry) implements PlantEvent {
        @Override
        public TenantId tenant() {
            return expiry.tenant();
        }
    }

    /** Where a machine stands. */
    record MachinePlace(MachineId machine, Place place) {}

    /** The machines stand somewhere else than was known. */
    record MachinesPlaced(TenantId tenant, List<MachinePlace> places) implements PlantEvent {
        public MachinesPlaced {
            places = List.copyOf(places);
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
