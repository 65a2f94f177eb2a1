package werkmeister.plant.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.plant.machine.MachineId;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A chart is the same whether it comes from levels or from the samples: every spike is in it. */
class ZoomTest {
    private static final Instant START = Instant.parse("2024-01-17T05:13:00Z");
    private static final int ROWS = 200_000;
    private static final TenantId TENANT = new TenantId("home");
    private static final MachineId MACHINE = new MachineId("press");

    @TempDir Path root;
    private SampleStore store;
    private SampleTable table;
    private List<SampleFile> files;

    @BeforeEach
    void fourAndAHalfMonthsWithGapsAndSpikes() {
        store = new SampleStore(root);
        table = table(7);
        files = store.write(TENANT, MACHINE, table);
    }

    private static SampleTable table(long seed) {
        var random = new SplittableRandom(seed);
        var times = new long[ROWS];
        var values = new double[ROWS];
        long time = ChronoUnit.MICROS.between(Instant.EPOCH, START);
        for (int row = 0; row < ROWS; row++) {
            time += 60_000_000L + random.nextInt(1_000_000);
            time += random.nextInt(20_000) == 0 ? 86_400_000_000L : 0;
            times[row] = time;
            values[row] = random.nextInt(50) == 0 ? Double.NaN : random.nextInt(1000) / 10.0;
            values[row] = random.nextInt(10_000) == 0 ? 1e6 * random.nextInt(1, 9) : values[row];
        }
        var other = Arrays.stream(values).map(value -> -value).toArray();
        return new SampleTable(times, List.of("pressure", "flow"), new double[][] {values, other});
    }

    @ParameterizedTest(name = "{0} to {1} in {2} points")
    @CsvSource({
        "2023-01-01T00:00:00Z, 2026-01-01T00:00:00Z, 700",
        "2024-01-17T05:13:00Z, 2024-06-20T00:00:00Z, 300",
        "2024-02-03T04:05:06.789Z, 2024-05-29T21:43:21.123Z, 123",
        "2024-03-01T00:00:00Z, 2024-04-01T00:00:00Z, 1000",
        "2024-03-01T00:30:00Z, 2024-03-01T01:30:00Z, 1000",
        "2024-01-01T00:00:00Z, 2025-01-01T00:00:00Z, 1",
        "2030-01-01T00:00:00Z, 2031-01-01T00:00:00Z, 100",
    })
    void eachPointHoldsTheLeastAndTheGreatestOfItsTime(Instant from, Instant to, int points) {
        var span = new TimeSpan(from, to);

        requireRight(store.envelope(files, "pressure", span, points), table, span, points);
    }

    @Test
    void levelsAreUsedWhereTheyAreFineEnough() throws IOException {
        var span = new TimeSpan(START, START.plus(150, ChronoUnit.DAYS));
        Path middle = root.resolve(files.get(2).path());
        Files.delete(middle);

        var seen = store.envelope(files, "pressure", span, 300);

        assertThat(Arrays.stream(seen.max()))
                .as("without its samples")
                .anyMatch(value -> value > 90);
        requireRight(seen, table, span, 300);
    }

    @Test
    void damagedOrMissingLevelsAreReplacedByTheSamplesThemselves() throws IOException {
        var random = new SplittableRandom(3);
        var span = new TimeSpan(START, START.plus(150, ChronoUnit.DAYS));
        for (int round = 0; round < 40; round++) {
            SampleFile file = files.get(random.nextInt(files.size()));
            Path levels = root.resolve(LevelsFile.path(file.path()));
            byte[] good = Files.readAllBytes(levels);
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(levels, round % 4 == 0 ? Arrays.copyOf(bad, random.nextInt(100)) : bad);

            requireRight(store.envelope(files, "flow", span, 200), flipped(), span, 200);

            Files.write(levels, good);
        }
        Files.delete(root.resolve(LevelsFile.path(files.getFirst().path())));
        requireRight(store.envelope(files, "flow", span, 200), flipped(), span, 200);
    }

    @Test
    void whereFilesOverlapTheLaterOneCountsAndNoOldSpikeIsLeft() {
        var span = new TimeSpan(START, START.plus(200, ChronoUnit.DAYS));
        var smooth = new double[ROWS];
        Arrays.fill(smooth, 5);
        var corrected =
                new SampleTable(table.times(), List.of("pressure"), new double[][] {smooth});
        var all = new ArrayList<>(files);
        all.addAll(store.write(TENANT, MACHINE, corrected));

        var seen = store.envelope(all, "pressure", span, 300);

        assertThat(Arrays.stream(seen.max())).allMatch(value -> Double.isNaN(value) || value == 5);
        assertThat(seen.max()).contains(5);
    }

    @Test
    void levelsGoWithTheirFileAndAreNoOrphans() throws IOException {
        assertThat(store.orphans(files)).isEmpty();

        files.forEach(store::delete);

        try (var left = Files.walk(root)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private SampleTable flipped() {
        return new SampleTable(
                table.times(), List.of("flow"), new double[][] {table.column("flow")});
    }

    /** Against all values of each point's time, counted one by one. */
    private static void requireRight(
            Envelope seen, SampleTable samples, TimeSpan span, int points) {
        double[] values = samples.columns()[0];
        long[] starts = seen.timesMillis();
        assertThat(starts).hasSizeBetween(1, points);
        for (int point = 0; point < starts.length; point++) {
            // A start is cut to a whole millisecond, so the row at the border is left to either.
            long from = (starts[point] + (point == 0 ? 0 : 1)) * 1000;
            long to =
                    point + 1 < starts.length
                            ? starts[point + 1] * 1000
                            : ChronoUnit.MICROS.between(Instant.EPOCH, span.to());
            for (int row = samples.rowAt(from); row < samples.rowAt(to); row++) {
                if (!Double.isNaN(values[row])) {
                    assertThat(seen.min()[point]).isLessThanOrEqualTo(values[row]);
                    assertThat(seen.max()[point]).isGreaterThanOrEqualTo(values[row]);
                }
            }
            int last = samples.rowAt(to + 1000);
            requireSeen(seen.min()[point], values, samples.rowAt(from - 1000), last);
            requireSeen(seen.max()[point], values, samples.rowAt(from - 1000), last);
        }
    }

    private static void requireSeen(double extreme, double[] values, int from, int to) {
        if (!Double.isNaN(extreme)) {
            assertThat(Arrays.copyOfRange(values, from, to)).contains(extreme);
        }
    }
}
