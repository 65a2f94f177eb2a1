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
import java.util.Map;
import java.util.Optional;

/** What can be asked of the plant's book. */
public sealed interface PlantCommand {
    TenantId tenant();

    /** Makes a machine known. The same machine again changes nothing. */
    record RegisterMachine(Machine machine) implements PlantCommand {
        @Override
        public TenantId tenant() {
            return machine.tenant();
        }
    }

    /**
     * Records what came of a file; the files are durable already. The same source again changes
     * nothing.
     */
    record RecordImport(
            TenantId tenant,
            MachineId machine,
            String name,
            Sha256 sha256,
            long rows,
            long rejected,
            Instant first,
            Instant last,
            List<SampleFile> files,
            List<Signal> signals,
            Optional<ImportReading> reading,
            Optional<Novelty> readings)
            implements PlantCommand {
        public RecordImport {
            files = List.copyOf(files);
            signals = List.copyOf(signals);
        }
    }

    /** Records files that were rolled from live samples. */
    record RecordSamples(
            TenantId tenant,
            MachineId machine,
            List<SampleFile> files,
            List<Signal> signals,
            long rows,
            Instant first,
            Instant last)
            implements PlantCommand {
        public RecordSamples {
            files = List.copyOf(files);
            signals = List.copyOf(signals);
        }
    }

    /** Puts files with the same samples in the place of others: compaction. */
    record ReplaceFiles(
            TenantId tenant, MachineId machine, List<SampleFile> gone, List<SampleFile> files)
            implements PlantCommand {
        public ReplaceFiles {
            gone = List.copyOf(gone);
            files = List.copyOf(files);
        }
    }

    /** Records that files which others took the place of are no longer on the disk. */
    record DropFiles(TenantId tenant, MachineId machine, List<SampleFile> files)
            implements PlantCommand {
        public DropFiles {
            files = List.copyOf(files);
        }
    }

    /**
     * Says how long samples of a machine are kept.
     *
     * @param days empty for ever
     */
    record SetRetention(TenantId tenant, MachineId machine, Optional<Integer> days)
            implements PlantCommand {}

    /** Takes files off the books whose every sample is older than the machine keeps them. */
    record ExpireFiles(TenantId tenant, MachineId machine) implements PlantCommand {}

    /** Says where machines stand; all of them must be known. */
    record PlaceMachines(TenantId tenant, Map<MachineId, Place> placesByMachine)
            implements PlantCommand {
        public PlaceMachines {
            placesByMachine = Map.copyOf(placesByMachine);
        }
    }

    /** Forgets a machine; its files are erased next. */
    record RemoveMachine(TenantId tenant, MachineId machine) implements PlantCommand {}

    /** Records that no file of a removed machine is left. */
    record RecordErasure(TenantId tenant, MachineId machine) implements PlantCommand {}

    /** Brings an exported tenant's machines back in; it must have none. */
    record RestoreMachines(TenantId tenant, List<Plant.MachineState> machines)
            implements PlantCommand {
        public RestoreMachines {
            machines = List.copyOf(machines);
        }
    }
}
