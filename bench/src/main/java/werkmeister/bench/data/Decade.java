package werkmeister.bench.data;

import werkmeister.bench.harness.Bench;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleStore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Ten years of a machine as a file, in our store, and as DuckDB keeps it.
 *
 * @param rows of the file, a minute each
 */
record Decade(
        Path folder,
        Path csv,
        int rows,
        SampleStore store,
        List<SampleFile> files,
        Path parquet,
        Peer peer)
        implements AutoCloseable {
    private static final int FULL = 5_256_000;
    private static final int QUICK = 20_000;

    Decade {
        files = List.copyOf(files);
    }

    static Decade make(Bench bench) throws IOException, SQLException {
        Path folder = Files.createDirectories(bench.folder().resolve("decade"));
        Path csv = folder.resolve("decade.csv");
        int rows = bench.size().of(FULL, QUICK);
        try (var progress = bench.progress("writing ten years as CSV", rows)) {
            DecadeFile.write(csv, rows, row -> progress.at(row));
        }
        Path root = folder.resolve("store");
        Path parquet = folder.resolve("decade.parquet");
        Peer peer = Peer.open(folder);
        try (var _ = bench.progress("keeping ten years", 0).ticking()) {
            var files = Importing.of(csv, root);
            peer.toParquet(csv, parquet);
            return new Decade(folder, csv, rows, new SampleStore(root), files, parquet, peer);
        }
    }

    long readings() {
        return (long) rows * DecadeFile.SIGNALS;
    }

    static List<String> signals() {
        var signals = new ArrayList<String>();
        for (int signal = 0; signal < DecadeFile.SIGNALS; signal++) {
            signals.add("s" + signal);
        }
        return signals;
    }

    /** Bytes of all files in a folder, at any depth. */
    static long bytesIn(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        peer.close();
        Bench.remove(folder);
    }
}
