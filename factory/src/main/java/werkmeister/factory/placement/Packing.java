package werkmeister.factory.placement;

import werkmeister.factory.placement.NodeSpace.Kind;

/** Rivals of the published comparison (Weng et al., USENIX ATC 2023), scores 0 to 100. */
public enum Packing implements Rule {
    /** Least is left, GPUs and cores counting the same. */
    BEST_FIT {
        @Override
        double score(NodeSpace space, Shape shape) {
            double cpu = (space.cpuMilli() - shape.cpuMilli()) / CORES;
            double gpu = (space.idleMilli() - shape.totalMilli()) / GPUS;
            return 100 * (1 - (cpu + gpu) / 2);
        }

        /** Scores of all nodes are spread over 0 to 100, as a scheduler of Kubernetes does. */
        @Override
        public int choose(double[] scores) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (double score : scores) {
                if (!Double.isNaN(score)) {
                    least = Math.min(least, score);
                    most = Math.max(most, score);
                }
            }
            double[] spread = new double[scores.length];
            for (int i = 0; i < scores.length; i++) {
                double share = most > least ? (scores[i] - least) / (most - least) : 1;
                spread[i] = Double.isNaN(scores[i]) ? Double.NaN : Math.floor(100 * share);
            }
            return super.choose(spread);
        }
    },

    /** What is free and what is asked point least in the same direction. */
    DOT_PRODUCT {
        @Override
        double score(NodeSpace space, Shape shape) {
            double cpu = space.cpuMilli() / CORES * (shape.cpuMilli() / CORES);
            double gpu = space.idleMilli() / GPUS * (shape.totalMilli() / GPUS);
            return Math.floor(100 * (1 - (cpu + gpu) / 2));
        }
    },

    /** First GPUs in use, then nodes in use, then empty nodes. */
    GPU_PACKING {
        @Override
        double score(NodeSpace space, Shape shape) {
            int whole = space.wholeGpus();
            if (shape.gpus() == 0) {
                return 0;
            }
            if (whole == space.size().gpus()) {
                return Math.max(33 - whole, whole);
            }
            int device = space.tightest(shape);
            if (device < 0 || space.gpuMilli(device) == Shape.WHOLE) {
                return Math.max(50 - shape.gpus(), 33);
            }
            return Math.max(100 - space.gpuMilli(device) / 100, 50);
        }
    },

    /** Works of one kind beside each other. */
    GPU_CLUSTERING {
        @Override
        double score(NodeSpace space, Shape shape) {
            if (shape.gpus() == 0) {
                return 0;
            }
            var kind = Kind.of(shape);
            double fuller = 25 * (GPUS - space.idleMilli()) / GPUS;
            int base;
            if (space.holds(kind)) {
                base = space.holdsOther(kind) ? 50 : 75;
            } else {
                base = space.holdsOther(kind) ? 0 : 25;
            }
            return Math.floor(base + fuller);
        }
    };

    private static final double CORES = 128_000;
    private static final double GPUS = 8 * Shape.WHOLE;

    abstract double score(NodeSpace space, Shape shape);

    @Override
    public Offer offer(NodeSpace space, Shape shape) {
        return new Offer(score(space, shape), space.tightest(shape));
    }

    @Override
    public int choose(double[] scores) {
        return Rule.super.choose(scores);
    }
}
