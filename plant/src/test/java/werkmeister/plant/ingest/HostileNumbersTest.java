package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import static werkmeister.plant.ingest.Specimen.read;
import static werkmeister.plant.ingest.Specimen.refused;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import werkmeister.plant.ingest.Readings.Hand;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The hostile corpus: how numbers, missing values and states are written. */
class HostileNumbersTest {
    private static final String THEME = "numbers/";

    /** What stands where a value should, in the exports of historians, spreadsheets and loggers. */
    private static final List<String> NOTHINGS =
            List.of(
                    "",
                    "-",
                    "--",
                    ".",
                    "?",
                    "n/a",
                    "N/A",
                    "n.a.",
                    "k.A.",
                    "#NV",
                    "#N/A",
                    "NaN",
                    "nan",
                    "-nan(ind)",
                    "1.#QNAN",
                    "null",
                    "NULL",
                    "(null)",
                    "None",
                    "Bad",
                    "Bad Input",
                    "No Data",
                    "I/O Timeout",
                    "Comm Fail",
                    "Pt Created",
                    "Scan Off",
                    "Shutdown",
                    "[-11059] No Good Data For Calculation",
                    "#DIV/0!",
                    "#WERT!",
                    "#BEZUG!",
                    "\\N",
                    "ungültig",
                    "kein Wert",
                    "Not Connect",
                    "Intf Shut",
                    "Configure",
                    "Calc Failed");

    private static final List<List<String>> STATES =
            List.of(
                    List.of("true", "false"),
                    List.of("TRUE", "FALSE"),
                    List.of("wahr", "falsch"),
                    List.of("WAHR", "FALSCH"),
                    List.of("ein", "aus"),
                    List.of("Ein", "Aus"),
                    List.of("on", "off"),
                    List.of("yes", "no"),
                    List.of("ja", "nein"),
                    List.of("auf", "zu"),
                    List.of("1", "0"));

    @TempDir Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("specimens")
    void isReadRightOrRefused(Specimen specimen) throws IOException {
        assertThat(Examination.of(specimen, folder)).isEmpty();
    }

    static Stream<Specimen> specimens() {
        return Stream.of(thousands(), nothings(), states(), written(), impossible(), doubtful())
                .flatMap(specimens -> specimens);
    }

    private static Stream<Specimen> thousands() {
        return Stream.of(
                file("thousands-points", Hand.USUAL.numbers(',', ".")),
                file("thousands-commas", Hand.USUAL.numbers('.', ",")),
                file("thousands-blanks", Hand.USUAL.numbers(',', " ")),
                file("thousands-blanks-decimal-point", Hand.USUAL.numbers('.', " ")),
                file("thousands-no-break-blanks", Hand.USUAL.numbers(',', "\u00A0")),
                file("thousands-narrow-blanks", Hand.USUAL.numbers(',', "\u202F")),
                file("thousands-thin-blanks", Hand.USUAL.numbers(',', "\u2009")),
                file("thousands-apostrophes", Hand.USUAL.numbers('.', "'")),
                file("thousands-typographic", Hand.USUAL.numbers('.', "\u2019")),
                file("thousands-commas-quoted", Hand.USUAL.separator(",").numbers('.', ",")),
                file("decimal-commas-quoted", Hand.USUAL.separator(",").numbers(',', ".")));
    }

    private static Specimen file(String name, Hand hand) {
        var readings = Readings.of(hand);
        return read(THEME + name + ".csv", readings.text(), readings.known());
    }

    private static Stream<Specimen> nothings() {
        return NOTHINGS.stream()
                .map(nothing -> {
                    String name =
                            nothing.isEmpty()
                                    ? "empty"
                                    : nothing.replaceAll("[^\\p{L}\\p{N}.#!?()-]+", "-");
                    return file(
                            "nothing-" + NOTHINGS.indexOf(nothing) + "-" + name,
                            Hand.USUAL.nothing(nothing));
                });
    }

