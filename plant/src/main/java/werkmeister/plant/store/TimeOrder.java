package werkmeister.plant.store;

import java.util.Arrays;

/** The order of rows by time; rows of equal time stay in the order in which they came. */
public final class TimeOrder {
    private TimeOrder() {}

    /**
     * Row numbers in order of time. Merges the rising runs that real files consist of, so sorted
     * input costs nothing.
     */
    public static int[] of(long[] times) {
        var order = new int[times.length];
        Arrays.setAll(order, i -> i);
        int[] runs = runs(times);
        var spare = new int[times.length];
        while (runs.length > 2) {
            var fewer = new int[runs.length / 2 + 1];
            int count = 0;
            for (int r = 0; r + 1 < runs.length; r += 2) {
                int middle = runs[r + 1];
                int end = r + 2 < runs.length ? runs[r + 2] : middle;
                merge(times, order, spare, new int[] {runs[r], middle, end});
                fewer[count++] = runs[r];
            }
            fewer[count++] = times.length;
            runs = Arrays.copyOf(fewer, count);
            int[] swap = order;
            order = spare;
            spare = swap;
        }
        return order;
    }

    /** Row numbers in order of time; of rows with equal times only the last that came. */
    public static int[] lastOfEach(long[] times) {
        int[] order = of(times);
        int count = 0;
        for (int i = 0; i < order.length; i++) {
            if (i + 1 == order.length || times[order[i]] != times[order[i + 1]]) {
                order[count++] = order[i];
            }
        }
        return Arrays.copyOf(order, count);
    }

    /** Where each rising run starts, and the end. */
    private static int[] runs(long[] times) {
        var starts = new int[16];
        int count = 1;
        for (int i = 1; i < times.length; i++) {
            if (times[i] < times[i - 1]) {
                if (count + 1 >= starts.length) {
                    starts = Arrays.copyOf(starts, starts.length * 2);
                }
                starts[count++] = i;
            }
        }
        starts[count++] = times.length;
        return Arrays.copyOf(starts, count);
    }

    private static void merge(long[] times, int[] from, int[] to, int[] bounds) {
        int left = bounds[0];
        int right = bounds[1];
        for (int at = bounds[0]; at < bounds[2]; at++) {
            boolean takeLeft =
                    left < bounds[1]
                            && (right >= bounds[2] || times[from[left]] <= times[from[right]]);
            to[at] = takeLeft ? from[left++] : from[right++];
        }
    }
}
