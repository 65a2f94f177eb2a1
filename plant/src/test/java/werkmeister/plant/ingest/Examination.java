package werkmeister.plant.ingest;

import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleStore;
import werkmeister.plant.store.SampleTable;
import werkmeister.plant.store.SampleWriting;
import werkmeister.plant.table.Understanding;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads a specimen as an import does, block by block on its way into a store, and says all that is
 * not as it must be.
 */
final class Examination {
    /** Blocks so small that even a file of two megabytes has several. */
    private static final Ingest.Limits SMALL_BLOCKS = new Ingest.Limits(0, 40_000);

    private static final int FOUR_MEGABYTES = 4 << 20;

    private final Specimen specimen;
    private final Path folder;
    private final List<String> complaints = new ArrayList<>();

    private Examination(Specimen specimen, Path folder) {
        this.specimen = specimen;
        this.folder = folder;
    }

    /** What is wrong, a line each; empty if nothing is. The folder is left as it was. */
    static String of(Specimen specimen, Path folder) throws IOException {
        var examination = new Examination(specimen, folder);
        examination.examine();
        return String.join("\n", examination.complaints);
    }

    private void examine() throws IOException {
        Path file = specimen.writeTo(folder);
        try {
            long bytes = Files.size(file);
            String outcome = outcome(file);
            switch (specimen.outcome()) {
                case Specimen.Imported(String known) -> {
                    if (!outcome.equals(known)) {
                        complaints.add("expected:\n" + known + "but was:\n" + outcome);
                    }
                }
                case Specimen.Refused(List<String> says) -> {
                    if (!outcome.startsWith("refused: ")
                            || !says.stream().allMatch(outcome::contains)) {
                        complaints.add("expected a refusal with " + says + " but was:\n" + outcome);
                    }
                }
                case Specimen.RefusedOrUnharmed(String known) -> {
                    if (!outcome.startsWith("refused: ") && !outcome.equals(known)) {
                        complaints.add("expected a refusal or:\n" + known + "but was:\n" + outcome);
                    }
                }
            }
            if (bytes != Files.size(file)) {
                complaints.add("the file itself was changed");
            }
        } finally {
            Files.delete(file);
        }
        if (!names(folder).isEmpty()) {
            complaints.add("left behind: " + names(folder));
        }
    }

    /** What becomes of the file; whatever is neither read nor refused is a complaint. */
    @SuppressWarnings("CatchAndPrintStackTrace") // The complaint is the trace.
    private String outcome(Path file) throws IOException {
        Path store = folder.resolve("store");
        try {
            Understanding kept = kept(file, store);
            if (Files.size(file) < FOUR_MEGABYTES) {
                Understanding whole = Ingest.understand(file, specimen.options());
                if (!whole.equals(kept)) {
                    complaints.add("in blocks:\n" + kept + "\nas a whole:\n" + whole);
                }
            }
            String known =
                    switch (specimen.outcome()) {
                        case Specimen.Imported(String expected) -> expected;
                        case Specimen.Refused _ -> "";
                        case Specimen.RefusedOrUnharmed(String expected) -> expected;
                    };
            return Known.of(kept, known);
        } catch (Refusal refusal) {
            if (!names(store).isEmpty()) {
                complaints.add("refused, but left in the store: " + names(store));
            }
            return "refused: " + refusal.getMessage();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            var trace = new ArrayList<String>();
            for (int i = 0; i < Math.min(12, e.getStackTrace().length); i++) {
                trace.add("  at " + e.getStackTrace()[i]);
            }
            complaints.add("crashed: " + e + "\n" + String.join("\n", trace));
            return "crashed";
        } finally {
            delete(store);
        }
    }

    private Understanding kept(Path file, Path root) {
        var store = new SampleStore(root);
        try (var sink = new Keeping(store)) {
            Understanding understood = Ingest.samples(file, specimen.options(), sink, SMALL_BLOCKS);
            boolean timed = understood.format().timeColumn().isPresent();
            boolean any = understood.signals().stream().anyMatch(Understanding.Column::measured);
            if (timed && any) {
                sink.commit();
                compareSums(understood, sink);
            }
            return understood;
        }
    }

    /** Where no row is left out as a repetition, what is kept must add up to what is told. */
    private void compareSums(Understanding understood, Keeping sink) {
        for (Understanding.Column column : understood.signals()) {
            double kept = sink.sums.getOrDefault(column.name(), Double.NaN);
            boolean comparable =
                    column.measured() && sink.rows == column.count() + column.missing();
            if (comparable && Math.abs(kept - column.sum().orElse(0.0)) > slack(column)) {
                complaints.add(
                        "column (%s) was kept with the sum %s".formatted(column.name(), kept));
            }
        }
    }

    private static double slack(Understanding.Column column) {
        double largest =
                Math.max(Math.abs(column.min().orElse(0.0)), Math.abs(column.max().orElse(0.0)));
        return 1e-9 * largest * Math.max(1, column.count());
    }

    /** Files below a folder that may not exist. */
    private static List<String> names(Path root) throws IOException {
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile)
                    .map(root::relativize)
                    .map(Path::toString)
                    .toList();
        }
    }

    private static void delete(Path root) throws IOException {
        if (Files.exists(root)) {
            try (Stream<Path> paths = Files.walk(root)) {
                for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Writes samples into the store as an import does. */
    private static final class Keeping implements SampleSink, AutoCloseable {
        private final SampleStore store;
        private Optional<SampleWriting> writing = Optional.empty();
        private final TreeMap<String, Double> sums = new TreeMap<>();
        private long rows;

        Keeping(SampleStore store) {
            this.store = store;
        }

        @Override
        public void begin() {
            close();
            writing = Optional.of(store.writing(new TenantId("tests"), new MachineId("machine")));
            sums.clear();
            rows = 0;
        }

        @Override
        public void block(SampleTable samples) {
            if (samples.rows() > 0) {
                writing.orElseThrow().add(samples);
                rows += samples.rows();
                for (String signal : samples.signals()) {
                    double sum = 0;
                    for (double value : samples.column(signal)) {
                        sum += Double.isNaN(value) ? 0 : value;
                    }
                    sums.merge(signal, sum, Double::sum);
                }
            }
        }

        void commit() {
            var unused = writing.orElseThrow().commit();
        }

        @Override
        public void close() {
            writing.ifPresent(SampleWriting::close);
            writing = Optional.empty();
        }
    }
}
