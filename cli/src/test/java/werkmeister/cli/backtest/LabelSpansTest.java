package werkmeister.cli.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.cli.terminal.CapturedShell;
import werkmeister.cli.terminal.Shell;
import werkmeister.cli.text.Language;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

class LabelSpansTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    start,end\\n2026-01-01 00:00:02,2026-01-01 00:00:04                          | 0011100000
                    start,end,label\\n2026-01-01T00:00:08Z,2026-01-01T00:00:20Z,leak             | 0000000011
                    Von;Bis\\n01.01.2026 00:00:01;01.01.2026 00:00:01                            | 0100000000
                    2026-01-01 00:00:02.500,2026-01-01 00:00:03.5                               | 0001000000
                    file,start,end\\ndata.csv,2026-01-01,2026-01-01\\nother.csv,2026-01-01,2027-01-01 | 1000000000
                    {"x/data.csv": [["2026-01-01 00:00:03.000000", "2026-01-01 00:00:04.000000"]], "y.csv": []} | 0001100000
                    {"data.csv": ["2026-01-01 00:00:03"]}                                       | 0001000000
                    {"y.csv": [["2026-01-01 00:00:03", "2026-01-01 00:00:04"]]}                 | 0000000000
                    """)
    void spansMarkTheRowsBetweenTheirEnds(String text, String expected) throws IOException {
        assertThat(marked(text, true)).isEqualTo(expected);
    }

    @Test
    void withoutTimeSpansAreRows() throws IOException {
        assertThat(marked("start,end\\n3,4", false)).isEqualTo("0011000000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    start,end\\nyesterday,today | (yesterday)
                    start,end\\n2026-01-01      | (2026-01-01)
                    ' '                         | is empty
                    """)
    void whatIsNoSpanIsNamed(String text, String named) {
        assertThatThrownBy(() -> marked(text, true))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("labels.txt")
                .hasMessageContaining(named);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> LabelSpans.read(folder.resolve("gone.csv"), shell()))
                .isInstanceOf(NoSuchFileException.class);
    }

    private String marked(String text, boolean timed) throws IOException {
        var file = Files.writeString(folder.resolve("labels.txt"), text.replace("\\n", "\n"));
        long start = 1_767_225_600_000_000L; // 2026-01-01T00:00:00Z
        long[] times = LongStream.range(0, 10).map(i -> start + i * 1_000_000).toArray();
        int[] rows = IntStream.rangeClosed(1, 10).toArray();
        boolean[] marked =
                LabelSpans.read(file, shell())
                        .rows(Path.of("x", "data.csv"), times, timed, UTC, rows);
        var bits = new StringBuilder();
        for (boolean mark : marked) {
            bits.append(mark ? '1' : '0');
        }
        return bits.toString();
    }

    private Shell shell() {
        return new CapturedShell(Language.EN, Map.of(), folder).shell();
    }
}
