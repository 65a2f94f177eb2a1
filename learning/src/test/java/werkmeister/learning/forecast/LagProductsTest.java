package werkmeister.learning.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Random;

class LagProductsTest {
    @Test
    void theyAreTheSumsOverAllWindows() {
        double[] series = new Random(3).doubles(60).toArray();
        int places = 7;
        var products = new LagProducts(places);
        products.add(series, 4, series.length - places + 1);

        for (int i = 0; i < places; i++) {
            for (int j = 0; j < places; j++) {
                double sum = 0;
                for (int row = 4; row <= series.length - places; row++) {
                    double last = series[row + 3];
                    sum += (series[row + i] - last) * (series[row + j] - last);
                }
                assertThat(products.less(i, j, 3)).as("%d, %d", i, j).isCloseTo(sum, within(1e-9));
            }
        }
        assertThat(products.windows()).isEqualTo(50);
    }
}
