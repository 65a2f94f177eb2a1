package werkmeister.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HappenedTest {
    @Test
    void aLineBreakNeverEndsAnEventEarly() {
        assertThat(Happened.text("a\nb", 7, "{\n\"x\":1\r\n}"))
                .isEqualTo("event: a b\nid: 7\ndata: {\ndata: \"x\":1\ndata: }\n\n");
    }
}
