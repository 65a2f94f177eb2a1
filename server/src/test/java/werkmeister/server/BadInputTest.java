package werkmeister.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import werkmeister.server.json.Json;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What cannot be right is refused in one sentence that names the place, the value and what belongs
 * there; the journal's last hash and the sample files stay what they were.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    @TempDir static Path data;

    private final HttpClient client = HttpClient.newHttpClient();
    private Server server;
    private String key = "";

    @BeforeAll
    void start() throws Exception {
        server =
                Server.start(
                        new Settings(
                                data,
                                "127.0.0.1",
                                0,
                                Optional.empty(),
                                List.of("false"),
                                InstantSource.system()));
        key = server.firstKey().orElseThrow();
        assertThat(post("/machines", "{\"machine\":\"pump\"}")).startsWith("201");
        assertThat(post("/machines/pump/samples", row("2026-01-01T00:00:00Z", "1")))
                .startsWith("200");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0001-01-01T00:00:00Z | 1     | 422 | Row 1 lies at (0001-01-01T00:00:00Z), outside 1900-01-01T00:00:00Z to 2200-12-31T23:59:59Z: set the clock of what sends it.
                    9999-01-01T00:00:00Z | 1     | 422 | Row 1 lies at (9999-01-01T00:00:00Z), outside 1900-01-01T00:00:00Z to 2200-12-31T23:59:59Z: set the clock of what sends it.
                    yesterday            | 1     | 422 | Row 1 begins with ("yesterday"); a time such as 2026-11-23T12:00:00Z belongs there.
                    2026-01-01T00:00:00  | 1     | 422 | Row 1 begins with ("2026-01-01T00:00:00"); a time such as 2026-11-23T12:00:00Z belongs there.
                    2026-02-30T00:00:00Z | 1     | 422 | Row 1 begins with ("2026-02-30T00:00:00Z"); a time such as 2026-11-23T12:00:00Z belongs there.
                    2026-01-02T00:00:00Z | NaN   | 400 | The JSON is not understood at line 1, column 53: Non-standard token 'NaN'.
                    2026-01-02T00:00:00Z | 1e999 | 422 | Row 1 has (Infinity) for signal (a), which is too large for a number: send null where there is no value.
                    2026-01-02T00:00:00Z | "1,5" | 422 | Row 1 has ("1,5") for signal (a); a number or null belongs there.
                    2026-01-02T00:00:00Z | true  | 422 | Row 1 has (true) for signal (a); a number or null belongs there.
                    """)
    void aSample(String time, String value, int status, String sentence) throws Exception {
        refuses("/machines/pump/samples", row(time, value), status, sentence);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"signals":["a"],"rows":[["2026-01-02T00:00:00Z",1],["2026-01-01T12:00:00Z",1]]} | 422 | Row 2 (2026-01-01T12:00:00Z) is not later than the row before: send rows in order of time.
                    {"signals":["a"],"rows":[["2026-01-02T00:00:00Z",1],["2026-01-02T00:00:00Z",1]]} | 422 | Row 2 (2026-01-02T00:00:00Z) is not later than the row before: send rows in order of time.
                    {"signals":["a","a"],"rows":[["2026-01-02T00:00:00Z",1,2]]}                      | 422 | The signals (a, a) must be one or more names, each once.
                    {"signals":[],"rows":[["2026-01-02T00:00:00Z"]]}                                 | 422 | The signals () must be one or more names, each once.
                    {"signals":["a"],"rows":[["2026-01-02T00:00:00Z"]]}                              | 422 | Row 1 has 1 cells; it needs the time and 1 values.
                    {"signals":["a"],"rows":[]}                                                      | 422 | A batch has 1 to 100000 rows, not (0): split it.
                    {"signals":"a","rows":[]}                                                        | 400 | The JSON is not understood at line 1, column 12: what stands in (signals) has the wrong kind; a list belongs there.
                    """)
    void aBatch(String body, int status, String sentence) throws Exception {
        refuses("/machines/pump/samples", body, status, sentence);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                                                      | 422 | The file (a.csv) is empty: export it again.
                    \\n\\n                                                  | 422 | The file (a.csv) holds no rows: export it again.
                    time,a\\n                                               | 422 | The file (a.csv) holds a header but no data rows: export it again.
                    hello                                                   | 422 | The file (a.csv) holds a header but no data rows: export it again.
                    time,a\\n2026-01-01 00:00:00,x\\n                       | 422 | The file (a.csv) holds no measured signal, only (a): nothing was imported.
                    time,a\\n0001-01-01 00:00:00,1\\n0001-01-01 00:01:00,2  | 422 | The times in column (time) of file (a.csv) cannot be read as times from 1900 to 2200: correct them at the source.
                    Zeit,a\\n9999-01-01 00:00:00,1\\n9999-01-01 00:01:00,2  | 422 | The times in column (Zeit) of file (a.csv) cannot be read as times from 1900 to 2200: correct them at the source.
                    time,a\\n2026-13-45 00:00:00,1\\n2026-13-46 00:01:00,2  | 422 | The times in column (time) of file (a.csv) cannot be read as times from 1900 to 2200: correct them at the source.
                    \\x1f\\x8b\\x08cut                                      | 422 | The file (a.csv) is packed but cut short: fetch or pack it again.
                    PK\\x03\\x04cut                                         | 422 | The file (a.csv) is packed but cannot be unpacked (zip END header not found): pack it again.
                    \\x00\\x01\\x02\\x00\\x01\\x02                          | 422 | The file (a.csv) is binary, not text (byte 1 is 0x00): export it as CSV.
                    """)
    void aFile(String content, int status, String sentence) throws Exception {
        refuses("/machines/pump/imports?name=a.csv", bytes(content), status, sentence);
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /machines/nope/samples           | {"signals":["a"],"rows":[["2026-01-02T00:00:00Z",1]]} | 404 | There is no machine (nope) of tenant (home).
                    /machines/pump/imports           | time,a                                                | 400 | The parameter (name) is missing.
                    /machines/pump/imports?name=a&zone=Mars | time,a                                         | 422 | The zone (Mars) is not known: try Europe/Berlin or UTC.
                    /orders                          | {"machine":"nope"}                                    | 404 | There is no machine (nope) of tenant (home).
                    /orders                          | {"machine":"pump","budget":"much"}                    | 400 | The JSON is not understood at line 1, column 28: (much) does not belong in (budget); a number belongs there.
                    /orders                          | {"machine":"pump","budget":-1}                        | 422 | The alert budget (-1.0 findings a week) must be above 0 and at most 10000.
                    /orders                          | {"machine":"pump","budget":{"a":1}}                   | 400 | The JSON is not understood at line 1, column 28: what stands in (budget) has the wrong kind; a number belongs there.
                    /orders                          | {"machine":"pump","seed":1.5}                         | 400 | The JSON is not understood at line 1, column 26: (1.5) does not belong in (seed); a whole number belongs there.
                    /orders                          | {"machine":"pump","trainUntil":"tomorrow"}            | 400 | The JSON is not understood at line 1, column 32: (tomorrow) does not belong in (trainUntil); a time such as 2026-11-23T12:00:00Z belongs there.
                    /orders                          | {"machine":"pump","trainUntil":"0001-01-01T00:00:00Z"} | 422 | Training would end (0001-01-01T00:00:00Z) before the dataset starts (2026-01-01T00:00:00Z): choose a later end.
                    /machines                        | {"machine":"x","zone":"Mars/One"}                     | 422 | The zone (Mars/One) is not known: try Europe/Berlin or UTC.
                    /machines                        | {"machine":"x","nme":"y"}                             | 400 | The property (nme) is not known; the body takes machine, name (optional), zone (optional).
                    /versions/pump/1/release         | {}                                                    | 404 | There is no version (pump/v1).
                    /findings/finding-1/verdict      | {"verdict":"CONFIRMED"}                               | 404 | There is no finding (finding-1).
                    /keys                            | {"role":"KING"}                                       | 400 | The JSON is not understood at line 1, column 9: (KING) does not belong in (role); one of [VIEWER, ENGINEER, OPERATOR] belongs there.
                    /arrays                          | {}                                                    | 400 | The property (machines) is missing in the body; it takes machines, together (optional), shared (optional), each (optional).
                    /arrays                          | {"machines":[]}                                       | 422 | An array of 0 jobs must have 1 to 10000.
                    /arrays                          | {"machines":["pump","nope"]}                          | 404 | There is no machine (nope) of tenant (home).
                    /arrays/array-1/cancel           | ''                                                    | 404 | The tenant home has no array array-1.
                    /machines/pump/models            | model                                                 | 400 | The parameter (name) is missing.
                    /machines/pump/models?name=a.onnx | ''                                                   | 422 | The model (a.onnx) has 0 bytes; it must have 1 to 268435456.
                    /machines/pump/models?name=a.onnx&window=0 | model                                       | 422 | The window (0 samples) must be 1 to 10000.
                    /machines/pump/models?name=a.onnx&window=x | model                                       | 422 | The window (x) must be a number.
                    /jobs/job-1/cancel               | ''                                                    | 404 | The tenant home has no job job-1.
                    """)
    void aRequest(String path, String body, int status, String sentence) throws Exception {
        refuses(path, body, status, sentence);
    }

    private void refuses(String path, String body, int status, String sentence) throws Exception {
        refuses(path, body.getBytes(StandardCharsets.UTF_8), status, sentence);
    }

    private void refuses(String path, byte[] body, int status, String sentence) throws Exception {
        String head = head();
        long files = files();

        assertThat(post(path, body)).isEqualTo(status + " " + sentence);

        assertThat(head()).isEqualTo(head);
        assertThat(files()).isEqualTo(files);
    }

    private static String row(String time, String value) {
        return "{\"signals\":[\"a\"],\"rows\":[[\"%s\",%s]]}".formatted(time, value);
    }

    /** Backslash notation, as a text block cannot hold every byte. */
    private static byte[] bytes(String notation) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < notation.length(); i++) {
            char c = notation.charAt(i);
            if (c != '\\') {
                bytes.write(c);
            } else if (notation.charAt(++i) == 'n') {
                bytes.write('\n');
            } else {
                bytes.write(Integer.parseInt(notation.substring(i + 1, i + 3), 16));
                i += 2;
            }
        }
        return bytes.toByteArray();
    }

    private String head() throws Exception {
        long events = get("/health").path("journal").path("events").asLong();
        return events
                + get("/journal?after=" + (events - 1))
                        .path("items")
                        .path(0)
                        .path("hash")
                        .asString();
    }

    private static long files() throws Exception {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.toString().matches(".*(parquet|part|incoming.+)"))
                    .count();
        }
    }

    private JsonNode get(String path) throws Exception {
        return Json.tree(client.send(request(path).build(), BodyHandlers.ofString()).body());
    }

    private String post(String path, String body) throws Exception {
        return post(path, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Status and detail. */
    private String post(String path, byte[] body) throws Exception {
        var request = request(path).POST(BodyPublishers.ofByteArray(body)).build();
        var response = client.send(request, BodyHandlers.ofString());
        return response.statusCode() + " " + Json.tree(response.body()).path("detail").asString("");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.uri().resolve("/api/v1" + path))
                .header("Authorization", "Bearer " + key);
    }
}
