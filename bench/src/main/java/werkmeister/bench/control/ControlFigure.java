package werkmeister.bench.control;

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

    ControlFigure over(double least) {
        return with(floor, published, Optional.of(">= " + least), Optional.of(value >= least));
    }

    ControlFigure within(double most, String words) {
        return with(floor, published, Optional.of(words), Optional.of(value <= most));
    }

    ControlFigure above(double floored) {
        return with(Optional.of(floored), published, goal, met);
    }

    ControlFigure beside(double other) {
        return with(floor, Optional.of(other), goal, met);
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
