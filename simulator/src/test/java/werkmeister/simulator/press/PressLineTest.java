package werkmeister.simulator.press;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.IntStream;

class PressLineTest {
    private static final MachineId PRESS = new MachineId("press-1");
    private static final PressLine LINE = PressLine.of(7, PressLine.Settings.TEN_YEARS);

    @Test
    void tenYearsHaveARowEveryTenMinutesButForSmallGaps() {
        var rows = new int[1];
        LINE.rows(PRESS, LINE.history(), (time, values) -> rows[0]++);

        assertThat(LINE.history()).isEqualTo(span("2015-12-31T23:00:00Z", "2025-12-31T23:00:00Z"));
        assertThat(rows[0]).isBetween((int) (0.99 * 3653 * 144), 3653 * 144 - 1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void theSameSeedGivesTheSameRowsAndAnotherOneDoesNot(long seed) {
        var span = span("2019-03-03T00:00:00Z", "2019-03-17T00:00:00Z");
        var settings = PressLine.Settings.TEN_YEARS;

        var rows = PressLine.of(seed, settings).table(PRESS, span);

        assertSameRows(PressLine.of(seed, settings).table(PRESS, span), rows);
        assertThat(PressLine.of(seed + 1, settings).table(PRESS, span).column("Systemdruck"))
                .isNotEqualTo(rows.column("Systemdruck"));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void anyStretchOfTimeContinuesItsNeighbourExactly(long seed) {
        var line = PressLine.of(seed, PressLine.Settings.TEN_YEARS);
        var first = span("2025-09-01T00:00:00Z", "2026-01-14T10:20:00Z");
        var second = span("2026-01-14T10:20:00Z", "2026-02-20T00:00:00Z");

        var whole = line.table(PRESS, new TimeSpan(first.from(), second.to()));
        var parts = line.table(PRESS, first);
        var rest = line.table(PRESS, second);

        assertSameRows(parts, whole.slice(0, parts.rows()));
        assertSameRows(rest, whole.slice(parts.rows(), whole.rows()));
    }

    @Test
    void everyQuantityStaysWhereAPressWouldHaveIt() {
        var rows = LINE.table(PRESS, span("2018-01-01T00:00:00Z", "2020-01-01T00:00:00Z"));

        check(
                rows,
                """
                signal               low   high
                Systemdruck            0    245
                Vorsteuerdruck         0     46
                Pumpenvolumenstrom     0    155
                Leckölstrom            0     17
                Öltemperatur           8     75
                Kühleraustritt         8     65
                Motorstrom             0    110
                Pumpenschwingung       0    4.5
                Speicherdruck         50    230
                Zykluszeit             0   17.5
                """);
    }

    @Test
    void aPressStandsAtNightOnSundaysAndInTheWorksHolidays() {
        check(
                """
                local day   hour | produces
                2019-05-14    10 | yes
                2019-05-14    02 | no
                2019-05-12    10 | no
                2019-08-12    10 | no
                2019-12-27    10 | no
                2019-05-30    10 | no
                2019-04-22    10 | no
                """);
    }

    @Test
    void whatIsPressedFollowsFromPressureAndFlow() {
        var rows = LINE.table(PRESS, span("2018-05-01T00:00:00Z", "2018-07-01T00:00:00Z"));
        var power =
                IntStream.range(0, rows.rows())
                        .filter(row -> rows.column("Zykluszeit")[row] > 5)
                        .mapToObj(row ->
                                new double[] {
                                    rows.column("Systemdruck")[row]
                                            * rows.column("Pumpenvolumenstrom")[row]
                                            / 600,
                                    rows.column("Motorstrom")[row],
                                    rows.column("Öltemperatur")[row],
                                    rows.column("Kühleraustritt")[row]
                                })
                        .filter(row -> Arrays.stream(row).noneMatch(Double::isNaN))
                        .toList();

        assertThat(power).hasSizeGreaterThan(2_000);
        // A standing value breaks the relation for some hours, hence nearly all.
        assertThat(power.stream().filter(row -> Math.abs(row[1] - 18 - 1.72 * row[0]) < 6).count())
                .isGreaterThan((long) (0.97 * power.size()));
        assertThat(power.stream().filter(row -> row[2] > row[3]).count())
                .isGreaterThan((long) (0.97 * power.size()));
    }

    @Test
    void theHallIsWarmerInSummerThanInWinter() {
        assertThat(mean("2019-07-01T00:00:00Z", "Kühleraustritt"))
                .isGreaterThan(mean("2019-02-01T00:00:00Z", "Kühleraustritt") + 5);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 7, 11, 23, 42})
    void everyPressHasOneFaultOfEachKindInTheHeldOutYearsAndOneLive(long seed) {
        var line = PressLine.of(seed, PressLine.Settings.TEN_YEARS);
        var heldOut = new TimeSpan(line.heldOutFrom(), line.history().to());

        for (var machine : line.machines()) {
            var faults =
                    line.plan().stream().filter(fault -> fault.machine().equals(machine)).toList();
            assertThat(
                            faults.stream()
                                    .filter(fault -> heldOut.contains(fault.span().from()))
                                    .map(PlantedFault::kind))
                    .containsExactlyInAnyOrderElementsOf(EnumSet.allOf(PlantedFault.Kind.class));
            assertThat(faults).anyMatch(fault -> line.live().contains(fault.span().from()));
            assertThat(faults)
                    .filteredOn(fault -> fault.span().to().isBefore(line.heldOutFrom()))
                    .hasSizeGreaterThan(4);
            assertThat(faults)
                    .allSatisfy(fault ->
                            assertThat(fault.span().length())
                                    .isBetween(Duration.ofHours(30), Duration.ofDays(13)));
        }
        assertThat(line.trials())
                .hasSize(3)
                .allMatch(trial -> line.live().contains(trial.span().from()));
    }

    @Test
    void everyKindOfFaultChangesARelationBetweenSignals() {
        assertThat(shift(PlantedFault.Kind.PUMP_WEAR, "Leckölstrom")).isGreaterThan(2);
        assertThat(shift(PlantedFault.Kind.COOLER_FOULING, "Öltemperatur")).isGreaterThan(2);
        assertThat(shift(PlantedFault.Kind.ACCUMULATOR_GAS_LOSS, "Speicherdruck")).isLessThan(-3);
        assertThat(shift(PlantedFault.Kind.VALVE_STICKING, "Zykluszeit")).isGreaterThan(0.05);
    }

    @Test
    void oilAndSealsAreUsedUpFromOneRepairToTheNextFault() {
        var lives = LINE.plan().stream().filter(one -> one.machine().equals(PRESS)).toList();
        var worn = 0;
        for (int i = 1; i < lives.size() - 1; i++) {
            var repaired = lives.get(i - 1).span().to();
            var fault = lives.get(i).span().from();
            var early = meanOfWeeks(repaired.plus(Duration.ofDays(1)));
            worn += meanOfWeeks(fault.minus(Duration.ofDays(21))) > early + 0.3 ? 1 : 0;
        }
        // Summers and dies hide it in some.
        assertThat(worn).isGreaterThan(lives.size() / 2);
    }

    private static double meanOfWeeks(Instant from) {
        return IntStream.range(0, 20)
                .mapToDouble(
                        day -> meanAtWork(PRESS, from.plus(Duration.ofDays(day)), "Leckölstrom"))
                .filter(mean -> !Double.isNaN(mean))
                .average()
                .orElseThrow();
    }

    @Test
    void aYearAtAMinuteHasTenTimesTheRows() {
        var settings = new PressLine.Settings(LocalDate.of(2024, 1, 1), 1, Duration.ofMinutes(10));
        var day = span("2024-05-14T22:00:00Z", "2024-05-15T22:00:00Z");

        assertThat(PressLine.of(5, settings).table(PRESS, day).rows()).isEqualTo(144);
        assertThat(PressLine.of(5, settings.eachMinute()).table(PRESS, day).rows()).isEqualTo(1440);
    }

    @Test
    void whatTheLineDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> LINE.table(new MachineId("press-9"), LINE.live()))
                .isInstanceOf(Refusal.class)
                .hasMessage("The line has no machine (press-9), only [press-1, press-2, press-3].");
        assertThatThrownBy(() ->
                        new PressLine.Settings(LocalDate.of(2024, 1, 1), 1, Duration.ofMinutes(7)))
                .isInstanceOf(Refusal.class)
                .hasMessage("The step (PT7M) must divide the day into whole seconds.");
    }

