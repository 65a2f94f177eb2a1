package werkmeister.plant.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.plant.machine.MachineId;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

class SampleStoreTest {
    private static final TenantId TENANT = new TenantId("demo");
    private static final MachineId PRESS = new MachineId("press-1");
    private static final TimeSpan ALWAYS =
            new TimeSpan(
                    Instant.parse("1970-01-01T00:00:00Z"), Instant.parse("2100-01-01T00:00:00Z"));
    private static final List<String> SIGNALS = List.of("pressure", "Druck [bar]", "a.b");

    @TempDir Path root;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void readsBackEveryBitOfWhatWasWritten(long seed) {
        var store = new SampleStore(root);
        SampleTable table = table(new Random(seed), 3_000 + (int) seed * 20_000);

        var files = store.write(TENANT, PRESS, table);

        SampleTable back = store.read(files, SIGNALS, ALWAYS);
        assertThat(back.times()).isEqualTo(table.times());
        assertThat(Arrays.deepEquals(back.columns(), table.columns())).isTrue();
        assertThat(files.stream().mapToLong(SampleFile::rows).sum()).isEqualTo(table.rows());
        assertThat(store.whole(files.getFirst()).signals()).isEqualTo(SIGNALS);
    }

    @Test
    void putsEachMonthInItsFolderAndTheSameTableInTheSameBytes() throws IOException {
        var store = new SampleStore(root);
        SampleTable table = table(new Random(5), 10_000);

        var files = store.write(TENANT, PRESS, table);
        byte[] first = Files.readAllBytes(root.resolve(files.getFirst().path()));
        var again = store.write(TENANT, PRESS, table);

        assertThat(again).isEqualTo(files);
        assertThat(Files.readAllBytes(root.resolve(files.getFirst().path()))).isEqualTo(first);
        assertThat(files.getFirst().path()).matches("demo/press-1/2026-01/[0-9a-f]{16}\\.parquet");
        assertThat(files)
                .allSatisfy(file ->
                        assertThat(file.path())
                                .contains(file.first().toString().substring(0, 7))
                                .contains(file.last().toString().substring(0, 7)));
    }

