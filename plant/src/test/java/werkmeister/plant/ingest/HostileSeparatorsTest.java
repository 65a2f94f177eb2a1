package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import static werkmeister.plant.ingest.Specimen.read;
import static werkmeister.plant.ingest.Specimen.refused;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import werkmeister.plant.ingest.Readings.Hand;
import werkmeister.plant.ingest.Readings.Quotes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The hostile corpus: how files are cut into lines and cells. */
class HostileSeparatorsTest {
    private static final String THEME = "separators/";
    private static final Map<String, String> SEPARATORS = new LinkedHashMap<>();
    private static final Map<String, String> LINE_ENDS = new LinkedHashMap<>();

    static {
        SEPARATORS.put("semicolon", ";");
        SEPARATORS.put("comma", ",");
        SEPARATORS.put("tab", "\t");
        SEPARATORS.put("pipe", "|");
        LINE_ENDS.put("lf", "\n");
        LINE_ENDS.put("crlf", "\r\n");
        LINE_ENDS.put("cr", "\r");
    }

    @TempDir Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("specimens")
    void isReadRightOrRefused(Specimen specimen) throws IOException {
        assertThat(Examination.of(specimen, folder)).isEmpty();
    }

    static Stream<Specimen> specimens() {
        return Stream.of(
                        SEPARATORS.entrySet().stream().flatMap(HostileSeparatorsTest::habits),
                        blanks(),
                        quotes(),
                        lines())
                .flatMap(specimens -> specimens);
    }

    /** All that may be done with any separator. */
    private static Stream<Specimen> habits(Map.Entry<String, String> named) {
        Hand hand = Hand.USUAL.separator(named.getValue());
        var files = Stream.<Specimen>builder();
        LINE_ENDS.forEach(
                (name, end) -> files.add(file(named.getKey() + "-" + name, hand.lineEnd(end))));
        files.add(file(named.getKey() + "-quoted-texts", hand.quotes(Quotes.TEXTS)));
        files.add(file(named.getKey() + "-quoted-all", hand.quotes(Quotes.ALL)));
        files.add(file(named.getKey() + "-decimal-comma", hand.numbers(',', "")));
        files.add(file(named.getKey() + "-separator-at-line-end", hand.tail(named.getValue())));
        files.add(file(named.getKey() + "-blanks-at-line-end", hand.tail("  ")));
        var headless = Readings.of(hand.headless());
        files.add(
                read(
                        THEME + named.getKey() + "-without-header.csv",
                        headless.text(),
                        headless.known(ZoneOffset.UTC, List.of("c2", "c3", "c4"))));
        return files.build();
    }

    private static Specimen file(String name, Hand hand) {
        var readings = Readings.of(hand);
        return read(THEME + name + ".csv", readings.text(), readings.known());
    }

    private static Stream<Specimen> blanks() {
        Hand hand = Hand.USUAL.times("yyyy-MM-dd'T'HH:mm:ss").nothing("nan");
        var german = Readings.of(hand.separator(" ").numbers(',', ""));
        return Stream.of(
                file("blank", hand.separator(" ")),
                file("blanks", hand.separator("   ")),
                file("blanks-and-tabs", hand.separator(" \t ")),
                file("blanks-at-line-end", hand.separator(" ").tail("  ")),
                file("blanks-crlf", hand.separator("  ").lineEnd("\r\n")),
                file("separator-between-blanks", Hand.USUAL.separator(" ; ")),
                file("tab-between-blanks", Hand.USUAL.separator(" \t ").nothing("-")),
                read(THEME + "blank-decimal-comma.txt", german.text(), german.known()),
                read(
                        THEME + "blanks-before-each-line.txt",
                        german.text().replaceAll("(?m)^", "   "),
                        german.known()));
    }