    private static Stream<Specimen> states() {
        return STATES.stream()
                .map(words -> {
                    var text = new StringBuilder("time;valve;a\n");
                    for (int i = 0; i < 30; i++) {
                        text.append(
                                "2026-02-13 10:00:%02d;%s;1.5\n"
                                        .formatted(i, words.get(i % 3 == 0 ? 0 : 1)));
                    }
                    return read(
                            THEME
                                    + "states-"
                                    + STATES.indexOf(words)
                                    + "-"
                                    + words.getFirst()
                                    + ".csv",
                            text.toString(),
                            """
                            rows 30, rejected 0
                            from 2026-02-13T10:00:00Z to 2026-02-13T10:00:29Z
                            valve flag 30 of 30, sum 10
                            a number 30 of 30, sum 45
                            """);
                });
    }

    /** A column (a) with these cells, ten seconds apart, beside one of plain numbers. */
    private static Specimen cells(String name, String known, String... cells) {
        var text = new StringBuilder("time;a;b\n");
        for (int i = 0; i < cells.length; i++) {
            text.append("2026-02-13 10:%02d:00;%s;%d\n".formatted(i, cells[i], i));
        }
        int last = cells.length - 1;
        return read(
                THEME + name + ".csv",
                text.toString(),
                "rows %d, %s\n".formatted(cells.length, known.lines().findFirst().orElseThrow())
                        + "from 2026-02-13T10:00:00Z to 2026-02-13T10:%02d:00Z\n".formatted(last)
                        + known.lines().skip(1).findFirst().orElseThrow()
                        + "\nb number %d of %d, sum %d\n"
                                .formatted(cells.length, cells.length, last * (last + 1) / 2)
                        + String.join("", known.lines().skip(2).map(line -> line + "\n").toList()));
    }

    private static Stream<Specimen> written() {
        return Stream.of(
                cells(
                        "exponents",
                        "rejected 0\na number 4 of 4, sum 1700.0025",
                        "1e3",
                        "2.5E-03",
                        "7E+02",
                        "0"),
                cells(
                        "exponents-decimal-comma",
                        "rejected 0\na number 4 of 4, sum 1525.0025",
                        "1,5e3",
                        "2,5E-03",
                        "2,5E+01",
                        "0"),
                cells(
                        "exponents-of-fortran",
                        "rejected 0\na number 3 of 3, sum 1525.25",
                        "1.5D+03",
                        "2.5D+01",
                        "2.5D-01"),
                cells("sign-behind", "rejected 0\na number 3 of 3, sum -1", "1.5-", "2.5-", "3.0"),
                cells("plus-signs", "rejected 0\na number 3 of 3, sum 7", "+1.5", "+2.5", "+3.0"),
                cells(
                        "unicode-minus",
                        "rejected 0\na number 3 of 3, sum -1",
                        "\u22121.5",
                        "\u22122.5",
                        "3.0"),
                cells(
                        "sign-and-blank",
                        "rejected 0\na number 3 of 3, sum -1",
                        "- 1.5",
                        "- 2.5",
                        "3.0"),
                cells("leading-point", "rejected 0\na number 3 of 3, sum 1", ".5", "-.25", ".75"),
                cells("trailing-point", "rejected 0\na number 3 of 3, sum 6", "1.", "2.", "3."),
                cells(
                        "leading-zeros",
                        "rejected 0\na number 3 of 3, sum 6",
                        "0001",
                        "0002",
                        "0003"),
                cells("minus-zero", "rejected 0\na number 3 of 3, sum 0", "-0", "0", "-0.0"),
                cells(
                        "leading-apostrophe",
                        "rejected 0\na number 3 of 3, sum 7.5",
                        "'1.5",
                        "'2.5",
                        "'3.5"),
                cells(
                        "formula-of-a-number",
                        "rejected 0\na number 3 of 3, sum 7.5",
                        "=\"1.5\"",
                        "=\"2.5\"",
                        "=\"3.5\""),
                cells(
                        "percent-signs",
                        "rejected 0\na number 3 of 3, sum 60.5",
                        "10 %",
                        "20 %",
                        "30.5 %"),
                cells(
                        "percent-signs-close",
                        "rejected 0\na number 3 of 3, sum 60.5",
                        "10%",
                        "20%",
                        "30.5%"),
                cells(
                        "unit-behind",
                        "rejected 0\na number 3 of 3, sum 7.5",
                        "1.5 bar",
                        "2.5 bar",
                        "3.5 bar"),
                cells(
                        "euro-behind",
                        "rejected 0\na number 3 of 3, sum 7.5",
                        "1,50 €",
                        "2,50 €",
                        "3,50 €"),
                cells(
                        "more-digits-than-a-double",
                        "rejected 0\na number 3 of 3, sum 0.999999999",
                        "0.333333333333333333333333333333",
                        "0.33333333333333333333333",
                        "0.333333332333333333333333"),
                cells(
                        "four-hundred-digits",
                        "rejected 2\na number 2 of 4, sum 3\nrejected 1 (a) ("
                                + "9".repeat(60)
                                + "…)\nrejected 2 (a) (-"
                                + "9".repeat(59)
                                + "…)",
                        "9".repeat(400),
                        "-" + "9".repeat(400),
                        "1",
                        "2"),
                cells(
                        "four-hundred-decimals",
                        "rejected 0\na number 3 of 3, sum 4",
                        "0." + "9".repeat(400),
                        "1",
                        "2"),
                cells(
                        "subnormal",
                        "rejected 0\na number 4 of 4, sum 3",
                        "4.9e-324",
                        "1",
                        "2",
                        "1e-400"),
                cells(
                        "largest",
                        "rejected 0\na number 3 of 3, sum 1.79769313486E+308",
                        "1.7976931348623157e308",
                        "1",
                        "2"),
                cells(
                        "beyond-whole-doubles",
                        "rejected 0\na number 3 of 3, sum 2.70215977642E+16",
                        "9007199254740993",
                        "9007199254740992",
                        "9007199254740991"));
    }

