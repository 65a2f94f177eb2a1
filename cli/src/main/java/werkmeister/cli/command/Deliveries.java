package werkmeister.cli.command;

import werkmeister.plant.ingest.Ingest;
import werkmeister.plant.ingest.ReadOptions;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.table.Understanding;
import werkmeister.plant.table.Understanding.Column;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which files of which machine a person means who names files and folders.
 *
 * <p>Of a folder every file of data is meant, at any depth, in the order of their names as people
 * count. Its sub-folders are components of the machine: where two of them have a signal of the same
 * name, the component stands before it. Files that each hold one signal without a name give it
 * theirs.
 */
final class Deliveries {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final Set<String> DATA =
            Set.of("csv", "tsv", "txt", "dat", "gz", "zip", "xlsx", "parquet", "pq", "log", "asc");

    /** Of a file of columns there is no first megabyte to look at. */
    private static final long GLANCE_BYTES_MAX = 64L << 20;

    private static final Pattern NO_DATA =
            Pattern.compile("(?i)(read.?me|lies.?mich|licen[sc]e|description|documentation).*");

    /**
     * By name as people count: {@code 2.csv} before {@code 10.csv}. A live version sees the files
     * in the order in which they come, and a shell sorts by letters.
     */
    private static final Comparator<Path> IN_ORDER =
            Comparator.comparing(Deliveries::counted).thenComparing(Path::toString);

    /**
     * One file of one machine.
     *
     * @param machine as a person calls it
     * @param signal the name of its only signal, where its column has none
     * @param component of the machine that its signals belong to
     */
    record Delivery(
            String machine, Path file, Optional<String> signal, Optional<String> component) {
        /** The options, with the names that the delivery gives where a person gave none. */
        ReadOptions in(ReadOptions options) {
            boolean names = options.arrangement().signal().isEmpty() && signal.isPresent();
            ReadOptions named = names ? options.withSignal(signal.get()) : options;
            return component.isPresent() ? named.withComponent(component.get()) : named;
        }
    }

    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Path> leftOut = new ArrayList<>();
    private final Function<Path, Understanding> glance;

    private Deliveries(ReadOptions options) {
        glance = file -> Ingest.glance(file, options);
    }

    /** All files are of one machine. */
    static Deliveries of(String machine, List<Path> named, ReadOptions options) {
        var found = new Deliveries(options);
        var files = new ArrayList<Path>();
        for (Path each : named) {
            files.addAll(found.dataFiles(each));
        }
        files.sort(IN_ORDER);
        found.deliver(machine, files);
        return found;
    }

    /** Each sub-folder is a machine, and so is each file that lies beside them. */
    static Deliveries perFolder(List<Path> named, ReadOptions options) {
        var found = new Deliveries(options);
        Map<String, List<Path>> filesByMachine = new LinkedHashMap<>();
        for (Path each : named) {
            for (Path file : found.dataFiles(each)) {
                boolean direct = each.equals(file) || each.equals(file.getParent());
                String machine = direct ? stem(file) : each.relativize(file).getName(0).toString();
                filesByMachine.computeIfAbsent(machine, _ -> new ArrayList<>()).add(file);
            }
        }
        filesByMachine.forEach(found::deliver);
        return found;
    }

    List<Delivery> all() {
        return List.copyOf(deliveries);
    }

    /** Files of a folder that hold no data by their names. */
    List<Path> leftOut() {
        return List.copyOf(leftOut);
    }

    /** The machines by their ids, each as a person calls it. */
    Map<MachineId, String> machines() {
        Map<MachineId, String> machines = new LinkedHashMap<>();
        for (Delivery each : deliveries) {
            machines.putIfAbsent(id(each.machine()), each.machine());
        }
        return machines;
    }

    /** A name that is an id already is left as it is. */
    static MachineId id(String machine) {
        return machine.matches("[a-z0-9][a-z0-9-]{0,62}")
                ? new MachineId(machine)
                : MachineId.named(machine);
    }