    @Test
    void isReadByAnotherProgramAsItLies() throws SQLException {
        var store = new SampleStore(root);
        SampleTable table = table(new Random(6), 30_000);
        var files = store.write(TENANT, PRESS, table);

        String sql =
                """
                select count(*), count("a.b"), sum("a.b"), min(epoch_us(time)), max(epoch_us(time)), typeof(any_value(time))
                from read_parquet('%s/**/*.parquet')\
                """
                        .formatted(root);
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                var rows = duckdb.createStatement().executeQuery(sql)) {
            rows.next();
            double[] values =
                    Arrays.stream(table.column("a.b"))
                            .filter(value -> !Double.isNaN(value))
                            .toArray();
            assertThat(rows.getLong(1)).isEqualTo(table.rows());
            assertThat(rows.getLong(2)).isEqualTo(values.length);
            assertThat(rows.getDouble(3))
                    .isCloseTo(
                            Arrays.stream(values).sum(), org.assertj.core.data.Offset.offset(1e-6));
            assertThat(rows.getLong(4)).isEqualTo(table.times()[0]);
            assertThat(rows.getLong(5)).isEqualTo(table.times()[table.rows() - 1]);
            assertThat(rows.getString(6)).isEqualTo("TIMESTAMP WITH TIME ZONE");
        }
        assertThat(files).isNotEmpty();
    }

    @Test
    void refusesAFileInWhichOneBitHasFlipped() throws IOException {
        var store = new SampleStore(root);
        var files = store.write(TENANT, PRESS, table(new Random(7), 500));
        Path path = root.resolve(files.getFirst().path());
        byte[] bytes = Files.readAllBytes(path);
        var random = new Random(7);
        for (int i = 0; i < 20; i++) {
            var flipped = bytes.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(path, flipped);

            assertThatThrownBy(() -> store.read(files, SIGNALS, ALWAYS))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CORRUPT))
                    .hasMessageContaining(files.getFirst().path());
        }
        Files.write(path, Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> store.verify(files.getFirst()))
                .hasMessageContaining("bytes where the manifest says");
        Files.delete(path);
        assertThatThrownBy(() -> store.verify(files.getFirst())).hasMessageContaining("is missing");
    }

    @Test
    void laysLaterFilesOverEarlierOnesSignalBySignal() {
        var store = new SampleStore(root);
        double nan = Double.NaN;
        var first =
                new SampleTable(
                        times(0, 1, 2),
                        List.of("a", "b"),
                        new double[][] {{1, 2, 3}, {10, 20, 30}});
        var second = new SampleTable(times(1, 2, 3), List.of("a"), new double[][] {{5, nan, 7}});
        var files = new ArrayList<>(store.write(TENANT, PRESS, first));
        files.addAll(store.write(TENANT, PRESS, second));

        SampleTable merged = store.read(files, List.of("b", "a"), ALWAYS);

        assertThat(merged.times()).containsExactly(times(0, 1, 2, 3));
        assertThat(merged.column("a")).containsExactly(1, 5, 3, 7);
        assertThat(merged.column("b")).containsExactly(10, 20, 30, nan);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void mergesAnyPiecesLikeASortedMapWould(long seed) {
        var random = new Random(seed);
        var store = new SampleStore(root.resolve("s" + seed));
        Map<Long, Double> expected = new TreeMap<>();
        var files = new ArrayList<SampleFile>();
        for (int piece = 0; piece < 8; piece++) {
            long[] times =
                    random.longs(200, 0, 90L * 86_400)
                            .map(second -> second / 3_600 * 3_600 * 1_000_000)
                            .sorted()
                            .toArray();
            double[] values = random.doubles(times.length).toArray();
            for (int i = 0; i < times.length; i++) {
                expected.put(times[i], values[i]);
            }
            files.addAll(
                    store.write(
                            TENANT,
                            PRESS,
                            new SampleTable(times, List.of("x"), new double[][] {values})));
        }

        SampleTable merged = store.read(files, List.of("x"), ALWAYS);

        assertThat(merged.times())
                .isEqualTo(expected.keySet().stream().mapToLong(Long::longValue).toArray());
        assertThat(merged.column("x"))
                .isEqualTo(expected.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    @Test
    void readsOnlyTheSpanAskedFor() {
        var store = new SampleStore(root);
        var files =
                store.write(
                        TENANT,
                        PRESS,
                        new SampleTable(
                                times(0, 1, 2, 3), List.of("a"), new double[][] {{1, 2, 3, 4}}));

        var span = new TimeSpan(instant(1), instant(3));

        assertThat(store.read(files, List.of("a"), span).column("a")).containsExactly(2, 3);
    }

    @Test
    void keepsEverySpikeInTheEnvelope() {
        var store = new SampleStore(root);
        int rows = 100_000;
        var times = new long[rows];
        var values = new double[rows];
        for (int i = 0; i < rows; i++) {
            times[i] = i * 60_000_000L;
            values[i] = i == 77_777 ? 99 : i % 2;
        }
        values[5] = Double.NaN;
        var files =
                store.write(
                        TENANT,
                        PRESS,
                        new SampleTable(times, List.of("a"), new double[][] {values}));
        var span = new TimeSpan(Instant.EPOCH, Instant.EPOCH.plusSeconds(2L * rows * 60));

        Envelope envelope = store.envelope(files, "a", span, 200);

        assertThat(Arrays.stream(envelope.max()).filter(max -> max == 99).count()).isEqualTo(1);
        int at = Arrays.binarySearch(envelope.timesMillis(), times[77_777] / 1_000);
        assertThat(envelope.max()[at < 0 ? -at - 2 : at]).isEqualTo(99);
        assertThat(envelope.min()[0]).isZero();
        assertThat(envelope.max()[envelope.max().length - 1]).isNaN();
        assertThat(envelope.timesMillis()).hasSizeBetween(100, 200);
    }

    @Test
    void listsAndDeletesWhatNobodyKnows() {
        var store = new SampleStore(root);
        var known = store.write(TENANT, PRESS, table(new Random(8), 100));
        var lost = store.write(TENANT, PRESS, table(new Random(9), 100));

        assertThat(store.orphans(known)).containsExactly(lost.getFirst().path());

        store.delete(lost.getFirst());
        store.delete(lost.getFirst());
        assertThat(store.orphans(known)).isEmpty();
        assertThat(new SampleStore(root.resolve("nowhere")).orphans(known)).isEmpty();
    }

    private static SampleTable table(Random random, int rows) {
        var times = new long[rows];
        var columns = new double[SIGNALS.size()][rows];
        long time = 1_767_225_600_000_000L;
        for (int i = 0; i < rows; i++) {
            time += 1 + random.nextLong(240_000_000);
            times[i] = time;
            columns[0][i] = random.nextGaussian() * 1e3;
            columns[1][i] = random.nextInt(50) / 10.0;
            columns[2][i] =
                    random.nextInt(4) == 0
                            ? Double.NaN
                            : Math.round(random.nextGaussian() * 1e7) / 1e3;
        }
        return new SampleTable(times, SIGNALS, columns);
    }

    private static long[] times(long... seconds) {
        return Arrays.stream(seconds).map(second -> second * 1_000_000).toArray();
    }

    private static Instant instant(long second) {
        return Instant.ofEpochSecond(second);
    }
}
