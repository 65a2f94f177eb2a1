package werkmeister.learning.classify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import werkmeister.learning.classify.ClassTraining.Examples;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class ClassTrainingTest {
    private static final int ROWS = 900;

    @Test
    void aFaultThatShowsInAProductOnlyIsFoundByPairs() {
        double[][] columns = columns(1);
        int[] truth = products(columns);
        ClassModel model = ClassTraining.train(examples(columns, truth), 1);

        assertThat(model.pairs()).isNotEqualTo(Pairs.NONE);
        double[][] unseen = columns(2);
        assertThat(hits(model, unseen, products(unseen))).isGreaterThan(0.95);
    }

    @Test
    void shuffledClassesGiveChance() {
        double[][] columns = columns(1);
        int[] truth = new Random(9).ints(ROWS, 0, 2).toArray();
        ClassModel model = ClassTraining.train(examples(columns, truth), 1);

        int[] others = new Random(10).ints(ROWS, 0, 2).toArray();
        assertThat(hits(model, columns(2), others)).isBetween(0.43, 0.57);
    }

    @Test
    void theSameExamplesGiveTheSameTrees() {
        double[][] columns = columns(1);
        Examples examples = examples(columns, products(columns));

        assertThat(ClassTraining.train(examples, 3).members().getFirst().bytes())
                .isEqualTo(ClassTraining.train(examples, 3).members().getFirst().bytes());
    }

    private static Examples examples(double[][] columns, int[] truth) {
        return new Examples(
                List.of("speed", "torque", "room"),
                columns,
                List.of("good", "bad"),
                truth,
                IntStream.range(0, ROWS).map(row -> row % 3).toArray());
    }

    private static double[][] columns(long seed) {
        var random = new Random(seed);
        return new double[][] {
            random.doubles(ROWS, 10, 20).toArray(),
            random.doubles(ROWS, 10, 20).toArray(),
            random.doubles(ROWS, 0, 1).toArray()
        };
    }

    /** Bad is too much power. */
    private static int[] products(double[][] columns) {
        return IntStream.range(0, ROWS)
                .map(row -> columns[0][row] * columns[1][row] > 240 ? 1 : 0)
                .toArray();
    }

    private static double hits(ClassModel model, double[][] columns, int[] truth) {
        ClassModel.Told[] told = model.tell(columns, ROWS);
        return IntStream.range(0, ROWS).filter(row -> told[row].number() == truth[row]).count()
                / (double) ROWS;
    }
}
