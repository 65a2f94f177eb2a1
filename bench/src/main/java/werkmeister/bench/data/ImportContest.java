package werkmeister.bench.data;

import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Contest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The same file taken in by us, by the peer, and merely read. */
record ImportContest(Bench bench, Decade decade, double units) implements Contest {
    private static final double MEGA = 1e6;

    /** In megabytes of the file a second. */
    static ImportContest inBytes(Bench bench, Decade decade) throws IOException {
        return new ImportContest(bench, decade, Files.size(decade.csv()) / MEGA);
    }

    /** In readings a second. */
    static ImportContest inReadings(Bench bench, Decade decade) {
        return new ImportContest(bench, decade, decade.readings());
    }

    @Override
    public Lap lap() throws Exception {
        double floor = bench.pace().timed(this::read).seconds();
        double ours = bench.pace().timed(this::ours).seconds();
        double peer = bench.pace().timed(this::peer).seconds();
        return Lap.of(units / ours, units / floor).beside(units / peer);
    }

    private long read() throws IOException {
        long bytes = 0;
        var buffer = new byte[1 << 18];
        try (InputStream in = Files.newInputStream(decade.csv())) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes += n;
            }
        }
        return bytes;
    }

    private int ours() throws IOException {
        Path folder = decade.folder().resolve("again");
        int files = Importing.of(decade.csv(), folder).size();
        if (files != decade.files().size()) {
            throw new IllegalStateException("The same file gave other files.");
        }
        Bench.remove(folder);
        return files;
    }

    private boolean peer() throws Exception {
        Path parquet = decade.folder().resolve("again.parquet");
        decade.peer().toParquet(decade.csv(), parquet);
        return Files.deleteIfExists(parquet);
    }
}
