package werkmeister.bench.harness;

import java.util.Optional;

/** A benchmark that is ready to run, again and again. */
public interface Contest extends AutoCloseable {
    /** Measures once: the floor and ours, one right after the other. */
    Lap lap() throws Exception;

    @Override
    default void close() throws Exception {}

    /**
     * What was measured once.
     *
     * @param floor the same work without anything that can be left out; empty if there is none
     * @param peer what another product makes of the same; empty if none was asked
     */
    record Lap(double value, Optional<Double> floor, Optional<Double> peer) {
        public Lap {
            check(value);
            floor.ifPresent(Lap::check);
            peer.ifPresent(Lap::check);
        }

        public static Lap of(double value, double floor) {
            return new Lap(value, Optional.of(floor), Optional.empty());
        }

        public static Lap alone(double value) {
            return new Lap(value, Optional.empty(), Optional.empty());
        }

        public Lap beside(double peer) {
            return new Lap(value, floor, Optional.of(peer));
        }

        private static void check(double measured) {
            if (!(measured > 0 && Double.isFinite(measured))) {
                throw new IllegalStateException(
                        "A figure (%s) must be above 0 and finite.".formatted(measured));
            }
        }
    }
}
