package werkmeister.plant.ingest;

import werkmeister.plant.table.RawTable;
import werkmeister.plant.table.Standing;

/** A file that has been read as a whole and is about to be understood. */
interface Sheet {
    /** How its rows stand. Is asked once. */
    Standing standing();

    /** All that was understood of rows that stand so. */
    RawTable table(Standing standing);

    default RawTable table() {
        return table(standing());
    }
}
