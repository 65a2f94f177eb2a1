package werkmeister.learning.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class GridTest {
    @Test
    void aMissingRowIsBridgedAndSaysThatItWasNotMeasured() {
        long[] times = {0, 10, 20, 40, 50};
        double[][] columns = {{1, 2, Double.NaN, 4, 5}};

        Grid grid = Grid.of(List.of("a"), columns, new int[] {0, 1, 2, 3, 4}, times, true);

        assertThat(grid.stepMicros()).isEqualTo(10);
        assertThat(grid.rows()).containsExactly(0, 1, 2, -1, 3, 4);
        assertThat(grid.measured()[0]).containsExactly(true, true, false, false, true, true);
        assertThat(grid.values()[0]).containsExactly(1, 2, 2 + 2 / 3.0, 2 + 4 / 3.0, 4, 5);
    }

    @Test
    void withoutTimesEachRowIsASlot() {
        Grid grid =
                Grid.of(
                        List.of("a"),
                        new double[][] {{7, 8, 9}},
                        new int[] {2, 0, 1},
                        new long[3],
                        false);

        assertThat(grid.values()[0]).containsExactly(9, 7, 8);
        assertThat(grid.rows()).containsExactly(2, 0, 1);
    }
}
