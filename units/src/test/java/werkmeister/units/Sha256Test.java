package werkmeister.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sha256Test {
    private static final String OF_ABC =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void theHashOfAbcIsTheOneOfTheStandard() {
        assertThat(Sha256.of("abc")).isEqualTo(new Sha256(OF_ABC)).hasToString(OF_ABC);
    }

    /** The neighbours of the digits and letters that count, and no digit at all. */
    @ParameterizedTest
    @ValueSource(strings = {"", "/", ":", "`", "g", "A", "F", " ", "é"})
    void aDigitThatIsNoneIsRefused(String digit) {
        var text = OF_ABC.substring(0, 30) + digit + OF_ABC.substring(31);

        assertThatThrownBy(() -> new Sha256(text))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(text);
    }

    @Test
    void oneDigitTooManyIsRefused() {
        assertThatThrownBy(() -> new Sha256(OF_ABC + "0")).isInstanceOf(Refusal.class);
    }
}
