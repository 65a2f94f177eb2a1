package werkmeister.plant.ingest;

import java.util.HashSet;
import java.util.Set;

/** What the texts of a column show, taken in block by block. */
final class TextTally {
    private final Set<String> distinct = new HashSet<>();
    private long rows;
    private long count;

    void add(String[] texts) {
        for (String text : texts) {
            count += text.isEmpty() ? 0 : 1;
            if (distinct.size() < 2) {
                distinct.add(text);
            }
        }
        rows += texts.length;
    }

    /** Cells that hold something. */
    long count() {
        return count;
    }

    long missing() {
        return rows - count;
    }

    boolean constant() {
        return distinct.size() == 1;
    }
}