    private static Stream<Specimen> impossible() {
        return Stream.of(
                cells(
                        "1e999",
                        "rejected 2\n"
                                + "a number 2 of 4, sum 3\n"
                                + "rejected 2 (a) (1e999)\n"
                                + "rejected 4 (a) (-1e999)",
                        "1",
                        "1e999",
                        "2",
                        "-1e999"),
                cells(
                        "1e400-between",
                        "rejected 1\na number 2 of 3, sum 3\nrejected 2 (a) (1e400)",
                        "1",
                        "1e400",
                        "2"),
                cells(
                        "exponent-of-many-digits",
                        "rejected 1\na number 2 of 3, sum 3\nrejected 2 (a) (1e99999999999)",
                        "1",
                        "1e99999999999",
                        "2"),
                cells(
                        "infinity",
                        "rejected 4\n"
                                + "a number 5 of 9, sum 15\n"
                                + "rejected 2 (a) (inf)\n"
                                + "rejected 4 (a) (-Infinity)\n"
                                + "rejected 6 (a) (∞)\n"
                                + "rejected 8 (a) (1.#INF)",
                        "1",
                        "inf",
                        "2",
                        "-Infinity",
                        "3",
                        "∞",
                        "4",
                        "1.#INF",
                        "5"),
                cells(
                        "hexadecimal",
                        "rejected 1\na number 3 of 4, sum 6\nrejected 3 (a) (0x1F)",
                        "1",
                        "2",
                        "0x1F",
                        "3"),
                cells(
                        "hexadecimal-float",
                        "rejected 1\na number 3 of 4, sum 6\nrejected 3 (a) (0x1p3)",
                        "1",
                        "2",
                        "0x1p3",
                        "3"),
                cells(
                        "java-suffixes",
                        "rejected 2\n"
                                + "a number 3 of 5, sum 6\n"
                                + "rejected 3 (a) (1.5f)\n"
                                + "rejected 4 (a) (7L)",
                        "1",
                        "2",
                        "1.5f",
                        "7L",
                        "3"),
                cells(
                        "underscores",
                        "rejected 1\na number 3 of 4, sum 6\nrejected 3 (a) (1_000)",
                        "1",
                        "2",
                        "1_000",
                        "3"),
                cells(
                        "fractions",
                        "rejected 1\na number 3 of 4, sum 6\nrejected 3 (a) (1/2)",
                        "1",
                        "2",
                        "1/2",
                        "3"),
                cells(
                        "two-points",
                        "rejected 1\na number 3 of 4, sum 6.75\nrejected 3 (a) (1.2.3)",
                        "1.5",
                        "2.25",
                        "1.2.3",
                        "3"),
                cells(
                        "two-signs",
                        "rejected 2\n"
                                + "a number 3 of 5, sum 6\n"
                                + "rejected 3 (a) (--1)\n"
                                + "rejected 4 (a) (+-1)",
                        "1",
                        "2",
                        "--1",
                        "+-1",
                        "3"),
                cells(
                        "a-sign-alone",
                        "rejected 1\na number 3 of 4, sum 6\nrejected 3 (a) (+)",
                        "1",
                        "2",
                        "+",
                        "3"),
                cells(
                        "an-exponent-alone",
                        "rejected 2\n"
                                + "a number 3 of 5, sum 6\n"
                                + "rejected 3 (a) (e5)\n"
                                + "rejected 4 (a) (1e)",
                        "1",
                        "2",
                        "e5",
                        "1e",
                        "3"),
                cells(
                        "letters-among-digits",
                        "rejected 2\n"
                                + "a number 3 of 5, sum 6\n"
                                + "rejected 3 (a) (1O0)\n"
                                + "rejected 4 (a) (l5)",
                        "1",
                        "2",
                        "1O0",
                        "l5",
                        "3"),
                cells(
                        "less-than",
                        "rejected 2\n"
                                + "a number 3 of 5, sum 6\n"
                                + "rejected 2 (a) (<0.5)\n"
                                + "rejected 4 (a) (>100)",
                        "1",
                        "<0.5",
                        "2",
                        ">100",
                        "3"),
                cells(
                        "a-time-among-numbers",
                        "rejected 1\na number 3 of 4, sum 6\nrejected 3 (a) (12:30)",
                        "1",
                        "2",
                        "12:30",
                        "3"),
                cells(
                        "a-date-among-numbers",
                        "rejected 1\na number 3 of 4, sum 6\nrejected 3 (a) (Mar 5)",
                        "1",
                        "2",
                        "Mar 5",
                        "3"),
                cells(
                        "a-formula-among-numbers",
                        "rejected 1\na number 3 of 4, sum 6\nrejected 3 (a) (=cmd|' /C calc'!A0)",
                        "1",
                        "2",
                        "=cmd|' /C calc'!A0",
                        "3"),
                cells(
                        "a-script-among-numbers",
                        "rejected 1\n"
                                + "a number 3 of 4, sum 6\n"
                                + "rejected 3 (a) (<script>alert(1)</script>)",
                        "1",
                        "2",
                        "<script>alert(1)</script>",
                        "3"),
                cells(
                        "sql-among-numbers",
                        "rejected 1\na number 3 of 4, sum 6\nrejected 3 (a) (1' OR 'a'='a)",
                        "1",
                        "2",
                        "1' OR 'a'='a",
                        "3"));
    }

