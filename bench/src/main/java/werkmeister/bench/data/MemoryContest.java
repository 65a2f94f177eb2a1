package werkmeister.bench.data;

import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Contest;

import java.nio.file.Path;

/** The most memory that a process of its own holds while it imports the file, in MiB. */
record MemoryContest(Decade decade) implements Contest {
    private static final double KIB_PER_MIB = 1024;

    /** What a small server has; the rest of the limit is for what is not Java's heap. */
    private static final String HEAP = "-Xmx1200m";

    @Override
    public Lap lap() throws Exception {
        Path folder = decade.folder().resolve("alone");
        String told = OwnProcess.said(HEAP, Importing.class, decade.csv(), folder);
        Bench.remove(folder);
        return Lap.alone(Long.parseLong(told) / KIB_PER_MIB);
    }
}