    private void deliver(String machine, List<Path> files) {
        Map<Path, Understanding> glances = files.size() > 1 ? glances(files) : Map.of();
        boolean nameless =
                glances.size() == files.size()
                        && files.size() > 1
                        && glances.values().stream().allMatch(Ingest::isNameless)
                        && differByMoreThanNumbers(files);
        boolean components = !nameless && shareSignals(glances);
        for (Path file : files) {
            deliveries.add(
                    new Delivery(
                            machine,
                            file,
                            nameless ? Optional.of(stem(file)) : Optional.empty(),
                            components ? Optional.of(folderOf(file)) : Optional.empty()));
        }
    }

    /** What cannot be read is left to the import to refuse. */
    private Map<Path, Understanding> glances(List<Path> files) {
        Map<Path, Understanding> glances = new LinkedHashMap<>();
        for (Path file : files) {
            if (nameOf(file).endsWith(".parquet") && size(file) > GLANCE_BYTES_MAX) {
                continue;
            }
            try {
                glances.put(file, glance.apply(file));
            } catch (werkmeister.units.Refusal _) {
                continue;
            }
        }
        return glances;
    }

    /** Parts of one recording are numbered or dated; files of different signals have names. */
    private static boolean differByMoreThanNumbers(List<Path> files) {
        var seen = new HashSet<String>();
        return files.stream()
                .map(file -> stem(file).toLowerCase(Locale.ROOT).replaceAll("[0-9._ -]", ""))
                .allMatch(letters -> !letters.isEmpty() && seen.add(letters));
    }

    /**
     * Whether two folders have a signal of the same name at the same time: folders of different
     * years are no components.
     */
    private static boolean shareSignals(Map<Path, Understanding> glances) {
        var filesBySignal = new LinkedHashMap<String, List<Path>>();
        for (var each : glances.entrySet()) {
            for (Column column : each.getValue().signals()) {
                if (column.measured()) {
                    var others =
                            filesBySignal.computeIfAbsent(column.name(), _ -> new ArrayList<>());
                    if (others.stream().anyMatch(other -> clash(other, each.getKey(), glances))) {
                        return true;
                    }
                    others.add(each.getKey());
                }
            }
        }
        return false;
    }

    private static boolean clash(Path one, Path other, Map<Path, Understanding> glances) {
        var first = Objects.requireNonNull(glances.get(one));
        var second = Objects.requireNonNull(glances.get(other));
        return !folderOf(one).equals(folderOf(other))
                && first.start().isPresent()
                && second.start().isPresent()
                && !first.end().orElseThrow().isBefore(second.start().get())
                && !second.end().orElseThrow().isBefore(first.start().get());
    }

    private List<Path> dataFiles(Path named) {
        if (!Files.isDirectory(named)) {
            return List.of(named);
        }
        try (Stream<Path> walk = Files.walk(named)) {
            var files = walk.filter(Files::isRegularFile).sorted(IN_ORDER).toList();
            files.stream().filter(file -> !isData(named, file)).forEach(leftOut::add);
            return files.stream().filter(file -> isData(named, file)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isData(Path root, Path file) {
        String name = nameOf(file);
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean hidden = false;
        for (Path part : root.relativize(file)) {
            hidden |= part.toString().startsWith(".");
        }
        return !hidden && DATA.contains(ending) && !NO_DATA.matcher(name).matches();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String stem(Path file) {
        return nameOf(file).replaceFirst("(?i)(\\.(gz|zip))?$", "").replaceFirst("\\.[^.]+$", "");
    }

    private static String nameOf(Path file) {
        return Objects.requireNonNull(file.getFileName()).toString();
    }

    private static String folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? "" : nameOf(folder);
    }

    private static String counted(Path file) {
        return DIGITS.matcher(file.toString())
                .replaceAll(digits -> "%019d".formatted(Long.parseLong(digits.group())));
    }
}
