package werkmeister.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

class ReportTest {
    private static final Machine MACHINE =
            new Machine(
                    Optional.of("Example CPU @ 3 GHz"),
                    8,
                    31.3,
                    "Linux 6.1.0 amd64",
                    "25.0.3+9-LTS (Example)",
                    "ext4",
                    Optional.of(0.05),
                    "0.1.0",
                    Instant.parse("2026-11-25T06:00:00Z"));

    private static final Result WITH_FLOOR =
            new Result(
                    "journal.append.sqlite.32",
                    110_000,
                    "events/s",
                    2_500,
                    11,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(200_000.0),
                    Optional.of(0.55),
                    Optional.of("ratio >= 0.5"),
                    Optional.of(true));

    private static final Result WITH_PEER =
            new Result(
                    "data.read",
                    1.25,
                    "s",
                    0.05,
                    7,
                    Optional.of("DuckDB 2.0.0"),
                    Optional.of(1.5),
                    Optional.of(0.833),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private static final Report REPORT = new Report(MACHINE, List.of(WITH_FLOOR, WITH_PEER));

    @Test
    void theJsonHasTheShapeThatScriptsRelyOn() {
        assertThat(REPORT.json())
                .isEqualToNormalizingNewlines(
                        """
                        {
                          "machine" : {
                            "cpu" : "Example CPU @ 3 GHz",
                            "cores" : 8,
                            "memoryGiB" : 31.3,
                            "system" : "Linux 6.1.0 amd64",
                            "java" : "25.0.3+9-LTS (Example)",
                            "fileSystem" : "ext4",
                            "load" : 0.05,
                            "version" : "0.1.0",
                            "at" : "2026-11-25T06:00:00Z"
                          },
                          "results" : [ {
                            "name" : "journal.append.sqlite.32",
                            "value" : 110000.0,
                            "unit" : "events/s",
                            "spread" : 2500.0,
                            "runs" : 11,
                            "floor" : 200000.0,
                            "ratio" : 0.55,
                            "goal" : "ratio >= 0.5",
                            "met" : true
                          }, {
                            "name" : "data.read",
                            "value" : 1.25,
                            "unit" : "s",
                            "spread" : 0.05,
                            "runs" : 7,
                            "peer" : "DuckDB 2.0.0",
                            "peerValue" : 1.5,
                            "peerRatio" : 0.833
                          } ]
                        }\
                        """);
    }

    @Test
    void theTableHasAColumnForEverythingButPeersThatNobodyHas() {
        assertThat(printed(new Report(MACHINE, List.of(WITH_FLOOR))::print))
                .isEqualToNormalizingNewlines(
                        """
                        Measured at 2026-11-25T06:00:00Z with Werkmeister 0.1.0
                        Example CPU @ 3 GHz, 8 cores, 31.3 GiB of memory
                        Linux 6.1.0 amd64, file system ext4
                        Java 25.0.3+9-LTS (Example)
                        Load when the measuring began: 0.05

                        figure                      value  unit      spread  runs    floor  ratio  goal          met
                        journal.append.sqlite.32  110,000  events/s   2,500    11  200,000  0.550  ratio >= 0.5  yes
                        """);
    }

    @Test
    void markdownShowsThePeerToo() {
        assertThat(printed(REPORT::printMarkdown))
                .endsWith(
                        """
                        | figure | value | unit | spread | runs | floor | ratio | peer | peer value | peer ratio | goal | met |
                        | --- | ---: | --- | ---: | ---: | ---: | ---: | --- | ---: | ---: | --- | --- |
                        | journal.append.sqlite.32 | 110,000 | events/s | 2,500 | 11 | 200,000 | 0.550 |  |  |  | ratio >= 0.5 | yes |
                        | data.read | 1.250 | s | 0.050 | 7 |  |  | DuckDB 2.0.0 | 1.500 | 0.833 |  |  |
                        """);
    }

    private static String printed(Consumer<PrintStream> printing) {
        var bytes = new ByteArrayOutputStream();
        printing.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
