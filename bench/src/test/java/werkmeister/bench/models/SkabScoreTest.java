package werkmeister.bench.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.stream.LongStream;

class SkabScoreTest {
    private static final int ROWS = 400;

    @Test
    void findingEachPointAtOnceAndNothingElseIsAHundred() {
        var score = SkabScore.standard();
        score.take(times(), alarmed(100, 200), marked(100, 200));

        assertThat(score.value()).isCloseTo(100, within(1e-9));
        assertThat(score.missed()).isZero();
    }

    @Test
    void sayingNothingIsNought() {
        var score = SkabScore.standard();
        score.take(times(), new boolean[ROWS], marked(100, 200));

        assertThat(score.value()).isCloseTo(0, within(1e-9));
        assertThat(score.missed()).isEqualTo(2);
    }

    @Test
    void anAlarmOutsideCostsAndALateOneIsWorthLess() {
        var outside = SkabScore.standard();
        outside.take(times(), alarmed(300, 310), marked(100, 200));
        assertThat(outside.value()).isCloseTo(100 * -0.22 / 4, within(1e-9));
        assertThat(outside.falseAlarms()).isEqualTo(2);

        var late = SkabScore.standard();
        late.take(times(), alarmed(130, 230), marked(100, 200));
        assertThat(late.value()).isBetween(60.0, 90.0);
    }

    private static long[] times() {
        return LongStream.range(0, ROWS).map(second -> second * 1_000_000).toArray();
    }

    private static boolean[] alarmed(int from, int to) {
        boolean[] alarmed = new boolean[ROWS];
        Arrays.fill(alarmed, from, to, true);
        return alarmed;
    }

    private static boolean[] marked(int... rows) {
        boolean[] marked = new boolean[ROWS];
        for (int row : rows) {
            marked[row] = true;
        }
        return marked;
    }
}
