package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Mutations of the hostile corpus, by seed; see {@link Fuzzing} for what must hold of each. The
 * long run is {@code ./werkmeister fuzz}.
 */
class FuzzTest {
    private static final int MUTATIONS = 1_500;

    @TempDir Path folder;

    @Test
    void noMutationOfTheCorpusBreaksWhatMustHoldOfEveryFile() throws IOException {
        for (long seed = 1; seed <= MUTATIONS; seed++) {
            assertThat(Fuzzing.of(seed, folder)).as("seed " + seed).isEmpty();
        }
    }
}
