package werkmeister.plant.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses which small files of a machine become one. Live samples come in files of a few rows;
 * sixteen neighbours of one size become one of the next size, so that a row is written again about
 * once per size and not once per batch (size-tiered merging as in the log-structured merge-tree,
 * O'Neil et al. 1996). Of a month that is over, all neighbours become one.
 *
 * <p>Only neighbours in the manifest's order are joined, for a later file wins over an earlier one.
 */
public final class Compaction {
    /** Files of one size that become one of the next. */
    static final int FAN_IN = 16;

    private static final int SIZES = 4;

    private Compaction() {}

    /**
     * The next files to join, in their order; empty if there is nothing to do. Joined and put in
     * the place of the first, they give the same samples.
     *
     * @param files all files of a machine in the manifest's order
     * @param columns signals in a file at most
     */
    public static Optional<List<SampleFile>> next(List<SampleFile> files, int columns) {
        Map<String, List<SampleFile>> months = months(files);
        String latest = months.keySet().stream().max(Comparator.naturalOrder()).orElse("");
        long rowsMax = Math.max(1, SampleStore.MAX_VALUES_PER_FILE / (columns + 1));
        return months.entrySet().stream()
                .map(month ->
                        month.getKey().equals(latest)
                                ? bySize(month.getValue(), rowsMax)
                                : run(month.getValue(), new Wanted(1, rowsMax, 2), rowsMax))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<List<SampleFile>> bySize(List<SampleFile> month, long rowsMax) {
        long size = 1;
        for (int i = 0; i < SIZES; i++) {
            var wanted = new Wanted(size, size * FAN_IN, FAN_IN);
            Optional<List<SampleFile>> run = run(month, wanted, rowsMax);
            if (run.isPresent()) {
                return run;
            }
            size *= FAN_IN;
        }
        return Optional.empty();
    }

    /**
     * Neighbours that are worth joining: with fewer rows each than some number, and enough of them
     * with so many rows at least.
     */
    private record Wanted(long rowsLeast, long fewerRows, int least) {
        boolean isSmall(SampleFile file) {
            return file.rows() < fewerRows;
        }

        boolean isEnough(List<SampleFile> run) {
            return run.size() >= least
                    && run.stream().filter(file -> file.rows() >= rowsLeast).count() >= least;
        }
    }

    private static Optional<List<SampleFile>> run(
            List<SampleFile> month, Wanted wanted, long rowsMax) {
        var run = new ArrayList<SampleFile>();
        long rows = 0;
        for (SampleFile file : month) {
            if (!wanted.isSmall(file) || rows + file.rows() > rowsMax) {
                if (wanted.isEnough(run)) {
                    return Optional.of(run);
                }
                run.clear();
                rows = 0;
            }
            if (wanted.isSmall(file)) {
                run.add(file);
                rows += file.rows();
            }
        }
        return wanted.isEnough(run) ? Optional.of(run) : Optional.empty();
    }

    /** Files by the folder of their month: those of different months share no time. */
    private static Map<String, List<SampleFile>> months(List<SampleFile> files) {
        var months = new LinkedHashMap<String, List<SampleFile>>();
        for (SampleFile file : files) {
            String folder = file.path().substring(0, file.path().lastIndexOf('/'));
            months.computeIfAbsent(folder, _ -> new ArrayList<>()).add(file);
        }
        return months;
    }
}
