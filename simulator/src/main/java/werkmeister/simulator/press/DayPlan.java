package werkmeister.simulator.press;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;

/** What a press does in each minute of a local day: shifts, breaks, products and short stops. */
final class DayPlan {
    private static final int MINUTES_A_DAY = 24 * 60;
    private static final int SATURDAY_END = 13 * 60 + 30;
    private static final double SATURDAY_SHARE = 0.35;

    /** Start and length of each break, in minutes. */
    private static final int[][] BREAKS = {
        {9 * 60, 15}, {12 * 60 + 30, 30}, {14 * 60, 10}, {17 * 60 + 30, 15}
    };

    private static final int DRAWS_A_DAY = 64;

    private final Mode[] minutes = new Mode[MINUTES_A_DAY];
    private final Noise noise;
    private long draw;

    private DayPlan(Noise noise, LocalDate date) {
        this.noise = noise;
        this.draw = date.toEpochDay() * DRAWS_A_DAY;
        Arrays.fill(minutes, Mode.OFF);
    }

    static DayPlan of(Noise noise, LocalDate date) {
        var plan = new DayPlan(noise, date);
        boolean saturday =
                date.getDayOfWeek() == DayOfWeek.SATURDAY && !WorksCalendar.isHoliday(date);
        boolean extraShift = saturday && plan.uniform() < SATURDAY_SHARE;
        if (WorksCalendar.isWorkday(date) || extraShift) {
            plan.work(extraShift ? SATURDAY_END : 21 * 60 + 40 + plan.below(15));
        }
        return plan;
    }

    Mode at(int minute) {
        return minutes[minute];
    }

    private void work(int end) {
        int start = 5 * 60 + 20 + below(20);
        int produce = start + 45 + below(15);
        fill(start, produce, Mode.WARM_UP);
        produce(produce, end);
        for (int[] pause : BREAKS) {
            int from = pause[0] + below(6) - 3;
            idle(from, from + pause[1] + below(5), end);
        }
        int stops = below(4);
        for (int i = 0; i < stops; i++) {
            int from = produce + below(end - produce);
            idle(from, from + 5 + below(30), end);
        }
    }

    /** One product all day, or a change of dies in between. */
    private void produce(int from, int end) {
        double draw = uniform();
        Mode first = draw < 0.55 ? Mode.PRODUCT_A : Mode.PRODUCT_B;
        boolean change = draw > 0.35 && draw < 0.75;
        fill(from, end, first);
        if (change) {
            int at = from + 120 + below(Math.max(1, end - from - 240));
            fill(at, end, first == Mode.PRODUCT_A ? Mode.PRODUCT_B : Mode.PRODUCT_A);
            idle(at, at + 25 + below(20), end);
        }
    }

    private void idle(int from, int to, int end) {
        fill(from, Math.min(to, end), Mode.IDLE);
    }

    private void fill(int from, int to, Mode mode) {
        if (from < to) {
            Arrays.fill(minutes, from, to, mode);
        }
    }

    private double uniform() {
        return noise.uniform(draw++);
    }

    private int below(int bound) {
        return noise.below(draw++, bound);
    }
}
