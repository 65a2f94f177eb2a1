package werkmeister.plant.ingest;

import werkmeister.plant.table.Frame;
import werkmeister.plant.table.RawTable;
import werkmeister.plant.table.Standing;

/** A file that has been read as a whole and is about to be understood. */
interface Sheet {
    /** How its rows stand. Is asked once. */
    Standing standing();

    /** All that was understood of rows that stand so. */
    RawTable table(Standing standing);

    /** Every row that has a time, its columns typed. */
    Frame typed();

    /** Whether rows that stand so can be taken as they come. */
    boolean isPlain(Standing standing);

    default RawTable table() {
        return table(standing());
    }
}
