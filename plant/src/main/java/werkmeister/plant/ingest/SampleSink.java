package werkmeister.plant.ingest;

import werkmeister.plant.store.SampleTable;

/** Takes the samples of a file, block by block in the file's order. */
public interface SampleSink {
    /** Keeps nothing. */
    SampleSink NONE =
            new SampleSink() {
                @Override
                public void begin() {}

                @Override
                public void block(SampleTable samples) {}
            };

    /**
     * A block begins the file, perhaps anew: where the end of a file proves wrong what its start
     * suggested, everything that came before is void.
     */
    void begin();

    /** Rows in order of time within the block; of rows with equal times the last one counts. */
    void block(SampleTable samples);
}
