package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import static werkmeister.plant.ingest.Specimen.bytes;
import static werkmeister.plant.ingest.Specimen.gzip;
import static werkmeister.plant.ingest.Specimen.joined;
import static werkmeister.plant.ingest.Specimen.octets;
import static werkmeister.plant.ingest.Specimen.read;
import static werkmeister.plant.ingest.Specimen.refused;
import static werkmeister.plant.ingest.Specimen.text;
import static werkmeister.plant.ingest.Specimen.zip;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import werkmeister.plant.ingest.Specimen.Content;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The hostile corpus: how letters are written as bytes. */
class HostileEncodingsTest {
    private static final String THEME = "encodings/";
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final String GERMAN =
            """
            Zeit;Fräse [°C];Größe µ;Störung
            13.02.2026 10:00:00;20,25;1,5;nein
            13.02.2026 10:00:10;21,75;2,5;ja
            13.02.2026 10:00:20;22,00;3,5;nein
            """;
    private static final String KNOWN =
            """
            rows 3, rejected 0
            from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
            Fräse number 3 of 3, sum 64
            Größe µ number 3 of 3, sum 7.5
            Störung label 3 of 3, sum 1
            """;

    @TempDir Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("specimens")
    void isReadRightOrRefused(Specimen specimen) throws IOException {
        assertThat(Examination.of(specimen, folder)).isEmpty();
    }

    static Stream<Specimen> specimens() {
        return Stream.of(
                        known().entrySet().stream().flatMap(HostileEncodingsTest::coats),
                        broken(),
                        odd())
                .flatMap(specimens -> specimens);
    }

    private static Map<String, Content> known() {
        var encodings = new LinkedHashMap<String, Content>();
        encodings.put("utf-8", text(GERMAN));
        encodings.put("utf-8-bom", text("\uFEFF" + GERMAN));
        encodings.put("utf-16le", text(GERMAN, StandardCharsets.UTF_16LE));
        encodings.put("utf-16le-bom", text("\uFEFF" + GERMAN, StandardCharsets.UTF_16LE));
        encodings.put("utf-16be", text(GERMAN, StandardCharsets.UTF_16BE));
        encodings.put("utf-16be-bom", text("\uFEFF" + GERMAN, StandardCharsets.UTF_16BE));
        encodings.put("windows-1252", text(GERMAN, WINDOWS));
        return encodings;
    }

    private static Stream<Specimen> coats(Map.Entry<String, Content> encoding) {
        Content plain = encoding.getValue();
        return Stream.of(
                read(THEME + encoding.getKey() + ".csv", plain, KNOWN),
                read(THEME + encoding.getKey() + ".csv.gz", gzip(plain), KNOWN),
                read(THEME + encoding.getKey() + ".zip", zip("export.csv", plain), KNOWN));
    }

    private static Stream<Specimen> broken() {
        return Stream.of(
                read(
                        THEME + "windows-1252-in-the-last-row.csv",
                        joined(
                                text("time;note;a\n" + Readings.rising("%s;ok;1.5\n", 0, 50_000)),
                                text("2026-02-14 10:00:10;Störung;2.5\n", WINDOWS)),
                        """
                        rows 50001, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-14T10:00:10Z
                        note text 50001 of 50001
                        a number 50001 of 50001, sum 75002.5
                        """),
                read(
                        THEME + "half-a-letter-at-the-end.csv",
                        joined(
                                text(
                                        "time;a;note\n"
                                                + "2026-02-13 10:00:00;1.5;x y\n"
                                                + "2026-02-13 10:00:10;2.5;"),
                                octets(0xC3)),
                        """
                        rows 2, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        a number 2 of 2, sum 4
                        note text 2 of 2
                        """),
                read(
                        THEME + "overlong-utf-8.csv",
                        joined(
                                text("time;a\n2026-02-13 10:00:00;"),
                                octets(0xC0, 0xB1),
                                text("\n2026-02-13 10:00:10;2.5\n2026-02-13 10:00:20;3.5\n")),
                        """
                        rows 3, rejected 1
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                        a number 2 of 3, sum 6
                        rejected 1 (a) (À±)
                        """),
                read(
                        THEME + "lone-surrogate-in-utf-16.csv",
                        text(
                                        "time;a;note\n2026-02-13 10:00:00;1.5;x\n2026-02-13 10:00:10;2.5;"
                                                .concat("y"),
                                        StandardCharsets.UTF_16LE)
                                .andThen(octets(0x00, 0xD8, 0x0A, 0x00)),
                        """
                        rows 2, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        a number 2 of 2, sum 4
                        note text 2 of 2
                        """),
                read(
                        THEME + "odd-byte-at-the-end-of-utf-16.csv",
                        text("\uFEFF" + GERMAN, StandardCharsets.UTF_16LE).andThen(octets(0x0A)),
                        KNOWN.replace("rows 3, rejected 0", "rows 4, rejected 1")
                                .concat("rejected 4 () ()\nfinds CutOff\n")),
                refused(
                        THEME + "nul-bytes.csv",
                        joined(
                                text("time;a\n2026-02-13 10:00:00;1.5\n2026-02-13 10:00:1"),
                                octets(0),
                                text(";2\n")),
                        "binary",
                        "byte 50 is 0x00"),
                read(
                        THEME + "nul-bytes-after-a-megabyte.csv",
                        joined(
                                text("time;a\n" + Readings.rising("%s;1.5\n", 0, 60_000)),
                                text("2026-02-13 10:00:1"),
                                octets(0),
                                text(";2.5\n2026-02-14 10:00:10;3.5\n")),
                        """
                        rows 60002, rejected 1
                        from 2026-02-13T10:00:00Z to 2026-02-14T10:00:10Z
                        a number 60001 of 60001, sum 90003.5
                        rejected 60001 (time) (2026-02-13 10:00:1\0)
                        """),
                refused(
                        THEME + "one-nul-byte-row.csv",
                        text("time;a\n2026-02-13 10:00:00;1.5\n" + "\0".repeat(4096)),
                        "binary"),
                refused(
                        THEME + "utf-32le-bom.csv",
                        text("\uFEFF" + GERMAN, Charset.forName("UTF-32LE")),
                        "binary"),
                read(
                                THEME + "utf-32le-by-name.csv",
                                text(GERMAN, Charset.forName("UTF-32LE")),
                                KNOWN)
                        .with(ReadOptions.guess().withEncoding("UTF-32LE")),
                refused(THEME + "utf-16-by-name-but-utf-8.csv", text(GERMAN), "no data rows")
                        .with(ReadOptions.guess().withEncoding("UTF-16LE")),
                refused(
                                THEME + "encoding-unknown.csv",
                                text(GERMAN),
                                "The encoding (klingon) is not known")
                        .with(ReadOptions.guess().withEncoding("klingon")),
                refused(THEME + "ebcdic.csv", text(GERMAN, Charset.forName("IBM1047")), "binary"));
    }

