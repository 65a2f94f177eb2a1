package werkmeister.plant.ingest;

import werkmeister.plant.cell.CalendarTime;
import werkmeister.plant.cell.CalendarTime.Order;
import werkmeister.plant.table.TimeTally;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Compares a plan with what reading the whole file by it has shown, and finds a better one if there
 * is one.
 */
final class Replan {
    private static final double MANY = 0.5;

    private Replan() {}

    static Optional<Plan> of(Plan plan, TableReading reading, Source source, ReadOptions options) {
        Optional<TimePlan> time = plan.time().flatMap(found -> turned(found, options));
        if (time.isPresent()) {
            Plan other = plan.with(time.get());
            return isBetter(TableReading.of(other, source, options, false), reading)
                    ? Optional.of(other)
                    : Optional.of(plan.with(settled(plan.time().get())));
        }
        return columns(plan, reading);
    }

    /**
     * For a file that is read in blocks: the plan with day and month turned, if that is possible
     * and some times could not be read or went back.
     */
    static Optional<Plan> turned(
            Plan plan, TableReading reading, TimeTally times, ReadOptions options) {
        return plan.time()
                .filter(_ -> reading.badTimes() > 0 || times.back() > 0)
                .flatMap(found -> turned(found, options))
                .map(plan::with);
    }

    /** The plan, its order of day and month no longer in question. */
    static Plan settled(Plan plan) {
        return plan.with(settled(plan.time().orElseThrow()));
    }

    /** The same time with day and month the other way round, if both are possible. */
    private static Optional<TimePlan> turned(TimePlan time, ReadOptions options) {
        boolean open = time.ambiguous() && options.dateOrder().isEmpty();
        if (!open || !(time.readers().getFirst() instanceof CalendarTime calendar)) {
            return Optional.empty();
        }
        Order order = calendar.order() == Order.DMY ? Order.MDY : Order.DMY;
        var readers = new ArrayList<>(time.readers());
        readers.set(0, new CalendarTime(order));
        return Optional.of(new TimePlan(time.columns(), readers, time.name(), false));
    }

    private static TimePlan settled(TimePlan time) {
        return new TimePlan(time.columns(), time.readers(), time.name(), false);
    }

    /**
     * Fewer unreadable times are better; else fewer steps back; else the shorter span, for logs
     * have no monthly jumps.
     */
    private static boolean isBetter(TableReading other, TableReading first) {
        if (other.badTimes() != first.badTimes()) {
            return other.badTimes() < first.badTimes();
        }
        long[] otherTimes = other.times();
        long[] firstTimes = first.times();
        int fewer = Integer.compare(stepsBack(otherTimes), stepsBack(firstTimes));
        return fewer != 0 ? fewer < 0 : span(otherTimes) < span(firstTimes);
    }

    private static int stepsBack(long[] times) {
        int count = 0;
        for (int i = 1; i < times.length; i++) {
            count += times[i] < times[i - 1] ? 1 : 0;
        }
        return count;
    }

    private static long span(long[] times) {
        return times.length == 0
                ? 0
                : Arrays.stream(times).max().orElse(0) - Arrays.stream(times).min().orElse(0);
    }

    /** Columns that hold mostly something else than planned. */
    static Optional<Plan> columns(Plan plan, TableReading reading) {
        List<Plan.Column> columns = new ArrayList<>(plan.columns());
        boolean changed = false;
        for (int c = 0; c < columns.size(); c++) {
            Column read = reading.columns()[c];
            if (read != null) {
                Plan.Kind kind = better(columns.get(c).kind(), read);
                changed |= kind != columns.get(c).kind();
                columns.set(c, columns.get(c).as(kind));
            }
        }
        return changed ? Optional.of(plan.with(columns)) : Optional.empty();
    }

    private static Plan.Kind better(Plan.Kind kind, Column read) {
        boolean mostlyOthers = read.others() > MANY * (read.numbers() + read.others());
        return switch (kind) {
            case NUMBER, FLAG -> mostlyOthers ? Plan.Kind.TEXT : kind;
            case TEXT -> !mostlyOthers && read.numbers() > 0 ? Plan.Kind.NUMBER : kind;
            case TIME, NOTHING -> kind;
        };
    }
}
