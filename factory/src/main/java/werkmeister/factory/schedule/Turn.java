package werkmeister.factory.schedule;

import werkmeister.factory.job.Job;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * A tenant's next job, and what decides whether its turn comes first.
 *
 * @param shares of the site, by weight, from the groups down
 * @param at when that was worked out
 * @param stamp of what its tenant and the groups above held then
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by their order, never as a value.
record Turn(
        Line line,
        Line.Bunch bunch,
        Job job,
        boolean borrows,
        double[] shares,
        Instant at,
        long stamp) {
    /** Takes the one whose turn is first out of a list. */
    static Turn first(List<Turn> turns) {
        int first = 0;
        for (int i = 1; i < turns.size(); i++) {
            if (turns.get(i).before(turns.get(first))) {
                first = i;
            }
        }
        Turn last = turns.removeLast();
        return first == turns.size() ? last : turns.set(first, last);
    }

    private boolean before(Turn other) {
        if (borrows != other.borrows) {
            return other.borrows;
        }
        int less = Arrays.compare(shares, other.shares);
        if (less != 0) {
            return less < 0;
        }
        long number = job.number();
        return number == other.job.number()
                ? line.tenant.compareTo(other.line.tenant) < 0
                : number < other.job.number();
    }
}
