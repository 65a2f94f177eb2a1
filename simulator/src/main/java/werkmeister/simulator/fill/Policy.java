package werkmeister.simulator.fill;

import werkmeister.factory.placement.AnyFit;
import werkmeister.factory.placement.ExpectedFill;
import werkmeister.factory.placement.FragmentationGradient;
import werkmeister.factory.placement.Packing;
import werkmeister.factory.placement.Rule;
import werkmeister.factory.placement.Shape;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Rules of placement, ours first. */
public enum Policy {
    EXPECTED_FILL,
    FGD,
    BEST_FIT,
    DOT_PRODUCT,
    GPU_PACKING,
    GPU_CLUSTERING,
    RANDOM;

    /** Ours draws what is to come by this, whatever the seed of a trial: it is no luck of its. */
    private static final long ARRIVALS_SEED = 1;

    /** As it is named on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Rule rule(List<Shape> expected, RandomGenerator random) {
        return switch (this) {
            case EXPECTED_FILL -> new ExpectedFill(expected, ARRIVALS_SEED);
            case FGD -> new FragmentationGradient(expected);
            case BEST_FIT -> Packing.BEST_FIT;
            case DOT_PRODUCT -> Packing.DOT_PRODUCT;
            case GPU_PACKING -> Packing.GPU_PACKING;
            case GPU_CLUSTERING -> Packing.GPU_CLUSTERING;
            case RANDOM -> new AnyFit(random);
        };
    }
}
