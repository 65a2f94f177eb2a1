package werkmeister.learning.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

class LeaksTest {
    private static final int ROWS = 300;
    private final int[] classes =
            IntStream.range(0, ROWS).map(row -> row % 10 == 0 ? 1 : 0).toArray();

    @Test
    void theClassInOtherWordsIsALeak() {
        assertThat(Leaks.tells(words(row -> classes[row] == 1 ? "bad" : "fine"), classes)).isTrue();
    }

    @Test
    void aFlagThatIsSetInTheRareClassOnlyIsALeak() {
        assertThat(Leaks.tells(words(row -> row % 20 == 0 ? "1" : "0"), classes)).isTrue();
    }

    @Test
    void aFlagThatIsSetAnywhereAndAMeasurementAreNone() {
        var random = new Random(1);
        assertThat(Leaks.tells(words(row -> row % 7 == 0 ? "1" : "0"), classes)).isFalse();
        assertThat(Leaks.tells(words(_ -> String.valueOf(random.nextDouble())), classes)).isFalse();
    }

    @Test
    void aNumberInOtherUnitsIsALeakAndANoisyOneIsNot() {
        double[] target = IntStream.range(0, ROWS).mapToDouble(row -> ROWS - row).toArray();
        var random = new Random(2);
        assertThat(Leaks.tells(numbers(row -> 3 - 60 * target[row]), target)).isTrue();
        assertThat(Leaks.tells(numbers(row -> target[row] + 20 * random.nextGaussian()), target))
                .isFalse();
    }

    @Test
    void whatCountsTheRowsIsAnIdAndWhatMeasuresIsNot() {
        var random = new Random(3);
        assertThat(Leaks.isId(numbers(row -> 1_000 + row))).isTrue();
        assertThat(Leaks.isId(numbers(row -> row % 50))).isFalse();
        assertThat(Leaks.isId(numbers(_ -> random.nextDouble()))).isFalse();
    }

    private static String[] words(IntFunction<String> word) {
        return IntStream.range(0, ROWS).mapToObj(word).toArray(String[]::new);
    }

    private static double[] numbers(IntToDoubleFunction number) {
        return IntStream.range(0, ROWS).mapToDouble(number).toArray();
    }
}
