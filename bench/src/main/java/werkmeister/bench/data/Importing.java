package werkmeister.bench.data;

import werkmeister.plant.ingest.Ingest;
import werkmeister.plant.ingest.ReadOptions;
import werkmeister.plant.ingest.SampleSink;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleStore;
import werkmeister.plant.store.SampleTable;
import werkmeister.plant.store.SampleWriting;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.List;

/**
 * What the product does with a file: its bytes are hashed, understood and reported on, its samples
 * are written durably. Only the journal's one entry is missing.
 */
final class Importing {
    private static final TenantId TENANT = new TenantId("bench");
    private static final MachineId MACHINE = new MachineId("machine");

    private Importing() {}

    static List<SampleFile> of(Path file, Path folder) throws IOException {
        hash(file);
        try (SampleWriting writing = new SampleStore(folder).writing(TENANT, MACHINE)) {
            Ingest.samples(
                    file,
                    ReadOptions.guess(),
                    new SampleSink() {
                        @Override
                        public void begin() {}

                        @Override
                        public void block(SampleTable samples) {
                            writing.add(samples);
                        }
                    });
            return writing.commit();
        }
    }

    private static Sha256 hash(Path file) throws IOException {
        var digest = Sha256.digest();
        var buffer = new byte[1 << 16];
        try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
            while (in.read(buffer) >= 0) {
                // The digest sees what is read.
            }
        }
        return Sha256.finish(digest);
    }

    /** Imports once and says how much memory that took at most: {@code FILE FOLDER}. */
    public static void main(String[] arguments) throws IOException {
        of(Path.of(arguments[0]), Path.of(arguments[1]));
        System.out.println(mostMemory());
    }

    /** The most memory that this process has held, in KiB. */
    static long mostMemory() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
