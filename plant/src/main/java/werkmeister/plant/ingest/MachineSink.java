package werkmeister.plant.ingest;

import werkmeister.plant.store.SampleTable;

/** Takes the samples of a file of several machines, block by block in the file's order. */
public interface MachineSink {
    /** As with {@link SampleSink}: everything that came before is void. */
    void begin();

    /** Rows of one machine in order of time; of rows with equal times the last one counts. */
    void block(String machine, SampleTable samples);
}
