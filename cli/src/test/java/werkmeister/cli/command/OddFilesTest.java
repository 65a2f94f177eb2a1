package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import werkmeister.cli.terminal.CapturedShell;
import werkmeister.cli.text.Language;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;

/** Files as strangers bring them: understood without a flag, or refused in one sentence. */
class OddFilesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ROWS = 400;
    private static final LocalDateTime START = LocalDateTime.of(2026, 3, 1, 6, 0);

    @TempDir Path folder;
    private CapturedShell shell;

    @BeforeEach
    void shell() {
        shell = new CapturedShell(Language.EN, Map.of(), folder);
    }

    /**
     * In a row's pattern {t:FORMAT} is the time, {s} and {ms} are seconds and milliseconds since
     * the epoch, {n} the row, {p} and {q} two measured values (with {p,} a decimal comma), {f:A:B}
     * A where all is well and B in the last 60 rows.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    German          | UTF-8        | Zeit;Druck [bar];Fluss [l/min]     | {t:dd.MM.yyyy HH:mm:ss};{p,};{q,}                | Druck Fluss  |
                    Windows-1252    | windows-1252 | Zeit;Öldruck [bar];Störung         | {t:dd.MM.yyyy HH:mm};{p,};{f:nein:ja}            | Öldruck      | Störung
                    UTF-16          | UTF-16       | time;p;q;anomaly                   | {t:yyyy-MM-dd HH:mm:ss};{p};{q};{f:0:1}          | p q          | anomaly
                    tabs            | UTF-8        | time>p>q>is_anomaly                | {t:yyyy-MM-dd HH:mm:ss}>{p}>{q}>{f:0:1}          | p q          | is_anomaly
                    blanks          | UTF-8        | time p q                           | {t:yyyy-MM-dd'T'HH:mm:ss}  {p}   {q}             | p q          |
                    no header       | UTF-8        | -                                  | {t:yyyy-MM-dd HH:mm:ss},{p},{q}                  | c2 c3        |
                    only numbers    | UTF-8        | -                                  | {p},{q}                                          | c1 c2        |
                    one column      | UTF-8        | value                              | {p}                                              | value        |
                    epoch seconds   | UTF-8        | timestamp,p,q,label                | {s},{p},{q},{f:0:1}                              | p q          | label
                    milliseconds    | UTF-8        | ts,p,q,fault                       | {ms},{p},{q},{f:0:1}                             | p q          | fault
                    date and time   | UTF-8        | Datum;Uhrzeit;p;q;Fehler           | {t:dd.MM.yyyy};{t:HH:mm:ss};{p,};{q,};{f:0:1}    | p q          | Fehler
                    with an offset  | UTF-8        | time,p,q                           | {t:yyyy-MM-dd'T'HH:mm:ss}+01:00,{p},{q}          | p q          |
                    a class         | UTF-8        | time,p,q,Class                     | {t:yyyy-MM-dd HH:mm:ss},{p},{q},{f:Normal:Anomaly} | p q        | Class
                    kinds of fault  | UTF-8        | time,p,q,fault_type                | {t:yyyy-MM-dd HH:mm:ss},{p},{q},{f:none:leak}    | p q          | fault_type
                    an attack       | UTF-8        | Timestamp, P1,Normal/Attack        | {t:dd/MM/yyyy hh:mm:ss a},{p},{f:Normal:A ttack} | P1           | Normal/Attack
                    an index        | UTF-8        | ,time,p,q,y                        | {n},{t:yyyy-MM-dd HH:mm:ss},{p},{q},{f:0:1}      | p q          | y
                    a set value     | UTF-8        | time,p,q,target speed              | {t:yyyy-MM-dd HH:mm:ss},{p},{q},{f:10:20}        | p q target~speed |
                    text columns    | UTF-8        | time,p,mode,operator               | {t:yyyy-MM-dd HH:mm:ss},{p},{f:run:idle},op {n}  | p            |
                    quotes          | UTF-8        | "time","p, bar","q","anomaly"      | "{t:yyyy-MM-dd HH:mm:ss}","{p}","{q}","{f:0:1}"  | p q          | anomaly
                    """,
            quoteCharacter = '`')
    void isUnderstood(
            String name, String charset, String head, String row, String signals, String label)
            throws IOException {
        var file = write("odd.csv", charset, head.replace('>', '\t'), row.replace('>', '\t'), ROWS);
        var scores = folder.resolve("scores.csv");

        JsonNode json = json("backtest", file.toString(), "--scores", scores.toString(), "--json");

        var one = json.path("files").get(0);
        assertThat(one.path("rows").asInt()).isEqualTo(ROWS);
        assertThat(one.path("trainRows").asInt()).isEqualTo(160);
        assertThat(texts(one.path("signals"))).containsExactlyInAnyOrder(words(signals));
        assertThat(texts(one.path("labelColumns")))
                .isEqualTo(label == null ? List.of() : List.of(label));
        assertThat(json.has("point")).isEqualTo(label != null);
        var lines = Files.readAllLines(scores);
        assertThat(lines).hasSize(ROWS - 160 + 1);
        assertThat(lines.getFirst()).isEqualTo("file,row,time,score,threshold,alarm,finding");
        for (int i = 1; i < lines.size(); i++) {
            assertThat(lines.get(i)).startsWith(file + "," + (160 + i) + ",");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    29  | time,p,q  | {t:yyyy-MM-dd HH:mm:ss},{p},{q}  | leaves 19 of 29 rows to train on; 20 are needed. A later --train-until or --train-file helps.
                    0   | time,p,q  | {p}                              | holds a header but no data rows: export it again.
                    100 | time,a,b  | {t:yyyy-MM-dd HH:mm:ss},x{n},y   | No measured column of the file
                    100 | time,p,q,anomaly | {t:yyyy-MM-dd HH:mm:ss},x{n},y,{f:0:1} | No measured column of the file
                    """)
    void isRefusedInOneSentence(int rows, String head, String row, String sentence)
            throws IOException {
        var file = write("odd.csv", "UTF-8", head, row, rows);

        assertThat(Werkmeister.run(shell.shell(), "backtest", file.toString())).isEqualTo(2);
        assertThat(shell.err()).startsWith("werkmeister: ").contains("odd.csv").contains(sentence);
        assertThat(shell.err().lines()).hasSize(1);
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void thirtyRowsAreEnough() throws IOException {
        var file = write("tiny.csv", "UTF-8", "time,p,q", "{t:yyyy-MM-dd HH:mm:ss},{p},{q}", 30);

        var one = json("backtest", file.toString(), "--json").path("files").get(0);

        assertThat(one.path("trainRows").asInt()).isEqualTo(20);
    }

    @Test
    void rowsThatCannotBeReadAreToldAndKeepTheNumbersOfTheOthersRight() throws IOException {
        var file = write("bad.csv", "UTF-8", "time,p,q", "{t:yyyy-MM-dd HH:mm:ss},{p},{q}", ROWS);
        var lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(250, "soon,1,2");
        lines.set(300, lines.get(300).replaceAll(",[^,]*$", ",oops"));
        Files.write(file, lines);
        var scores = folder.resolve("scores.csv");

        int code =
                Werkmeister.run(
                        shell.shell(), "backtest", file.toString(), "--scores", scores.toString());

        assertThat(code).isZero();
        assertThat(shell.out())
                .contains("1 rows have no readable time and are left out.")
                .contains(
                        "2 cells or rows could not be read; the first: row 250, column (time),"
                                + " value (soon)");
        assertThat(Files.readAllLines(scores))
                .noneMatch(line -> line.startsWith(file + ",250,"))
                .anyMatch(line -> line.startsWith(file + ",249,"))
                .anyMatch(line -> line.startsWith(file + ",400,"));
    }

    @Test
    void ofSeveralFilesEachRowIsScoredOnceAlsoWithAFileToTrainOn() throws IOException {
        String row = "{t:yyyy-MM-dd HH:mm:ss},{p},{q},{f:0:1}";
        var one = write("one.csv", "UTF-8", "time,p,q,anomaly", row, 200);
        var two = write("two.csv", "UTF-8", "time,p,q,anomaly", row, 300);
        var normal =
                write("normal.csv", "UTF-8", "time,p,q", "{t:yyyy-MM-dd HH:mm:ss},{p},{q}", 340);
        var scores = folder.resolve("scores.csv");

        json(
                "backtest",
                one.toString(),
                two.toString(),
                "--train-file",
                normal.toString(),
                "--scores",
                scores.toString(),
                "--json");

        var expected = new ArrayList<String>();
        for (int i = 1; i <= 200; i++) {
            expected.add(one + "," + i);
        }
        for (int i = 1; i <= 300; i++) {
            expected.add(two + "," + i);
        }
        assertThat(Files.readAllLines(scores).stream().skip(1).map(OddFilesTest::fileAndRow))
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    start,end                              ; 2026-03-01 11:40:00,2026-03-01 12:39:00       | 60
                    Beginn;Ende                            ; 01.03.2026 11:40;01.03.2026 12:39             | 60
                    file,start,end                         ; odd.csv,2026-03-01 11:40:00,2026-03-01 12:39:00 | 60
                    {"data/odd.csv":[["2026-03-01 11:40:00.000000","2026-03-01 12:39:00.000000"]]}         | 60
                    {"data/odd.csv":[]}                                                                    | 0
                    """)
    void spansComeFromAFileInTheWaysPeopleWriteThem(String text, int rows) throws IOException {
        var file = write("odd.csv", "UTF-8", "time,p,q", "{t:yyyy-MM-dd HH:mm:ss},{p},{q}", ROWS);
        String[] parts = text.startsWith("Beginn") ? text.split(" +; ", 2) : text.split(" +; ");
        var spans = Files.writeString(folder.resolve("spans"), String.join("\n", parts));

        JsonNode json = json("backtest", file.toString(), "--labels", spans.toString(), "--json");

        assertThat(json.path("events").path("total").asInt()).isEqualTo(rows > 0 ? 1 : 0);
        assertThat(json.path("events").path("medianLeadSeconds").isNull()).isEqualTo(rows == 0);
    }

    @Test
    void spansOfOtherFilesAreASlipOfThePen() throws IOException {
        var file = write("odd.csv", "UTF-8", "time,p,q", "{t:yyyy-MM-dd HH:mm:ss},{p},{q}", ROWS);
        var spans =
                Files.writeString(
                        folder.resolve("spans.json"),
                        "{\"x/other.csv\":[[\"2026-03-01 11:40:00\",\"2026-03-01 12:39:00\"]]}");

        int code =
                Werkmeister.run(
                        shell.shell(), "backtest", file.toString(), "--labels", spans.toString());

        assertThat(code).isEqualTo(2);
        assertThat(shell.err()).contains("says nothing of (odd.csv), only of: x/other.csv.");
    }

    private Path write(String name, String charset, String head, String row, int rows)
            throws IOException {
        var random = new Random(7);
        var text = new StringBuilder(head.equals("-") ? "" : head + "\n");
        for (int i = 0; i < rows; i++) {
            boolean fault = i >= ROWS - 60;
            var time = START.plusMinutes(i);
            double load = Math.sin(i / 20.0);
            String p = decimal(200 + 5 * load - (fault ? 8 : 0) + 0.2 * random.nextGaussian());
            String q = decimal(60 + 3 * load + (fault ? 4 : 0) + 0.1 * random.nextGaussian());
            String line =
                    row.replace("{p}", p)
                            .replace("{q}", q)
                            .replace("{p,}", p.replace('.', ','))
                            .replace("{q,}", q.replace('.', ','))
                            .replace("{n}", String.valueOf(i))
                            .replace("{s}", String.valueOf(1_772_344_800L + 60 * i))
                            .replace("{ms}", String.valueOf(1000 * (1_772_344_800L + 60 * i)))
                            .replaceAll("\\{f:([^:}]*):([^}]*)}", fault ? "$2" : "$1");
            while (line.contains("{t:")) {
                int from = line.indexOf("{t:");
                int to = line.indexOf('}', from);
                var format = DateTimeFormatter.ofPattern(line.substring(from + 3, to), Locale.ROOT);
                line = line.substring(0, from) + time.format(format) + line.substring(to + 1);
            }
            text.append(line).append('\n');
        }
        return Files.writeString(folder.resolve(name), text, Charset.forName(charset));
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private JsonNode json(String... words) {
        assertThat(Werkmeister.run(shell.shell(), words)).as(shell.err()).isZero();
        return JSON.readTree(shell.out());
    }

    private static String[] words(String text) {
        var words = text.split(" ");
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].replace('~', ' ');
        }
        return words;
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asString).toList();
    }

    private static String fileAndRow(String line) {
        return line.substring(0, line.indexOf(',', line.indexOf(',') + 1));
    }
}
