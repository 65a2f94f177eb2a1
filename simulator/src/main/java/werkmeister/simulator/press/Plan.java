package werkmeister.simulator.press;

import werkmeister.plant.machine.MachineId;
import werkmeister.simulator.press.PlantedFault.Kind;
import werkmeister.units.TimeSpan;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * What happens to one press beside production: its faults and trials, all in working time.
 *
 * <p>The training part of the history has a fault about every 16 months, the held-out part one of
 * each kind (where it is long enough), the live weeks one or two, and trials.
 *
 * @param start of the press's world: all is new
 * @param faults in order of time
 */
record Plan(Instant start, List<PlantedFault> faults, List<PlantedTrial> trials) {
    private static final int ATTEMPTS = 400;
    private static final int DAYS_BETWEEN_TRAINING_FAULTS = 490;
    private static final int DAYS_BETWEEN_HELD_OUT_FAULTS = 90;

    /**
     * The spans that are planned: history up to {@code heldOutFrom}, the rest of it, and what comes
     * live.
     */
    record Spans(TimeSpan training, TimeSpan heldOut, TimeSpan live) {}

    Plan {
        faults = List.copyOf(faults);
        trials = List.copyOf(trials);
    }

    static Plan of(MachineId machine, int number, Noise noise, Spans spans, ZoneId zone) {
        return new Planner(machine, noise.forPurpose("plan"), zone).plan(number, spans);
    }

    private static final class Planner {
        private final MachineId machine;
        private final Noise noise;
        private final ZoneId zone;
        private final List<PlantedFault> faults = new ArrayList<>();
        private final List<PlantedTrial> trials = new ArrayList<>();
        private long draw;

        private Planner(MachineId machine, Noise noise, ZoneId zone) {
            this.machine = machine;
            this.noise = noise;
            this.zone = zone;
        }

        private Plan plan(int number, Spans spans) {
            long trainingDays = spans.training().length().toDays();
            spread(
                    spans.training(),
                    (int) Math.max(1, trainingDays / DAYS_BETWEEN_TRAINING_FAULTS));
            long heldOutDays = spans.heldOut().length().toDays();
            spread(
                    spans.heldOut(),
                    (int)
                            Math.clamp(
                                    heldOutDays / DAYS_BETWEEN_HELD_OUT_FAULTS,
                                    1,
                                    Kind.values().length));
            planLive(number, spans.live());
            faults.sort(Comparator.comparing(fault -> fault.span().from()));
            return new Plan(spans.training().from(), faults, trials);
        }

        /**
         * The first press shows everything twice: a fault, a trial, and once more for the next
         * version.
         */
        private void planLive(int number, TimeSpan live) {
            var kinds = shuffledKinds();
            kinds.remove(Kind.VALVE_STICKING);
            switch (number) {
                case 1 -> {
                    fault(kinds.get(0), days(live, 7, 22));
                    trial(days(live, 23, 27));
                    fault(kinds.get(1), days(live, 33, 48));
                    trial(days(live, 50, 54));
                }
                case 2 -> {
                    trial(days(live, 12, 16));
                    fault(kinds.get(0), days(live, 30, 46));
                }
                default -> fault(kinds.get(0), days(live, 14, 30));
            }
        }

        private void spread(TimeSpan span, int count) {
            var kinds = shuffledKinds();
            var slot = span.length().dividedBy(count);
            for (int i = 0; i < count; i++) {
                var from = span.from().plus(slot.multipliedBy(i));
                fault(kinds.get(i % kinds.size()), new TimeSpan(from, from.plus(slot)));
            }
        }

        private List<Kind> shuffledKinds() {
            var kinds = new ArrayList<>(List.of(Kind.values()));
            for (int i = kinds.size() - 1; i > 0; i--) {
                Collections.swap(kinds, i, noise.below(draw++, i + 1));
            }
            return kinds;
        }

        private void fault(Kind kind, TimeSpan slot) {
            for (int i = 0; i < ATTEMPTS; i++) {
                var length =
                        Duration.ofMinutes(
                                (long)
                                        (60
                                                * noise.between(
                                                        draw++,
                                                        kind.shortestHours,
                                                        kind.longestHours)));
                var span = within(slot, length);
                if (span.to().isBefore(slot.to()) && isAtWork(span)) {
                    faults.add(new PlantedFault(machine, kind, span));
                    return;
                }
            }
        }

        private void trial(TimeSpan slot) {
            for (int i = 0; i < ATTEMPTS; i++) {
                var span = within(slot, Duration.ofMinutes(5 * 60 + noise.below(draw++, 150)));
                int hour = span.from().atZone(zone).getHour();
                if (hour >= 8 && hour <= 12 && isAtWork(span)) {
                    trials.add(new PlantedTrial(machine, span));
                    return;
                }
            }
        }

        /** Somewhere in the slot, on the full minute. */
        private TimeSpan within(TimeSpan slot, Duration length) {
            long room = Math.max(1, slot.length().minus(length).toMinutes());
            var from = slot.from().plus(Duration.ofMinutes((long) (room * noise.uniform(draw++))));
            return new TimeSpan(from, from.plus(length));
        }

        /**
         * Begins and ends in a shift, and no holiday lies in between: a press that stands still
         * does not wear.
         */
        private boolean isAtWork(TimeSpan span) {
            return isInShift(span.from())
                    && isInShift(span.to())
                    && date(span.from())
                            .datesUntil(date(span.to()).plusDays(1))
                            .allMatch(day -> isWeekend(day) || WorksCalendar.isWorkday(day));
        }

        private boolean isInShift(Instant instant) {
            int hour = instant.atZone(zone).getHour();
            return WorksCalendar.isWorkday(date(instant)) && hour >= 7 && hour < 20;
        }

        private static boolean isWeekend(LocalDate day) {
            return day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0;
        }

        private LocalDate date(Instant instant) {
            return LocalDate.ofInstant(instant, zone);
        }

        private static TimeSpan days(TimeSpan live, int from, int to) {
            return new TimeSpan(
                    live.from().plus(Duration.ofDays(from)), live.from().plus(Duration.ofDays(to)));
        }
    }
}
