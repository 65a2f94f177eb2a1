package werkmeister.plant.table;

import java.util.HashSet;
import java.util.Set;

/** What the texts of a column show, taken in block by block. */
public final class TextTally {
    private final Set<String> distinct = new HashSet<>();
    private long rows;
    private long count;

    public void add(String[] texts) {
        for (String text : texts) {
            count += text.isEmpty() ? 0 : 1;
            if (distinct.size() < 2) {
                distinct.add(text);
            }
        }
        rows += texts.length;
    }

    /** Cells that hold something. */
    public long count() {
        return count;
    }

    public long missing() {
        return rows - count;
    }

    public boolean constant() {
        return distinct.size() == 1;
    }
}