    private static Stream<Specimen> odd() {
        return Stream.of(
                read(
                        THEME + "bom-again-in-the-middle.csv",
                        "\uFEFFtime;a\n"
                                + "2026-02-13 10:00:00;1.5\n"
                                + "\uFEFFtime;a\n"
                                + "2026-02-13 10:00:10;2.5\n",
                        """
                        rows 2, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        a number 2 of 2, sum 4
                        finds RepeatedHeader
                        """),
                read(
                        THEME + "bom-before-a-row.csv",
                        "time;a\n2026-02-13 10:00:00;1.5\n\uFEFF2026-02-13 10:00:10;2.5\n",
                        """
                        rows 2, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        a number 2 of 2, sum 4
                        """),
                read(
                        THEME + "bidi-in-names-and-cells.csv",
                        "time;\u202Ea\u202C;\u05D0\n"
                                + "2026-02-13 10:00:00;1.5;7\n"
                                + "2026-02-13 10:00:10;\u200F2.5;8\n"
                                + "2026-02-13 10:00:20;3.5;9\n",
                        """
                        rows 3, rejected 1
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                        a number 2 of 3, sum 5
                        \u05D0 number 3 of 3, sum 24
                        rejected 2 (a) (\u200F2.5)
                        """),
                read(
                        THEME + "emoji-names.csv",
                        "time;🌡️ [°C];💧\n2026-02-13 10:00:00;1.5;7\n2026-02-13 10:00:10;2.5;8\n",
                        """
                        rows 2, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        🌡️ number 2 of 2, sum 4
                        💧 number 2 of 2, sum 15
                        """),
                read(
                        THEME + "names-equal-but-for-composition.csv",
                        "time;Gr\u00F6\u00DFe;Gro\u0308\u00DFe\n"
                                + "2026-02-13 10:00:00;1.5;7\n"
                                + "2026-02-13 10:00:10;2.5;8\n",
                        """
                        rows 2, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        Größe number 2 of 2, sum 4
                        Größe (2) number 2 of 2, sum 15
                        finds DuplicateNames
                        """),
                read(
                        THEME + "no-break-blanks-around-cells.csv",
                        "time;a\n"
                                + "2026-02-13\u00A010:00:00;\u00A01.5\u00A0\n"
                                + "2026-02-13\u00A010:00:10;2.5\u202F\n",
                        """
                        rows 2, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        a number 2 of 2, sum 4
                        """),
                read(
                        THEME + "zero-width-blank-in-the-first-name.csv",
                        "\u200Btime;a\n2026-02-13 10:00:00;1.5\n2026-02-13 10:00:10;2.5\n",
                        """
                        rows 2, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        a number 2 of 2, sum 4
                        """),
                read(
                        THEME + "arabic-digits.csv",
                        "time;a;b\n2026-02-13 10:00:00;١٫٥;1\n2026-02-13 10:00:10;٢٫٥;2\n",
                        """
                        rows 2, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        a text 2 of 2
                        b number 2 of 2, sum 3
                        """),
                read(
                        THEME + "full-width-digits.csv",
                        "time;a\n"
                                + "2026-02-13 10:00:00;1.5\n"
                                + "2026-02-13 10:00:10;２.5\n"
                                + "2026-02-13 10:00:20;3.5\n",
                        """
                        rows 3, rejected 1
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                        a number 2 of 3, sum 5
                        rejected 2 (a) (２.5)
                        """),
                read(
                        THEME + "vertical-tab-as-line-separator-u2028.csv",
                        "time;a;note\n"
                                + "2026-02-13 10:00:00;1.5;x\u2028y\n"
                                + "2026-02-13 10:00:10;2.5;z\u0085\n",
                        """
                        rows 2, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        a number 2 of 2, sum 4
                        note text 2 of 2
                        """),
                refused(
                        THEME + "escape-codes.csv",
                        bytes(
                                "time;a\n\u001B[31m2026-02-13 10:00:00;1.5\n"
                                        .getBytes(StandardCharsets.UTF_8)),
                        "byte 8 is 0x1b"));
    }
}
