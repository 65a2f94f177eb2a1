package werkmeister.simulator.press;

import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.machine.Signal;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A line of three hydraulic presses near Munich that exists only in virtual time.
 *
 * <p>Every row is a function of seed, machine and time: the same seed gives the same bytes, and any
 * stretch of time can be generated on its own and continues its neighbours exactly.
 */
public final class PressLine {
    public static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private static final int PRESSES = 3;
    private static final Period LIVE = Period.ofWeeks(8);
    private static final double TRAINING_SHARE = 0.8;

    /**
     * How much there is of the line's time.
     *
     * @param start first local day of the history
     * @param years of history; eight live weeks follow it
     * @param step from row to row, a whole number of seconds that divides the day
     */
    public record Settings(LocalDate start, int years, Duration step) {
        /** Ten years, a row every ten minutes. */
        public static final Settings TEN_YEARS =
                new Settings(LocalDate.of(2016, 1, 1), 10, Duration.ofMinutes(10));

        public Settings {
            if (years < 1 || years > 50) {
                throw Refusal.invalid(
                        "The history (%d years) must be from 1 to 50 years long.".formatted(years));
            }
            if (step.toSeconds() < 1 || step.toNanosPart() != 0 || 86_400 % step.toSeconds() != 0) {
                throw Refusal.invalid(
                        "The step (%s) must divide the day into whole seconds.".formatted(step));
            }
        }

        /** A row a minute. */
        public Settings eachMinute() {
            return new Settings(start, years, Duration.ofMinutes(1));
        }
    }

    private final long seed;
    private final Settings settings;
    private final SequencedMap<MachineId, Plan> plans = new LinkedHashMap<>();

    private PressLine(long seed, Settings settings) {
        this.seed = seed;
        this.settings = settings;
        var spans =
                new Plan.Spans(
                        new TimeSpan(history().from(), heldOutFrom()),
                        new TimeSpan(heldOutFrom(), history().to()),
                        live());
        for (int number = 1; number <= PRESSES; number++) {
            var id = new MachineId("press-" + number);
            plans.put(id, Plan.of(id, number, noise(id), spans, ZONE));
        }
    }

    public static PressLine of(long seed, Settings settings) {
        return new PressLine(seed, settings);
    }

    public long seed() {
        return seed;
    }

    public Settings settings() {
        return settings;
    }

    public List<MachineId> machines() {
        return List.copyOf(plans.sequencedKeySet());
    }

    /** The presses as a tenant's machines. */
    public List<Machine> machines(TenantId tenant) {
        return machines().stream()
                .map(id ->
                        new Machine(
                                tenant,
                                id,
                                "Presse " + id.value().substring("press-".length()),
                                ZONE,
                                signals()))
                .toList();
    }

    /** What every press measures, in the order of a row's values. */
    public List<Signal> signals() {
        return Arrays.stream(Quantity.values()).map(Quantity::signal).toList();
    }

    /** The years that are exported as files. */
    public TimeSpan history() {
        return new TimeSpan(midnight(settings.start()), midnight(end()));
    }

    /** Training should see nothing from here on: about the last fifth of the history. */
    public Instant heldOutFrom() {
        long days = end().toEpochDay() - settings.start().toEpochDay();
        return midnight(settings.start().plusDays((long) (days * TRAINING_SHARE)));
    }

    /** Eight weeks that follow the history, to be played as live samples. */
    public TimeSpan live() {
        return new TimeSpan(midnight(end()), midnight(end().plus(LIVE)));
    }

    /** Every planted fault of history and live time, by machine and time. */
    public List<PlantedFault> plan() {
        return plans.values().stream().flatMap(plan -> plan.faults().stream()).toList();
    }

    /** Every harmless trial, by machine and time. */
    public List<PlantedTrial> trials() {
        return plans.values().stream().flatMap(plan -> plan.trials().stream()).toList();
    }

    /** Generates the rows of a span one after the other, holding none. */
    public void rows(MachineId machine, TimeSpan span, RowSink sink) {
        var plan = plans.get(machine);
        if (plan == null) {
            throw Refusal.notFound(
                    "The line has no machine (%s), only %s.".formatted(machine, machines()));
        }
        var noise = noise(machine);
        var world = new TimeSpan(history().from(), live().to());
        var sensors = new Sensors(noise, world, ZONE);
        new Generation(noise, plan, sensors, ZONE, settings.step().toSeconds())
                .run(history().from(), span, sink);
    }

    /** The rows of a span in memory. */
    public SampleTable table(MachineId machine, TimeSpan span) {
        int most = (int) (span.length().toSeconds() / settings.step().toSeconds()) + 1;
        var times = new long[most];
        var columns = new double[signals().size()][most];
        var rows = new int[1];
        rows(
                machine,
                span,
                (time, values) -> {
                    int row = rows[0]++;
                    times[row] = time;
                    for (int i = 0; i < values.length; i++) {
                        columns[i][row] = values[i];
                    }
                });
        var names = signals().stream().map(Signal::name).toList();
        return new SampleTable(times, names, columns).slice(0, rows[0]);
    }

    private Noise noise(MachineId machine) {
        return Noise.of(seed).forPurpose(machine.value());
    }

    private LocalDate end() {
        return settings.start().plusYears(settings.years());
    }

    private static Instant midnight(LocalDate date) {
        return date.atStartOfDay(ZONE).toInstant();
    }
}