    /**
     * How much more (or less) a signal shows at the end of a fault than just before it, in the same
     * product.
     */
    private static double shift(PlantedFault.Kind kind, String signal) {
        return LINE.plan().stream()
                .filter(fault -> fault.kind() == kind)
                .mapToDouble(fault ->
                        meanAtWork(
                                        fault.machine(),
                                        fault.span().to().minus(Duration.ofHours(8)),
                                        signal)
                                - meanAtWork(
                                        fault.machine(),
                                        fault.span().from().minus(Duration.ofHours(8)),
                                        signal))
                .filter(change -> !Double.isNaN(change))
                .average()
                .orElseThrow();
    }

    private static double meanAtWork(MachineId machine, Instant from, String signal) {
        var rows = LINE.table(machine, new TimeSpan(from, from.plus(Duration.ofHours(8))));
        var pressure = rows.column("Systemdruck");
        return IntStream.range(0, rows.rows())
                .filter(row -> pressure[row] > 195)
                .mapToDouble(row -> rows.column(signal)[row])
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    private static double mean(String from, String signal) {
        var start = Instant.parse(from);
        return Arrays.stream(
                        LINE.table(PRESS, new TimeSpan(start, start.plus(Duration.ofDays(28))))
                                .column(signal))
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElseThrow();
    }

    private static void check(String table) {
        table.lines()
                .skip(1)
                .forEach(line -> {
                    var words = line.replace("|", "").trim().split("\\s+");
                    var from =
                            LocalDate.parse(words[0])
                                    .atTime(Integer.parseInt(words[1]), 0)
                                    .atZone(PressLine.ZONE)
                                    .toInstant();
                    var rows =
                            LINE.table(PRESS, new TimeSpan(from, from.plus(Duration.ofHours(2))));
                    boolean produces =
                            Arrays.stream(rows.column("Zykluszeit"))
                                    .anyMatch(seconds -> seconds > 5);
                    assertThat(produces).as(line).isEqualTo(words[2].equals("yes"));
                });
    }

    private static void check(SampleTable rows, String table) {
        table.lines()
                .skip(1)
                .forEach(line -> {
                    var words = line.split("\\s+");
                    assertThat(
                                    Arrays.stream(rows.column(words[0]))
                                            .filter(value -> !Double.isNaN(value))
                                            .boxed())
                            .as(words[0])
                            .allMatch(value ->
                                    value >= Double.parseDouble(words[1])
                                            && value <= Double.parseDouble(words[2]))
                            .hasSizeGreaterThan(100_000);
                });
    }

    private static void assertSameRows(SampleTable actual, SampleTable expected) {
        assertThat(actual.times()).isEqualTo(expected.times());
        assertThat(Arrays.deepEquals(actual.columns(), expected.columns())).isTrue();
    }

    private static TimeSpan span(String from, String to) {
        return new TimeSpan(Instant.parse(from), Instant.parse(to));
    }
}
