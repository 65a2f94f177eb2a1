package werkmeister.bench.data;

import werkmeister.bench.harness.Contest;

import java.nio.file.Files;

/** Bytes a reading: all that we keep, levels for charts among them, and the peer's file. */
record DiskContest(Decade decade) implements Contest {
    @Override
    public Lap lap() throws Exception {
        double ours = Decade.bytesIn(decade.folder().resolve("store"));
        double peer = Files.size(decade.parquet());
        return Lap.alone(ours / decade.readings()).beside(peer / decade.readings());
    }
}
