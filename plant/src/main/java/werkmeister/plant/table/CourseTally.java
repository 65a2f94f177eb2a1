package werkmeister.plant.table;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The course of a signal in bounded memory: an even sample of its rows, its extremes, whether it
 * only rises, and a fingerprint. What is told from the sample (modes, off-times) is true to within
 * one sampled row.
 */
public final class CourseTally {
    /** Rows of the sample; when it is full every other one is dropped. */
    static final int SAMPLE = 4_096;

    /** Extremes on either side; more of them than this are no outliers but a habit. */
    static final int EXTREMES = 16;

    /** Neighbouring rows that count as one place of outliers. */
    private static final int PLACE = 64;

    private static final int FEWEST = 200;
    private static final int MODES_MAX = 6;

    /** Between modes lies so much of the usual range that is never seen. */
    private static final double GAP = 0.12;

    private static final double MODE_SHARE_MIN = 0.04;
    private static final int VISITS_MIN = 3;
    private static final double FAR = 10;
    private static final double OFF = 0.02;
    private static final int RISES_MIN = 50;

    private final double[] sample = new double[SAMPLE];
    private final @Nullable Extreme[] lowest = new Extreme[EXTREMES];
    private final @Nullable Extreme[] highest = new Extreme[EXTREMES];
    private int sampled;
    private int stride = 1;
    private int next;
    private long rows;
    private double last = Double.NaN;
    private long rises;
    private long falls;
    private long count;
    private long fingerprint = 1;
    private double lowFence = Double.MAX_VALUE;
    private double highFence = -Double.MAX_VALUE;

    /** A value and the file's row that it stands in. */
    public record Extreme(double value, long row) {}

    /**
     * Values far outside of all others.
     *
     * @param count places where they are
     * @param first the one that comes first in the file
     */
    public record Outliers(int count, Extreme first) {}

    /** How much of the time a signal rests at zero, and in how many spans. */
    public record OffTimes(double share, int spans) {}

    /** A level that a signal comes back to, with the share of rows at it. */
    public record Mode(double level, double share) {}

    /** Takes the values of the next rows in: a few bare loops, for they run over everything. */
    public void add(double[] values, int[] rowNumbers) {
        for (; next < values.length; next += stride) {
            keep(values[next]);
        }
        next -= values.length;
        fingerprint(values);
        course(values);
        extremes(values, rowNumbers);
        rows += values.length;
    }

    private void fingerprint(double[] values) {
        long sum = fingerprint;
        long factor = 2 * rows + 1;
        for (int i = 0; i < values.length; i++) {
            sum += Double.doubleToRawLongBits(values[i]) * (factor + 2L * i);
        }
        fingerprint = sum;
    }

    /** A course goes on across missing values. */
    private void course(double[] values) {
        double before = last;
        long up = 0;
        long down = 0;
        long missing = 0;
        for (double value : values) {
            up += value > before ? 1 : 0;
            down += value < before ? 1 : 0;
            boolean absent = Double.isNaN(value);
            missing += absent ? 1 : 0;
            before = absent ? before : value;
        }
        last = before;
        rises += up;
        falls += down;
        count += values.length - missing;
    }

    /** Of a few neighbours only the most extreme counts, or a rising signal would cost dearly. */
    private void extremes(double[] values, int[] rowNumbers) {
        for (int from = 0; from < values.length; from += PLACE) {
            int to = Math.min(values.length, from + PLACE);
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (int i = from; i < to; i++) {
                low = values[i] < low ? values[i] : low;
                high = values[i] > high ? values[i] : high;
            }
            if (low < lowFence || high > highFence) {
                extremes(values, rowNumbers, from, to);
            }
        }
    }

    private void extremes(double[] values, int[] rowNumbers, int from, int to) {
        int least = -1;
        int most = -1;
        for (int i = from; i < to; i++) {
            if (!Double.isNaN(values[i])) {
                least = least < 0 || values[i] < values[least] ? i : least;
                most = most < 0 || values[i] > values[most] ? i : most;
            }
        }
        if (least >= 0) {
            insert(lowest, new Extreme(values[least], rowNumbers[least]), -1);
            insert(highest, new Extreme(values[most], rowNumbers[most]), 1);
        }
        Extreme low = lowest[EXTREMES - 1];
        Extreme high = highest[EXTREMES - 1];
        lowFence = low == null ? Double.MAX_VALUE : low.value;
        highFence = high == null ? -Double.MAX_VALUE : high.value;
    }

    private void keep(double value) {
        if (sampled == SAMPLE) {
            for (int i = 0; i < SAMPLE / 2; i++) {
                sample[i] = sample[2 * i];
            }
            sampled = SAMPLE / 2;
            stride *= 2;
        }
        sample[sampled++] = value;
    }

