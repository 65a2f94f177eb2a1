package werkmeister.factory.placement;

/** What is free of a node's GPUs, in thousandths of each. */
final class Gpus {
    private Gpus() {}

    static int idle(int[] free) {
        int idle = 0;
        for (int milli : free) {
            idle += milli;
        }
        return idle;
    }

    static int whole(int[] free) {
        int whole = 0;
        for (int milli : free) {
            whole += milli == Shape.WHOLE ? 1 : 0;
        }
        return whole;
    }

    /** The GPU that shared work would leave least of; -1 where it shares none or fits on none. */
    static int tightest(int[] free, Shape shape) {
        int best = -1;
        for (int i = 0; shape.shared() && i < free.length; i++) {
            if (free[i] >= shape.gpuMilli() && (best < 0 || free[i] < free[best])) {
                best = i;
            }
        }
        return best;
    }

    /** The GPUs that work would get: the one named if it shares one, else the first free ones. */
    static long devices(int[] free, Shape shape, int device) {
        if (shape.shared()) {
            return 1L << device;
        }
        long devices = 0;
        int left = shape.gpus();
        for (int i = 0; i < free.length && left > 0; i++) {
            if (free[i] == Shape.WHOLE) {
                devices |= 1L << i;
                left--;
            }
        }
        return devices;
    }

    /** Takes what is asked of each of these GPUs. */
    static void take(int[] free, Shape shape, long devices) {
        for (int i = 0; i < free.length; i++) {
            free[i] -= (devices >> i & 1) == 1 ? shape.gpuMilli() : 0;
        }
    }

    /** What a rule makes of a node once work has come to it. */
    interface After {
        double score(int[] free);
    }

    /** The best that a node offers: shared work tries each GPU, the first of the best is taken. */
    static Rule.Offer best(NodeSpace space, Shape shape, After after) {
        int[] free = space.free();
        if (!shape.shared()) {
            take(free, shape, devices(free, shape, -1));
            return new Rule.Offer(after.score(free), -1);
        }
        var best = new Rule.Offer(Double.NEGATIVE_INFINITY, -1);
        for (int i = 0; i < free.length; i++) {
            if (free[i] >= shape.gpuMilli()) {
                free[i] -= shape.gpuMilli();
                double score = after.score(free);
                free[i] += shape.gpuMilli();
                best = score > best.score() ? new Rule.Offer(score, i) : best;
            }
        }
        return best;
    }
}