    private static Stream<Specimen> quotes() {
        return Stream.of(
                read(
                        THEME + "separator-in-quotes.csv",
                        """
                        time,note,a
                        2026-02-13 10:00:00,"a,b",1.5
                        2026-02-13 10:00:10,"c,d,e",2.5
                        2026-02-13 10:00:20,f,3.5
                        """,
                        """
                        rows 3, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                        note text 3 of 3
                        a number 3 of 3, sum 7.5
                        """),
                read(
                        THEME + "line-end-in-quotes.csv",
                        """
                        time;note;a
                        2026-02-13 10:00:00;"two
                        lines";1.5
                        2026-02-13 10:00:10;"three

                        lines";2.5
                        """,
                        """
                        rows 2, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        note text 2 of 2
                        a number 2 of 2, sum 4
                        """),
                read(
                        THEME + "line-end-in-quoted-header.csv",
                        """
                        time;"pressure
                        [bar]";a
                        2026-02-13 10:00:00;1.25;1.5
                        2026-02-13 10:00:10;1.50;2.5
                        """,
                        """
                        rows 2, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        pressure number 2 of 2, sum 2.75
                        a number 2 of 2, sum 4
                        """),
                read(
                        THEME + "doubled-quotes.csv",
                        "time;note;a\n2026-02-13 10:00:00;\"say \"\"no\"\"\";1.5\n"
                                + "2026-02-13 10:00:10;\"\"\"\";2.5\n",
                        """
                        rows 2, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        note text 2 of 2
                        a number 2 of 2, sum 4
                        """),
                read(
                        THEME + "quote-never-closed.csv",
                        """
                        time;note;a
                        2026-02-13 10:00:00;"never closed;1.5
                        2026-02-13 10:00:10;fine;2.5
                        2026-02-13 10:00:20;fine;3.5
                        """,
                        """
                        rows 3, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                        note text 3 of 3
                        a number 3 of 3, sum 7.5
                        """),
                read(
                        THEME + "quote-never-closed-before-much.csv",
                        "time;note;a\n2026-02-13 10:00:00;\"never closed;1.5\n"
                                + Readings.rising("%s;fine;2.5\n", 1, 10_000),
                        """
                        rows 10001, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T12:46:40Z
                        note text 10001 of 10001
                        a number 10001 of 10001, sum 25001.5
                        """),
                read(
                        THEME + "inch-signs.csv",
                        """
                        time;pipe;a
                        2026-02-13 10:00:00;5" steel;1.5
                        2026-02-13 10:00:10;3/4";2.5
                        """,
                        """
                        rows 2, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        pipe text 2 of 2
                        a number 2 of 2, sum 4
                        """),
                read(
                        THEME + "quoted-decimal-commas.csv",
                        """
                        time,a,b
                        "2026-02-13 10:00:00","1,5","20,25"
                        "2026-02-13 10:00:10","2,5","21,75"
                        """,
                        """
                        rows 2, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        a number 2 of 2, sum 4
                        b number 2 of 2, sum 42
                        """),
                read(
                        THEME + "blanks-before-quotes.csv",
                        """
                        "time", "a", "b"
                        "2026-02-13 10:00:00", "1.5", "20.25"
                        "2026-02-13 10:00:10", "2.5", "21.75"
                        """,
                        """
                        rows 2, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        a number 2 of 2, sum 4
                        b number 2 of 2, sum 42
                        """),
                read(
                        THEME + "whole-lines-in-quotes.csv",
                        """
                        "time,a,b"
                        "2026-02-13 10:00:00,1.5,20.25"
                        "2026-02-13 10:00:10,2.5,21.75"
                        """,
                        """
                        rows 2, rejected 0
                        without time
                        time,a,b text 2 of 2
                        finds NoTime
                        """),
                read(
                        THEME + "single-quotes.csv",
                        """
                        'time';'a';'b'
                        '2026-02-13 10:00:00';'1.5';'20.25'
                        '2026-02-13 10:00:10';'2.5';'21.75'
                        """,
                        """
                        rows 2, rejected 0
                        without time
                        'time' text 2 of 2
                        'a' text 2 of 2
                        'b' text 2 of 2
                        finds NoTime
                        """));
    }

    private static Stream<Specimen> lines() {
        var usual = Readings.of(Hand.USUAL);
        String[] lines = usual.text().split("\n");
        var mixed = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            mixed.append(lines[i]).append(new String[] {"\n", "\r\n", "\r"}[i % 3]);
        }
        return Stream.of(
                read(THEME + "mixed-line-ends.csv", mixed.toString(), usual.known()),
                read(THEME + "crcrlf.csv", usual.text().replace("\n", "\r\r\n"), usual.known()),
                read(THEME + "lfcr.csv", usual.text().replace("\n", "\n\r"), usual.known()),
                read(THEME + "no-line-end-at-the-end.csv", usual.text().strip(), usual.known()),
                read(
                        THEME + "empty-lines-between.csv",
                        usual.text().replace("\n", "\n\n"),
                        usual.known()),
                read(
                        THEME + "many-empty-lines-before-and-after.csv",
                        "\n".repeat(500) + usual.text() + "\n".repeat(5_000),
                        usual.known()),
                read(THEME + "sep-line.csv", "sep=;\n" + usual.text(), usual.known()),
                read(THEME + "sep-line-in-quotes.csv", "\"sep=;\"\n" + usual.text(), usual.known()),
                read(
                        THEME + "control-z-at-the-end.csv",
                        usual.text() + "\u001A",
                        usual.known().replace("rows 40, rejected 0", "rows 41, rejected 1")
                                + "rejected 41 () ()\nfinds CutOff\n"),
                read(
                                THEME + "a-separator-of-ones-own.csv",
                                Readings.of(Hand.USUAL.separator("^")).text(),
                                usual.known())
                        .with(ReadOptions.guess().withSeparator("^")),
                read(
                        THEME + "a-separator-of-ones-own-without-a-word.csv",
                        Readings.of(Hand.USUAL.separator("~")).text(),
                        """
                        rows 40, rejected 0
                        from 2026-02-13T00:00:00Z to 2026-02-13T00:00:00Z
                        time~pressure~temp~load text 40 of 40
                        finds DuplicateTimestamps
                        """),
                refused(
                                THEME + "a-separator-that-is-none.csv",
                                usual.text(),
                                "The separator (;;) must be one character")
                        .with(ReadOptions.guess().withSeparator(";;")));
    }
}
