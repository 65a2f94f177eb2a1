package werkmeister.bench.harness;

import java.time.Duration;

/** How much is measured. */
public enum Size {
    /** What figures are quoted from. */
    FULL(Duration.ofMillis(400)) {
        @Override
        public int of(int full, int quick) {
            return full;
        }

        @Override
        Repeats repeats(Repeats wanted) {
            return wanted;
        }
    },
    /** Shows in seconds that everything runs; its figures mean nothing. */
    QUICK(Duration.ofMillis(5)) {
        @Override
        public int of(int full, int quick) {
            return quick;
        }

        @Override
        Repeats repeats(Repeats wanted) {
            return new Repeats(1, 2);
        }
    };

    private final Duration lap;

    Size(Duration lap) {
        this.lap = lap;
    }

    /** How long a rate is taken for in one lap. */
    Duration lap() {
        return lap;
    }

    /** One of two amounts. */
    public abstract int of(int full, int quick);

    abstract Repeats repeats(Repeats wanted);
}
