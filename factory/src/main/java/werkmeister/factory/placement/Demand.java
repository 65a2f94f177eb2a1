package werkmeister.factory.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What work is to be expected: the shapes of a list of works and how often each occurs.
 *
 * @param works all of them
 * @param typical the most frequent shapes that make up most works, memory left out
 * @param shares of these, adding up to 1
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers are handed on, never compared as a value.
record Demand(List<Shape> works, List<Shape> typical, double[] shares) {
    /** So much of all works is made up of typical shapes (Weng et al., USENIX ATC 2023). */
    private static final double TYPICAL = 0.95;

    Demand {
        works = List.copyOf(works);
        typical = List.copyOf(typical);
    }

    static Demand of(List<Shape> works) {
        Map<Shape, Integer> counts = new LinkedHashMap<>();
        for (Shape work : works) {
            var bare = new Shape(work.cpuMilli(), 0, work.gpus(), work.gpuMilli(), work.models());
            counts.merge(bare, 1, Integer::sum);
        }
        var byCount = new ArrayList<>(counts.entrySet());
        byCount.sort(Map.Entry.<Shape, Integer>comparingByValue().reversed());
        var typical = new ArrayList<Shape>();
        var shares = new ArrayList<Integer>();
        int sum = 0;
        for (Map.Entry<Shape, Integer> entry : byCount) {
            if (sum >= TYPICAL * works.size()) {
                break;
            }
            typical.add(entry.getKey());
            shares.add(entry.getValue());
            sum += entry.getValue();
        }
        double whole = sum;
        return new Demand(
                works, typical, shares.stream().mapToDouble(share -> share / whole).toArray());
    }

    /**
     * Sequences of arrivals that together hold each kind of work as often as it occurs.
     *
     * @return so many of such a length
     */
    Shape[][] arrivals(int sequences, int length, long seed) {
        var sorted = new ArrayList<>(works);
        sorted.sort(
                Comparator.comparingInt(Shape::totalMilli)
                        .thenComparingInt(Shape::cpuMilli)
                        .thenComparingInt(Shape::memoryMib)
                        .thenComparingLong(Shape::models));
        int count = works.isEmpty() ? 0 : sequences * length;
        var drawn = new ArrayList<Shape>();
        for (int i = 0; i < count; i++) {
            drawn.add(sorted.get((int) ((i + 0.5) * sorted.size() / count)));
        }
        Collections.shuffle(drawn, new Random(seed));
        Shape[][] arrivals = new Shape[count == 0 ? 0 : sequences][];
        Arrays.setAll(
                arrivals, i -> drawn.subList(i * length, (i + 1) * length).toArray(Shape[]::new));
        return arrivals;
    }

    /**
     * Thousandths of idle GPUs that the next arrival can use, in the mean: all idle ones less the
     * fragments (Weng et al., Beware of Fragmentation, USENIX ATC 2023).
     *
     * @param free thousandths of each GPU
     */
    double usable(int model, int cpuMilli, int[] free) {
        if (Gpus.idle(free) == 0) {
            return 0;
        }
        double usable = 0;
        for (int k = 0; k < shares.length; k++) {
            Shape shape = typical.get(k);
            if (shape.gpus() > 0 && shape.cpuMilli() <= cpuMilli && shape.allows(model)) {
                int fitting = 0;
                int large = 0;
                for (int milli : free) {
                    if (milli >= shape.gpuMilli()) {
                        fitting++;
                        large += milli;
                    }
                }
                usable += fitting >= shape.gpus() ? shares[k] * large : 0;
            }
        }
        return usable;
    }
}