    private static Stream<Specimen> doubtful() {
        return Stream.of(
                cells(
                        "decimals-of-both-kinds",
                        "rejected 2\n"
                                + "a number 4 of 6, sum 10.75\n"
                                + "rejected 3 (a) (2,5)\n"
                                + "rejected 5 (a) (3,75)",
                        "1.5",
                        "2.25",
                        "2,5",
                        "3.5",
                        "3,75",
                        "3.5"),
                read(
                        THEME + "decimals-differ-between-columns.csv",
                        """
                        time;a;b
                        2026-02-13 10:00:00;1.5;1,25
                        2026-02-13 10:00:10;2.5;2,25
                        2026-02-13 10:00:20;3.75;3,5
                        """,
                        """
                        rows 3, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                        a number 3 of 3, sum 7.75
                        b number 3 of 3, sum 7
                        finds MixedDecimals
                        """),
                read(
                        THEME + "one-point-before-three-digits.csv",
                        """
                        time;a
                        2026-02-13 10:00:00;1.234
                        2026-02-13 10:00:10;2.345
                        2026-02-13 10:00:20;3.456
                        """,
                        """
                        rows 3, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                        a number 3 of 3, sum 7.035
                        asks --decimal comma
                        """),
                read(
                                THEME + "one-point-before-three-digits-said-comma.csv",
                                """
                                time;a
                                2026-02-13 10:00:00;1.234
                                2026-02-13 10:00:10;2.345
                                2026-02-13 10:00:20;3.456
                                """,
                                """
                                rows 3, rejected 0
                                from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                                a number 3 of 3, sum 7035
                                """)
                        .with(ReadOptions.guess().withDecimal("comma")),
                read(
                        THEME + "one-comma-before-three-digits.csv",
                        """
                        time;a
                        2026-02-13 10:00:00;1,234
                        2026-02-13 10:00:10;2,345
                        2026-02-13 10:00:20;3,456
                        """,
                        """
                        rows 3, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                        a number 3 of 3, sum 7.035
                        asks --decimal point
                        """),
                read(
                        THEME + "german-point-is-thousands-by-the-other-column.csv",
                        """
                        time;a;b
                        2026-02-13 10:00:00;1.234;0,5
                        2026-02-13 10:00:10;2.345;1,5
                        2026-02-13 10:00:20;3.456;2,5
                        """,
                        """
                        rows 3, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                        a number 3 of 3, sum 7035
                        b number 3 of 3, sum 4.5
                        """),
                read(
                        THEME + "a-mark-for-no-value.csv",
                        "time;a\n"
                                + "2026-02-13 10:00:00;21.5\n2026-02-13 10:00:10;22.5\n".repeat(20)
                                + "2026-02-13 10:00:20;-9999\n",
                        """
                        rows 41, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                        a number 41 of 41, sum -9119
                        finds PossibleMissingMark
                        """),
                read(
                                THEME + "a-mark-for-no-value-said.csv",
                                """
                                time;a
                                2026-02-13 10:00:00;21.5
                                2026-02-13 10:00:10;-9999
                                2026-02-13 10:00:20;22.5
                                """,
                                """
                                rows 3, rejected 0
                                from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                                a number 2 of 3, sum 44
                                """)
                        .with(ReadOptions.guess().withNullTokens(List.of("-9999"))),
                read(
                        THEME + "states-of-three-words.csv",
                        """
                        time;mode;a
                        2026-02-13 10:00:00;run;1.5
                        2026-02-13 10:00:10;idle;2.5
                        2026-02-13 10:00:20;setup;3.5
                        2026-02-13 10:00:30;run;4.5
                        """,
                        """
                        rows 4, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:30Z
                        mode text 4 of 4
                        a number 4 of 4, sum 12
                        """),
                read(
                        THEME + "states-in-words-and-figures.csv",
                        """
                        time;valve;a
                        2026-02-13 10:00:00;true;1.5
                        2026-02-13 10:00:10;0;2.5
                        2026-02-13 10:00:20;false;3.5
                        2026-02-13 10:00:30;true;4.5
                        """,
                        """
                        rows 4, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:30Z
                        valve text 4 of 4
                        a number 4 of 4, sum 12
                        """),
                read(
                        THEME + "a-fault-word-among-states.csv",
                        "time;valve;a\n"
                                + "2026-02-13 10:00:00;ein;1.5\n2026-02-13 10:00:10;aus;2.5\n"
                                        .repeat(10)
                                + "2026-02-13 10:00:20;klemmt;3.5\n",
                        """
                        rows 21, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                        valve text 21 of 21
                        a number 21 of 21, sum 43.5
                        """),
                read(
                        THEME + "only-nothings.csv",
                        """
                        time;a;b
                        2026-02-13 10:00:00;-;1.5
                        2026-02-13 10:00:10;n/a;2.5
                        2026-02-13 10:00:20;Bad;3.5
                        """,
                        """
                        rows 3, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                        a number 0 of 3
                        b number 3 of 3, sum 7.5
                        finds MissingCompleteSensorData
                        """),
                refused(
                                THEME + "a-decimal-mark-that-is-none.csv",
                                "time;a\n2026-02-13 10:00:00;1.5\n",
                                "The decimal mark (;) must be a comma or a point")
                        .with(ReadOptions.guess().withDecimal(";")));
    }
}
