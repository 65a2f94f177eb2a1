package werkmeister.plant.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.plant.machine.MachineId;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

class CompactionTest {
    private static final TenantId TENANT = new TenantId("acme");
    private static final MachineId PRESS = new MachineId("press-1");
    private static final TimeSpan EVER =
            new TimeSpan(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));

    private static long nextName;

    @TempDir Path root;

    @Test
    void fifteenSmallNeighboursAreLeftAndSixteenBecomeOne() {
        assertThat(Compaction.next(files("2026-01", 15, 1), 10)).isEmpty();
        assertThat(Compaction.next(files("2026-01", 16, 1), 10).orElseThrow()).hasSize(16);
    }

    @Test
    void aLargeFileBetweenThemKeepsThemApart() {
        List<SampleFile> files = new ArrayList<>(files("2026-01", 10, 1));
        files.addAll(files("2026-01", 1, 5_000_000));
        files.addAll(files("2026-01", 10, 1));
        assertThat(Compaction.next(files, 10)).isEmpty();
    }

    @Test
    void aMonthThatIsOverBecomesOneFileAsFarAsOneMayHold() {
        List<SampleFile> files = new ArrayList<>(files("2026-01", 3, 20_000));
        files.addAll(files("2026-02", 1, 1));
        assertThat(Compaction.next(files, 10)).contains(files.subList(0, 3));
        assertThat(Compaction.next(files, 399))
                .as("8 million values are 20,000 rows of 400")
                .isEmpty();
    }

    @Test
    void aRowIsWrittenAgainOncePerSizeAndNotOncePerBatch() {
        List<SampleFile> files = new ArrayList<>();
        long written = 0;
        for (int batch = 0; batch < 4096; batch++) {
            files.addAll(files("2026-01", 1, 1));
            Optional<List<SampleFile>> gone = Compaction.next(files, 10);
            while (gone.isPresent()) {
                long rows = gone.get().stream().mapToLong(SampleFile::rows).sum();
                written += rows;
                int at = files.indexOf(gone.get().getFirst());
                files.removeAll(gone.get());
                files.addAll(at, files("2026-01", 1, rows));
                gone = Compaction.next(files, 10);
            }
        }
        assertThat(files).hasSizeLessThanOrEqualTo(3 * Compaction.FAN_IN);
        assertThat(written).isLessThanOrEqualTo(4096 * 3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void joinedFilesReadAsTheOnesTheyReplaceWhateverOverlaps(long seed) {
        var random = new SplittableRandom(seed);
        var store = new SampleStore(root);
        List<SampleFile> files = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            files.addAll(store.write(TENANT, PRESS, batch(random)));
        }
        SampleTable before = store.read(files, List.of("a", "b", "a.quality"), EVER);
        int joins = 0;
        Optional<List<SampleFile>> gone = Compaction.next(files, 6);
        while (gone.isPresent()) {
            int at = Collections.indexOfSubList(files, gone.get());
            List<SampleFile> joined = store.write(TENANT, PRESS, store.joined(gone.get()));
            files.removeAll(gone.get());
            files.addAll(Math.max(at, 0), joined);
            joins++;
            gone = Compaction.next(files, 6);
        }
        SampleTable after = store.read(files, List.of("a", "b", "a.quality"), EVER);
        assertThat(joins).isPositive();
        assertThat(files).hasSizeLessThan(30);
        assertThat(after.times()).isEqualTo(before.times());
        assertThat(Arrays.deepEquals(after.columns(), before.columns())).isTrue();
    }

    /**
     * A few rows of January, some of them corrections of others; not every batch has every signal.
     */
    private static SampleTable batch(SplittableRandom random) {
        long start = 1_767_225_600_000_000L + random.nextInt(400) * 1_000_000L;
        int rows = 1 + random.nextInt(5);
        var times = new long[rows];
        List<String> signals = random.nextBoolean() ? List.of("a", "b") : List.of("b", "a.quality");
        var columns = new double[2][rows];
        for (int row = 0; row < rows; row++) {
            times[row] = start + row * 1_000_000L;
            columns[0][row] = random.nextInt(4) == 0 ? Double.NaN : random.nextInt(100);
            columns[1][row] = random.nextInt(100);
        }
        return new SampleTable(times, signals, columns);
    }

    private static List<SampleFile> files(String month, int count, long rows) {
        List<SampleFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "acme/press-1/%s/%016x.parquet".formatted(month, nextName++);
            Instant at = Instant.parse(month + "-01T00:00:00Z");
            files.add(new SampleFile(name, rows, at, at, rows, Sha256.of(name)));
        }
        return files;
    }
}
