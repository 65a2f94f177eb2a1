package werkmeister.factory.placement;

import java.util.random.RandomGenerator;

/** A node by chance, of all that have room. The trivial rival. */
public final class AnyFit implements Rule {
    private final RandomGenerator random;

    public AnyFit(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Offer offer(NodeSpace space, Shape shape) {
        int device = -1;
        int fitting = 0;
        for (int i = 0; shape.shared() && i < space.size().gpus(); i++) {
            if (space.gpuMilli(i) >= shape.gpuMilli()) {
                fitting++;
                device = random.nextInt(fitting) == 0 ? i : device;
            }
        }
        return new Offer(0, device);
    }

    @Override
    public int choose(double[] scores) {
        int chosen = -1;
        int fitting = 0;
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isNaN(scores[i])) {
                fitting++;
                chosen = random.nextInt(fitting) == 0 ? i : chosen;
            }
        }
        return chosen;
    }
}
