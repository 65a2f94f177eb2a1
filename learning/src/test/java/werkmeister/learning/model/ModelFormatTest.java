package werkmeister.learning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import werkmeister.units.Refusal;

import java.nio.charset.StandardCharsets;

class ModelFormatTest {
    @Test
    void readsAModelOfBeforeThereWereKindsOfDetectorsAndWritesItBackWithThem() throws Exception {
        byte[] golden = ModelFormatTest.class.getResourceAsStream("model-v1.json").readAllBytes();

        WatchModel model = ModelFormat.read(golden);

        assertThat(model.signals()).containsExactly("pressure", "flow");
        assertThat(ModelFormat.write(model))
                .asString()
                .isEqualTo(
                        new String(golden, StandardCharsets.UTF_8)
                                .strip()
                                .replace("{\"sight\"", "{\"kind\":\"Mewma\",\"sight\""));
        Scorer scorer = model.scorer();
        assertThat(scorer.next(0, new double[] {101, 5})).isNaN();
        assertThat(scorer.next(60_000_000, new double[] {110, 5})).isGreaterThan(0);
    }

    @Test
    void refusesWhatIsNotAModel() {
        assertCorrupt("{}");
        assertCorrupt("{\"format\":\"werkmeister-model\",\"version\":99,\"model\":null}");
        assertCorrupt("pressure;flow");
    }

    private static void assertCorrupt(String text) {
        assertThatThrownBy(() -> ModelFormat.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CORRUPT));
    }
}