    /** Keeps the most extreme first; of equal ones those that came first. */
    private static void insert(@Nullable Extreme[] extremes, Extreme found, int sign) {
        int at = extremes.length;
        while (at > 0) {
            Extreme before = extremes[at - 1];
            if (before != null && sign * found.value <= sign * before.value) {
                break;
            }
            at--;
        }
        if (at < extremes.length) {
            System.arraycopy(extremes, at, extremes, at + 1, extremes.length - at - 1);
            extremes[at] = found;
        }
    }

    /** Equal for columns that hold the same values in the same rows. */
    public long fingerprint() {
        return fingerprint;
    }

    /** Whether it never falls and often rises, as the counter of an energy meter. */
    public boolean onlyRises() {
        return falls == 0 && rises >= RISES_MIN;
    }

    /** A few values beyond ten times the usual range. */
    public Optional<Outliers> outliers() {
        double[] sorted = sorted();
        if (sorted.length < FEWEST) {
            return Optional.empty();
        }
        double low = quantile(sorted, 0.01);
        double high = quantile(sorted, 0.99);
        double reach = FAR * (high - low);
        var far = new ArrayList<Extreme>();
        for (int i = 0; i < EXTREMES; i++) {
            Extreme under = lowest[i];
            Extreme over = highest[i];
            if (under != null && under.value < low - reach) {
                far.add(under);
            }
            if (over != null && over.value > high + reach) {
                far.add(over);
            }
        }
        // So many that a side is full are no accident; without a range nothing is far.
        boolean few = far.size() < EXTREMES && far.size() * 200L <= count;
        return reach > 0 && few && !far.isEmpty()
                ? Optional.of(new Outliers(far.size(), first(far)))
                : Optional.empty();
    }

    private static Extreme first(List<Extreme> far) {
        return far.stream().min((a, b) -> Long.compare(a.row, b.row)).orElseThrow();
    }

    /** Times at zero of a signal that is far from zero otherwise. */
    public Optional<OffTimes> offTimes() {
        double[] sorted = sorted();
        if (sorted.length < FEWEST) {
            return Optional.empty();
        }
        double usual = Math.max(Math.abs(quantile(sorted, 0.99)), Math.abs(quantile(sorted, 0.01)));
        double limit = OFF * usual;
        int off = 0;
        int between = 0;
        int spans = 0;
        boolean before = false;
        for (int i = 0; i < sampled; i++) {
            boolean now = Math.abs(sample[i]) <= limit;
            off += now ? 1 : 0;
            between += !now && Math.abs(sample[i]) <= 5 * limit ? 1 : 0;
            spans += now && !before ? 1 : 0;
            before = now;
        }
        double share = off / (double) sorted.length;
        boolean parted = between * 20 < off; // A signal that merely passes zero lingers beside it.
        boolean lasting = spans * 3 <= off;
        return share >= MODE_SHARE_MIN && share <= 0.96 && parted && lasting && spans >= 2
                ? Optional.of(new OffTimes(share, spans))
                : Optional.empty();
    }

    /** Two to six levels with nothing between them, each of them left and come back to. */
    public List<Mode> modes() {
        double[] sorted = sorted();
        if (sorted.length < FEWEST) {
            return List.of();
        }
        double low = quantile(sorted, 0.01);
        double high = quantile(sorted, 0.99);
        double[] inner = Arrays.stream(sorted).filter(v -> v >= low && v <= high).toArray();
        var borders = new ArrayList<Double>();
        for (int i = 1; i < inner.length; i++) {
            if (inner[i] - inner[i - 1] > GAP * (high - low)) {
                borders.add((inner[i] + inner[i - 1]) / 2);
            }
        }
        int modes = borders.size() + 1;
        return modes < 2 || modes > MODES_MAX ? List.of() : visited(borders);
    }

    private List<Mode> visited(List<Double> borders) {
        var counts = new int[borders.size() + 1];
        var visits = new int[counts.length];
        var sums = new double[counts.length];
        int before = -1;
        int total = 0;
        for (int i = 0; i < sampled; i++) {
            double value = sample[i];
            if (!Double.isNaN(value)) {
                int mode = (int) borders.stream().filter(border -> value > border).count();
                counts[mode]++;
                sums[mode] += value;
                visits[mode] += mode == before ? 0 : 1;
                before = mode;
                total++;
            }
        }
        var modes = new ArrayList<Mode>();
        for (int mode = 0; mode < counts.length; mode++) {
            boolean lasting = counts[mode] >= 3 * visits[mode];
            double share = counts[mode] / (double) total;
            if (visits[mode] < VISITS_MIN || share < MODE_SHARE_MIN || !lasting) {
                return List.of();
            }
            modes.add(new Mode(sums[mode] / counts[mode], share));
        }
        return modes;
    }

    private double[] sorted() {
        return Arrays.stream(sample, 0, sampled).filter(v -> !Double.isNaN(v)).sorted().toArray();
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) (share * (sorted.length - 1))];
    }
}
