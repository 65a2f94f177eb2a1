package werkmeister.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparklineTest {
    @Test
    void eachCellIsAsHighAsItsHighestNumber() {
        double[] numbers = {0, 1, 2, 8, 0, 0, Double.NaN, Double.NaN};
        var picture = new Sparkline(numbers.length, 4);

        assertThat(picture.of(numbers, 8)).isEqualTo("▂█▁ ");
        assertThat(picture.marks(i -> i == 3, '^')).isEqualTo(" ^");
    }

    @Test
    void aShortRowIsNotStretched() {
        assertThat(new Sparkline(2, 80).of(new double[] {1, 2}, 2)).isEqualTo("▅█");
    }

    @Test
    void whatIsHigherThanTheTopIsCut() {
        assertThat(new Sparkline(2, 80).of(new double[] {1, 100}, 2)).isEqualTo("▅█");
    }
}
