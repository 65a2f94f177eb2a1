package werkmeister.simulator.press;

import werkmeister.units.TimeSpan;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/** One pass over a stretch of a press's time, from the Sunday before it. */
final class Generation {
    private static final double SECONDS_A_DAY = 86_400;

    private final Noise shifts;
    private final Physics physics;
    private final Wear wear;
    private final List<PlantedTrial> trials;
    private final Sensors sensors;
    private final LocalClock clock;
    private final ZoneId zone;
    private final long stepSeconds;
    private final double[] values = new double[Quantity.values().length];
    private long day = Long.MIN_VALUE;
    private DayPlan dayPlan;
    private double yearPart;

    Generation(Noise machine, Plan plan, Sensors sensors, ZoneId zone, long stepSeconds) {
        this.shifts = machine.forPurpose("shifts");
        this.physics = new Physics(machine);
        this.wear = new Wear(plan, machine.forPurpose("wear"));
        this.trials = plan.trials();
        this.sensors = sensors;
        this.zone = zone;
        this.clock = new LocalClock(zone);
        this.stepSeconds = stepSeconds;
        this.dayPlan = DayPlan.of(shifts, LocalDate.EPOCH);
    }

    /** Generates the rows of the span on the grid that starts at {@code origin}. */
    void run(Instant origin, TimeSpan span, RowSink sink) {
        long from = onGrid(origin.getEpochSecond(), span.from().getEpochSecond());
        long warmUp = onGrid(origin.getEpochSecond(), sundayNoonBefore(span.from()));
        long end = span.to().getEpochSecond();
        moveTo(warmUp);
        physics.standStill(warmUp, yearPart, 0.5);
        for (long second = warmUp; second < end; second += stepSeconds) {
            boolean running = step(second);
            var time = Instant.ofEpochSecond(second);
            sensors.distort(time, running, values);
            if (second >= from && !sensors.isLost(time)) {
                sink.row(second * 1_000_000, values);
            }
        }
    }

    private boolean step(long second) {
        long local = moveTo(second);
        wear.moveTo(second);
        var mode = mode(second, LocalClock.minute(local));
        double dayPart = Math.floorMod(local, (long) SECONDS_A_DAY) / SECONDS_A_DAY;
        physics.step(
                new Physics.Moment(second, yearPart, dayPart, stepSeconds), mode, wear, values);
        return mode != Mode.OFF;
    }

    private Mode mode(long second, int minute) {
        if (wear.underRepair) {
            return Mode.OFF;
        }
        for (int i = 0; i < trials.size(); i++) {
            var span = trials.get(i).span();
            if (second >= span.from().getEpochSecond() && second < span.to().getEpochSecond()) {
                return Mode.TRIAL;
            }
        }
        return dayPlan.at(minute);
    }

    /** Looks up the local day; answers the local second. */
    private long moveTo(long second) {
        long local = clock.localSecond(second);
        var now = Math.floorDiv(local, (long) SECONDS_A_DAY);
        if (now != day) {
            day = now;
            var date = LocalClock.date(local);
            dayPlan = DayPlan.of(shifts, date);
            yearPart = date.getDayOfYear() / 365.25;
        }
        return local;
    }

    private long onGrid(long origin, long second) {
        return origin + Math.ceilDiv(second - origin, stepSeconds) * stepSeconds;
    }

    private long sundayNoonBefore(Instant instant) {
        var local = instant.atZone(zone);
        var sunday = local.toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
        var noon = sunday.atTime(LocalTime.NOON).atZone(zone);
        return (noon.isAfter(local) ? noon.minusWeeks(1) : noon).toEpochSecond();
    }
}
