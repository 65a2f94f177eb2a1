package werkmeister.simulator.virtual;

import werkmeister.units.Refusal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;

/**
 * A made-up mix of jobs of an industrial site: twelve tenants of unequal size, most jobs of one
 * GPU, most GPU time in large ones, runtimes spread as a lognormal, fewer jobs at night and on
 * Sundays. The shares are assumptions that follow what was published of such clusters (most jobs
 * ask for one GPU, the largest take most of the time; Hu et al., Characterization of Large Language
 * Model Development in the Datacenter, NSDI 2024).
 *
 * @param gpus of the site, of which {@code load} is asked for on average
 * @param more factor of a tenant's jobs, by its name
 */
public record Workshop(long gpus, double load, int days, long seed, Map<String, Double> more)
        implements Iterable<Arrival> {
    static final List<String> TENANTS =
            List.of(
                    "car-1",
                    "car-2",
                    "car-3",
                    "truck",
                    "presses",
                    "robots-1",
                    "robots-2",
                    "turbines",
                    "pumps",
                    "steel",
                    "chips",
                    "research");

    private static final double[] TENANT_SHARES = {
        0.22, 0.15, 0.1, 0.08, 0.06, 0.1, 0.07, 0.06, 0.03, 0.04, 0.05, 0.04
    };
    private static final int[] SIZES = {1, 2, 4, 8, 16, 32, 64, 128, 256};
    private static final double[] SIZE_SHARES = {
        0.6, 0.12, 0.08, 0.13, 0.03, 0.02, 0.012, 0.006, 0.002
    };
    private static final double MEDIAN_HOURS = 1.0;
    private static final double SPREAD = 1.6;
    private static final double LONGEST_HOURS = 240;
    private static final long HOUR = 3_600_000;

    public Workshop {
        more = Map.copyOf(more);
        for (String tenant : more.keySet()) {
            if (!TENANTS.contains(tenant)) {
                throw Refusal.invalid(
                        "The made-up mix has no tenant (%s); it has %s."
                                .formatted(tenant, TENANTS));
            }
        }
        if (!(load > 0 && load <= 10) || days < 1 || days > 3_650 || gpus < 1) {
            throw Refusal.invalid(
                    "The load (%s) must be above 0 and at most 10, the days (%d) 1 to 3650, the GPUs (%d) 1 or more."
                            .formatted(load, days, gpus));
        }
    }

    /** GPUs that each tenant is owed: its share of 80 % of the site. */
    static long owed(String tenant, long gpus) {
        return (long) (0.8 * gpus * TENANT_SHARES[TENANTS.indexOf(tenant)]);
    }

    @Override
    public Iterator<Arrival> iterator() {
        return new Stream();
    }

    /** Hour by hour. */
    private final class Stream implements Iterator<Arrival> {
        private final Random random = new Random(seed);
        private final double perHour = load * gpus / meanGpuHours();
        private List<Arrival> hour = List.of();
        private int at;
        private int next;

        @Override
        public boolean hasNext() {
            while (next >= hour.size() && at < days * 24) {
                hour = hour(at++);
                next = 0;
            }
            return next < hour.size();
        }

        @Override
        public Arrival next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return hour.get(next++);
        }

        private List<Arrival> hour(int number) {
            var arrivals = new ArrayList<Arrival>();
            double rate = perHour * rhythm(number);
            for (int tenant = 0; tenant < TENANTS.size(); tenant++) {
                String name = TENANTS.get(tenant);
                int count = poisson(rate * TENANT_SHARES[tenant] * more.getOrDefault(name, 1.0));
                for (int i = 0; i < count; i++) {
                    arrivals.add(arrival(number, name));
                }
            }
            arrivals.sort((a, b) -> Long.compare(a.at(), b.at()));
            return arrivals;
        }

        private int poisson(double mean) {
            int whole = 0;
            double left = mean;
            while (left > 500) {
                whole += 500;
                left -= 500;
            }
            double limit = Math.exp(-left);
            int count = 0;
            for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
                count++;
            }
            return whole + count;
        }

        private Arrival arrival(int number, String tenant) {
            double u = random.nextDouble();
            int size = 0;
            while (size < SIZES.length - 1 && u >= SIZE_SHARES[size]) {
                u -= SIZE_SHARES[size];
                size++;
            }
            // Never more than a tenth of the site, so that a small one has work, too.
            int gpusAsked = (int) Math.clamp(gpus / 10, 1, SIZES[size]);
            double hours =
                    Math.min(
                            LONGEST_HOURS, MEDIAN_HOURS * Math.exp(SPREAD * random.nextGaussian()));
            Duration runtime = Duration.ofMillis(Math.max(10_000, Math.round(hours * HOUR)));
            boolean preemptible = random.nextDouble() < 0.7;
            return new Arrival(
                    number * HOUR + random.nextLong(HOUR),
                    tenant,
                    gpusAsked,
                    runtime,
                    Arrival.named(runtime),
                    preemptible ? Optional.of(Duration.ofMinutes(15)) : Optional.empty(),
                    preemptible);
        }
    }

    private double meanGpuHours() {
        double gpusAsked = 0;
        for (int i = 0; i < SIZES.length; i++) {
            gpusAsked += SIZE_SHARES[i] * Math.clamp(gpus / 10, 1, SIZES[i]);
        }
        return gpusAsked * meanHours();
    }

    /** Mean of a lognormal that is cut at the longest. */
    private static double meanHours() {
        double sum = 0;
        int steps = 4_000;
        for (int i = 0; i < steps; i++) {
            sum += Math.min(LONGEST_HOURS, MEDIAN_HOURS * Math.exp(SPREAD * normal(i, steps)));
        }
        return sum / steps;
    }

    /** The quantile of a normal variable in the middle of one of so many equal steps. */
    private static double normal(int step, int steps) {
        double p = (step + 0.5) / steps;
        double low = -8;
        double high = 8;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (cumulative(middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Abramowitz and Stegun 26.2.17. */
    private static double cumulative(double x) {
        double t = 1 / (1 + 0.2316419 * Math.abs(x));
        double tail =
                Math.exp(-x * x / 2)
                        / Math.sqrt(2 * Math.PI)
                        * t
                        * (0.319381530
                                + t
                                        * (-0.356563782
                                                + t
                                                        * (1.781477937
                                                                + t
                                                                        * (-1.821255978
                                                                                + t
                                                                                        * 1.330274429))));
        return x > 0 ? 1 - tail : tail;
    }

    /** Jobs at this hour, in the mean over a week 1; the first hour is a Monday's. */
    private static double rhythm(int hour) {
        boolean sunday = hour / 24 % 7 == 6;
        boolean day = hour % 24 >= 7 && hour % 24 < 19;
        double each = sunday ? 0.4 : day ? 1.5 : 0.65;
        double mean = (24 * 0.4 + 6 * 12 * 1.5 + 6 * 12 * 0.65) / (24 * 7);
        return each / mean;
    }
}
