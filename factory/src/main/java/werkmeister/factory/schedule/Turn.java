package werkmeister.factory.schedule;

import werkmeister.factory.job.Job;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * A tenant's next job, and what decides whether its turn comes first.
 *
 * @param at which of the tenant's bunches
 * @param shares of the site, by weight, from the groups down
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by their order, never as a value.
record Turn(
        Line line, List<Line.Bunch> bunches, int at, boolean borrows, double[] shares, Job job) {
    private static final Comparator<Turn> ORDER =
            Comparator.comparing(Turn::borrows)
                    .thenComparing(Turn::shares, Arrays::compare)
                    .thenComparingLong(turn -> turn.job().number())
                    .thenComparing(turn -> turn.line().tenant);

    static Turn first(List<Turn> turns) {
        return Collections.min(turns, ORDER);
    }

    Line.Bunch bunch() {
        return bunches.get(at);
    }
}
