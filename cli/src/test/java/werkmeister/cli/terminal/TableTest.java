package werkmeister.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCellAndNumbersStandOnTheRight() {
        var bytes = new ByteArrayOutputStream();
        new Table(List.of("machine", ">samples", "größe"))
                .row("press-1", "525,888", "ö")
                .row("m", "7", "")
                .print(new PrintStream(bytes, true, StandardCharsets.UTF_8));

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        machine  samples  größe
                        press-1  525,888  ö
                        m              7
                        """);
    }
}
