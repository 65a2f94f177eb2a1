package werkmeister.learning.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelTest {
    /** A flow that was 0 to 10 in training: wild values are cut at -30 and 40. */
    private static final Channel FLOW = new Channel(0, false, -30, 40, 5);

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    -1,  0
                    0,   0
                    7.5, 7.5
                    10,  10
                    12,  10
                    """)
    void whatIsExpectedHasBeenSeen(double value, double expected) {
        assertThat(FLOW.asSeen(value)).isEqualTo(expected, Offset.offset(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "9, 3"})
    void aConstantIsExpectedToStay(double value, double expected) {
        assertThat(new Channel(0, false, 3, 3, 3).asSeen(value)).isEqualTo(expected);
    }
}
