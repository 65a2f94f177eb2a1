package werkmeister.simulator.press;

/**
 * Chance as a function of a key and a number: the same question always has the same answer,
 * whatever was asked before. So any stretch of the plant's time can be generated on its own and
 * fits its neighbours exactly. The mixing is that of SplitMix64 (Steele, Lea, Flood: Fast
 * splittable pseudorandom number generators, 2014).
 */
final class Noise {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long key;

    private Noise(long key) {
        this.key = key;
    }

    static Noise of(long seed) {
        return new Noise(mix(seed + GOLDEN));
    }

    /** An independent stream for a purpose. */
    Noise forPurpose(String purpose) {
        long hash = key;
        for (int i = 0; i < purpose.length(); i++) {
            hash = mix(hash + GOLDEN * (purpose.charAt(i) + 1));
        }
        return new Noise(hash);
    }

    private long bits(long n) {
        return mix(key + GOLDEN * n);
    }

    /** From 0 up to, not including, 1. */
    double uniform(long n) {
        return (bits(n) >>> 11) * 0x1p-53;
    }

    double between(long n, double low, double high) {
        return low + (high - low) * uniform(n);
    }

    /** From 0 up to, not including, {@code bound}. */
    int below(long n, int bound) {
        return (int) (uniform(n) * bound);
    }

    /**
     * Mean 0, deviation 1, close to normal but never beyond 3.5: the sum of four uniform numbers.
     */
    double gauss(long n) {
        long bits = bits(n);
        long sum =
                (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
        return (sum * 0x1p-16 - 2 + 0x1p-15) * Math.sqrt(3);
    }

    /** Noise that changes over about one unit of {@code x}, without jumps; deviation about 0.8. */
    double smooth(double x) {
        long left = (long) Math.floor(x);
        double part = x - left;
        double weight = part * part * (3 - 2 * part);
        return gauss(left) * (1 - weight) + gauss(left + 1) * weight;
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
