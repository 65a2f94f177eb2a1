package werkmeister.plant.control;

import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.Place;
import werkmeister.plant.store.SampleFile;
import werkmeister.units.Sha256;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One machine's page. Files stand under their path: the same content recorded twice is one file.
 */
final class MachinePage {
    Machine machine;
    final Map<String, SampleFile> filesByPath = new LinkedHashMap<>();
    final Map<Sha256, ImportRecord> importsBySource = new LinkedHashMap<>();
    final Map<String, SampleFile> replacedByPath = new LinkedHashMap<>();
    Optional<Integer> keepDays = Optional.empty();
    Optional<Place> place = Optional.empty();

    MachinePage(Machine machine) {
        this.machine = machine;
    }

    void add(List<SampleFile> files) {
        for (SampleFile file : files) {
            // The newest record of a file decides its place: later files win over earlier ones
            // when read.
            filesByPath.remove(file.path());
            filesByPath.put(file.path(), file);
            replacedByPath.remove(file.path());
        }
    }

    /**
     * Puts the new files where the first of the old ones stood, so that what wins over what stays
     * the same.
     */
    void replace(List<SampleFile> gone, List<SampleFile> files) {
        var gonePaths = gone.stream().map(SampleFile::path).collect(Collectors.toSet());
        var before = List.copyOf(filesByPath.values());
        filesByPath.clear();
        boolean placed = false;
        for (SampleFile file : before) {
            if (!gonePaths.contains(file.path())) {
                filesByPath.put(file.path(), file);
            } else if (!placed) {
                add(files);
                placed = true;
            }
        }
        gone.stream()
                .filter(file -> !filesByPath.containsKey(file.path()))
                .forEach(file -> replacedByPath.put(file.path(), file));
    }

    void expire(List<SampleFile> files) {
        for (SampleFile file : files) {
            filesByPath.remove(file.path());
            replacedByPath.put(file.path(), file);
        }
    }

    void drop(List<SampleFile> files) {
        files.forEach(file -> replacedByPath.remove(file.path()));
    }

    Plant.MachineState state() {
        return new Plant.MachineState(
                machine,
                List.copyOf(filesByPath.values()),
                List.copyOf(importsBySource.values()),
                List.copyOf(replacedByPath.values()),
                keepDays,
                place);
    }
}
