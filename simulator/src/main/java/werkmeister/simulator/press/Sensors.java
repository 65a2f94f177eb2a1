package werkmeister.simulator.press;

import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What lies between the truth and the file: lost rows, missing and stuck values, sensors that drift
 * until service.
 */
final class Sensors {
    private static final double MISSING_SHARE = 0.0015;
    private static final double SECONDS_A_YEAR = 365.25 * 86_400;
    private static final Quantity[] QUANTITIES = Quantity.values();
    private static final long STRIDE = QUANTITIES.length;

    /** A value that does not move for some hours. */
    private record Stuck(Quantity quantity, TimeSpan span) {}

    private final Noise missing;
    private final Noise drift;
    private final List<TimeSpan> gaps = new ArrayList<>();
    private final List<Stuck> stuck = new ArrayList<>();
    private final double[] held = new double[Quantity.values().length];
    private final boolean[] holding = new boolean[held.length];
    private int nextGap;
    private int nextStuck;

    /** The quirks of one machine from the start of its world to the end. */
    Sensors(Noise machine, TimeSpan world, ZoneId zone) {
        this.missing = machine.forPurpose("missing");
        this.drift = machine.forPurpose("drift");
        planQuirks(machine.forPurpose("quirks"), world, zone);
    }

    private void planQuirks(Noise noise, TimeSpan world, ZoneId zone) {
        long draw = 0;
        var first = LocalDate.ofInstant(world.from(), zone);
        for (var month = first;
                month.atStartOfDay(zone).toInstant().isBefore(world.to());
                month = month.plusMonths(1)) {
            var start = month.atStartOfDay(zone).toInstant();
            if (noise.uniform(draw++) < 0.25) {
                var from = somewhere(noise, draw++, start, 27 * 24);
                gaps.add(
                        span(
                                from,
                                noise.uniform(draw++) < 0.2
                                        ? noise.between(draw++, 600, 2_900)
                                        : noise.between(draw++, 20, 300)));
            }
            if (noise.uniform(draw++) < 0.15) {
                // From Tuesday on: generation starts at the Sunday before and must see the value
                // that sticks.
                var day =
                        month.plusDays(
                                7 - month.getDayOfWeek().getValue() + 2 + noise.below(draw++, 3));
                var from = somewhere(noise, draw++, day.atStartOfDay(zone).toInstant(), 12);
                var quantity = Quantity.values()[noise.below(draw++, Quantity.values().length)];
                stuck.add(new Stuck(quantity, span(from, noise.between(draw++, 60, 420))));
            }
        }
        gaps.sort(Comparator.comparing(TimeSpan::from));
        stuck.sort(Comparator.comparing(one -> one.span().from()));
    }

    private static Instant somewhere(Noise noise, long draw, Instant from, int hours) {
        return from.plus(Duration.ofMinutes(noise.below(draw, hours * 60)));
    }

    private static TimeSpan span(Instant from, double minutes) {
        return new TimeSpan(from, from.plus(Duration.ofMinutes((long) minutes)));
    }

    /** Whether the historian lost the row of this time. Times must rise. */
    boolean isLost(Instant time) {
        while (nextGap < gaps.size() && !time.isBefore(gaps.get(nextGap).to())) {
            nextGap++;
        }
        return nextGap < gaps.size() && gaps.get(nextGap).contains(time);
    }

    /** Turns true values into what the file says. Times must rise. */
    void distort(Instant time, boolean running, double[] values) {
        long second = time.getEpochSecond();
        if (running) {
            double sinceService = second / SECONDS_A_YEAR % 1;
            values[Quantity.VIBRATION.ordinal()] += 0.09 * drift.gauss(1) * sinceService;
            values[Quantity.PILOT_PRESSURE.ordinal()] += 0.22 * drift.gauss(2) * sinceService;
        }
        for (var quantity : QUANTITIES) {
            int at = quantity.ordinal();
            values[at] = quantity.resolved(Math.max(0, values[at]));
        }
        hold(time, values);
        for (int at = 0; at < values.length; at++) {
            if (missing.uniform(second * STRIDE + at) < MISSING_SHARE) {
                values[at] = Double.NaN;
            }
        }
    }

    private void hold(Instant time, double[] values) {
        while (nextStuck < stuck.size() && !time.isBefore(stuck.get(nextStuck).span().to())) {
            holding[stuck.get(nextStuck).quantity().ordinal()] = false;
            nextStuck++;
        }
        if (nextStuck < stuck.size() && stuck.get(nextStuck).span().contains(time)) {
            int at = stuck.get(nextStuck).quantity().ordinal();
            if (!holding[at]) {
                holding[at] = true;
                held[at] = values[at];
            }
            values[at] = held[at];
        }
    }
}
