package werkmeister.simulator.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import werkmeister.simulator.capacity.Assistant;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class RequestTraceTest {
    private static final String AZURE = "TIMESTAMP,ContextTokens,GeneratedTokens\r\n";

    @TempDir Path folder;

    @Test
    void requestsOfAzureFromTheFirstOneOn() throws IOException {
        Path file =
                file(
                        "conv.csv",
                        AZURE
                                + "2023-11-16 23:59:59.5000000,4808,10\r\n"
                                + "2023-11-17 00:00:01.7500000,110,27\r\n"
                                + "2023-11-17 00:00:00+00:00,3180,8");

        RequestTrace trace = RequestTrace.read(file);

        assertThat(trace.name()).isEqualTo("conv");
        assertThat(trace.requests())
                .containsExactly(
                        new Request(0, 4_808, 10),
                        new Request(0.5, 3_180, 8),
                        new Request(2.25, 110, 27));
        assertThat(trace.resolution()).isZero();
        assertThat(trace.perSecond()).isCloseTo(3 / 2.25, within(1e-12));
    }

    @Test
    void requestsOfMooncakeWhoseTimesAreRounded() throws IOException {
        Path file =
                file(
                        "talk.jsonl",
                        """
                        {"timestamp": 0, "input_length": 6758, "output_length": 500, "hash_ids": [0, 1]}
                        {"output_length":3,"hash_ids":[],"input_length":7,"timestamp":0}
                        {"timestamp": 0, "input_length": 1, "output_length": 1}
                        {"timestamp": 3000, "input_length": 2, "output_length": 2}

                        {"timestamp": 3000, "input_length": 2, "output_length": 2}
                        """);

        RequestTrace trace = RequestTrace.read(file);

        assertThat(trace.requests())
                .startsWith(new Request(0, 6_758, 500), new Request(0, 7, 3))
                .endsWith(new Request(3, 2, 2));
        assertThat(trace.resolution()).isEqualTo(3);
        assertThat(trace.span()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    A;2023-11-16 18:17:03,12            | line 2: (2023-11-16 18:17:03,12) must be three cells: TIMESTAMP,ContextTokens,GeneratedTokens.
                    A;;16.11.2023 18:17,12,3            | line 3: TIMESTAMP (16.11.2023 18:17) must be such as 2023-11-16 18:17:03.9799600.
                    A;2023-11-16 18:17:03,-12,3         | line 2: ContextTokens (-12) must be a whole number from 1 to 10000000.
                    A;2023-11-16 18:17:03,12,many       | line 2: GeneratedTokens (many) must be a whole number
                    {"timestamp":0,"input_length":1.5}  | line 1: input_length (1.5) must be a whole number
                    {"timestamp":0,"input_length":1}    | line 1: there is no output_length.
                    {"timestamp":"soon"}                | line 1: timestamp ("soon") must be a number of milliseconds.
                    {"timestamp":0,"input_length":1     | line 1: there must be TIMESTAMP,ContextTokens,GeneratedTokens in the first line, or an object such as
                    time,tokens                         | line 1: there must be TIMESTAMP
                    A;2023-11-16 18:17:03,12,3          | has 1 requests; at least two at different times are needed.
                    A                                   | has 0 requests
                    """)
    void mistakesAreNamedWithTheirLine(String text, String said) throws IOException {
        Path file = file("wrong", text.replaceFirst("^A", AZURE.strip()).replace(';', '\n'));

        assertThatThrownBy(() -> RequestTrace.read(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("wrong")
                .hasMessageContaining(said);
    }

    @Test
    void aFolderIsSearchedForListsOfRequests() throws IOException {
        Path conv = file("b/conv.csv", AZURE);
        Path talk = file("a/talk.jsonl", "{\"timestamp\": 0, \"input_length\": 1}");
        file("jobs.csv", "submit_time,num_gpu,duration\n");
        file("log.jsonl", "{\"timestamp\": 0}");
        Files.write(folder.resolve("binary.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThat(RequestTrace.files(folder)).containsExactly(talk, conv);
        assertThat(RequestTrace.files(conv)).containsExactly(conv);
    }

    @Test
    void thePlanIsAskedForTheTracesMeans() {
        var trace =
                RequestTrace.of(
                        "two", List.of(new Request(0, 1_000, 10), new Request(1, 2_000, 30)));

        assertThat(trace.use(Assistant.CHAT)).isEqualTo(Assistant.CHAT.shaped(1_500, 20, 0.37));
    }

    @ParameterizedTest
    @EnumSource
    void copiesBringTheirLoadAndMoreOfThemMoveNoRequest(Arrivals arrivals) {
        RequestTrace trace = rush();

        List<Request> few = trace.loaded(arrivals, 2.3, 7);
        List<Request> more = trace.loaded(arrivals, 2.7, 7);

        assertThat(few.size()).isCloseTo((int) (2.3 * trace.requests().size()), within(30));
        assertThat(more.size()).isGreaterThan(few.size());
        assertThat(more)
                .containsAll(few)
                .isSortedAccordingTo((a, b) -> Double.compare(a.at(), b.at()));
        assertThat(few).allMatch(request -> request.at() >= 0 && request.at() < trace.span());
        assertThat(trace.loaded(arrivals, 2.3, 7)).isEqualTo(few);
        assertThat(trace.loaded(arrivals, 2.3, 8)).isNotEqualTo(few);
    }

    @Test
    void aRushStaysARushOnlyTogether() {
        assertThat(inTheRush(Arrivals.TOGETHER)).isCloseTo(0.9, within(0.01));
        assertThat(inTheRush(Arrivals.APART)).isCloseTo(0.1, within(0.05));
        assertThat(inTheRush(Arrivals.MEMORYLESS)).isCloseTo(0.1, within(0.01));
    }

    @Test
    void tooManyCopiesAreRefusedBeforeTheyFillTheMemory() {
        assertThatThrownBy(() -> rush().loaded(Arrivals.APART, 1e9, 7))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("are too many to replay (5000000); take fewer GPUs");
    }

    /** Share of requests from 100 s to 200 s. */
    private static double inTheRush(Arrivals arrivals) {
        List<Request> loaded = rush().loaded(arrivals, 200, 1);
        long inside = loaded.stream().filter(one -> one.at() >= 95 && one.at() < 205).count();
        return (double) inside / loaded.size();
    }

    /** A thousand requests in 1,000 s, nine of ten of them within 100 s. */
    private static RequestTrace rush() {
        var requests = new ArrayList<Request>();
        for (int i = 0; i < 900; i++) {
            requests.add(new Request(100 + i / 9.0, 100 + i, 10));
        }
        for (int i = 0; i < 100; i++) {
            requests.add(new Request(i < 10 ? 10 * i : 110 + 10 * i - 9.999 * (i / 99), 50, 10));
        }
        return RequestTrace.of("rush", requests);
    }

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
