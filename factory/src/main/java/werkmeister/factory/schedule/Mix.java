package werkmeister.factory.schedule;

import werkmeister.factory.placement.ExpectedFill;
import werkmeister.factory.placement.Rule;
import werkmeister.factory.placement.Shape;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What jobs were asked for lately, and the rule that expects more of the same. */
final class Mix {
    private static final int LATEST = 1_024;
    private static final long SEED = 1;

    private final Deque<Shape> latest = new ArrayDeque<>();
    private Rule rule = new ExpectedFill(List.of(), SEED);
    private int since;

    /**
     * A job was submitted. The rule is made anew each time the number of jobs seen has doubled, and
     * later after so many.
     */
    void add(Shape shape) {
        latest.addLast(shape);
        if (latest.size() > LATEST) {
            latest.removeFirst();
        }
        since++;
        if (since >= LATEST || since * 2 > latest.size() && latest.size() <= LATEST / 2) {
            rule = new ExpectedFill(List.copyOf(latest), SEED);
            since = 0;
        }
    }

    Rule rule() {
        return rule;
    }
}
