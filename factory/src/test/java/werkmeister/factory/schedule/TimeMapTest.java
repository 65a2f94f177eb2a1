package werkmeister.factory.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.units.Refusal;

import java.util.Arrays;
import java.util.Random;

class TimeMapTest {
    private static final int CAPACITY = 8;
    private static final int END = 60;

    @Test
    void workBeginsInTheFirstGapThatIsLongAndWideEnough() {
        var map = new TimeMap(8);
        map.take(6, 0, 10);
        map.take(8, 20, 30);

        assertThat(map.earliest(2, 5, 0)).isZero();
        assertThat(map.earliest(3, 5, 0)).isEqualTo(10);
        assertThat(map.earliest(3, 11, 0)).isEqualTo(30);
        assertThat(map.earliest(2, 100, 5)).isEqualTo(30);
        assertThat(map.fits(2, 20, 0)).isTrue();
        assertThat(map.fits(2, 21, 0)).isFalse();
    }

    @Test
    void whatIsGivenBackIsAsIfItHadNeverBeenTaken() {
        var map = new TimeMap(8);
        map.take(3, 5, 15);
        map.take(2, 10, 20);
        map.give(3, 5, 15);
        map.give(2, 10, 20);

        assertThat(map.entries()).isEqualTo(1);
        assertThat(map.free(12)).isEqualTo(8);
    }

    @Test
    void moreThanThereIsIsRefusedAtOnce() {
        assertThatThrownBy(() -> new TimeMap(8).earliest(9, 1, 0))
                .isInstanceOf(Refusal.class)
                .hasMessage("9 are asked for, there are 8 in all.");
    }

    /** Against an array with a cell a second. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyTakingsAreAnsweredAsByCounting(long seed) {
        var random = new Random(seed);
        var map = new TimeMap(CAPACITY);
        long[] free = new long[END];
        Arrays.fill(free, CAPACITY);
        int forgotten = 0;
        for (int step = 0; step < 300; step++) {
            int amount = 1 + random.nextInt(CAPACITY);
            int duration = 1 + random.nextInt(12);
            int from = forgotten + random.nextInt(END - forgotten);
            long start = map.earliest(amount, duration, from);

            assertThat(start).isEqualTo(counted(free, amount, duration, from));
            assertThat(map.fits(amount, duration, from)).isEqualTo(start == from);
            if (start + duration <= END && random.nextInt(3) > 0) {
                map.take(amount, start, start + duration);
                for (long t = start; t < start + duration; t++) {
                    free[(int) t] -= amount;
                }
            }
            if (random.nextInt(40) == 0 && forgotten < END / 2) {
                forgotten++;
                map.forget(forgotten);
            }
            for (int t = forgotten; t < END; t++) {
                assertThat(map.free(t)).isEqualTo(free[t]);
            }
        }
    }

    private static long counted(long[] free, int amount, int duration, int from) {
        for (int start = from; ; start++) {
            boolean fits = true;
            for (int t = start; t < Math.min(END, start + duration); t++) {
                fits &= free[t] >= amount;
            }
            if (fits) {
                return start;
            }
        }
    }
}
