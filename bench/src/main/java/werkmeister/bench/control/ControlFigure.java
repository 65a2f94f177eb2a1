package werkmeister.bench.control;

import werkmeister.bench.harness.Goal;

import java.util.Optional;

/**
 * Something that was measured.
 *
 * @param name of the benchmark, such as {@code pace}
 * @param workload what it was measured on, with its size
 * @param seed of all that is drawn
 * @param what was measured
 * @param floor what the work itself takes, without any control plane
 * @param published what another product's authors report for the same
 * @param met whether the goal was reached
 */
public record ControlFigure(
        String name,
        String workload,
        long seed,
        String what,
        double value,
        String unit,
        Optional<Double> floor,
        Optional<Double> published,
        Optional<String> goal,
        Optional<Boolean> met) {
    static ControlFigure plain(
            String name, String workload, long seed, String what, double value, String unit) {
        return new ControlFigure(
                name,
                workload,
                seed,
                what,
                value,
                unit,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    ControlFigure above(double least) {
        return with(Optional.of(least), published, goal, met);
    }

    ControlFigure beside(double other) {
        return with(floor, Optional.of(other), goal, met);
    }

    /** What it is above and beside is to be said before. */
    ControlFigure reaching(Goal wanted) {
        boolean reached =
                wanted.met(
                        value,
                        floor.map(least -> value / least),
                        published.map(other -> value / other));
        return with(floor, published, Optional.of(wanted.words(unit)), Optional.of(reached));
    }

    private ControlFigure with(
            Optional<Double> newFloor,
            Optional<Double> newPublished,
            Optional<String> newGoal,
            Optional<Boolean> newMet) {
        return new ControlFigure(
                name, workload, seed, what, value, unit, newFloor, newPublished, newGoal, newMet);
    }
}
