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

/** The hostile corpus: what stands around the data, ragged rows, names and layouts. */
class HostileLayoutsTest {
    private static final String THEME = "layouts/";
    private static final Readings USUAL = Readings.of(Hand.USUAL);

    /** Names that harm whoever takes them for a path, a formula, a script or a format. */
    private static final List<String> NAMES =
            List.of(
                    "../../etc/passwd",
                    "/dev/null",
                    "C:\\Windows\\system32",
                    "..",
                    "CON",
                    "a%2e%2e%2fb",
                    "=cmd|' /C calc'!A0",
                    "@SUM(1+1)*cmd|' /C calc'!A0",
                    "+1+1",
                    "-2+3",
                    "<script>alert(1)</script>",
                    "<img src=x onerror=alert(1)>",
                    "'); DROP TABLE samples--",
                    "${jndi:ldap://localhost/a}",
                    "{{7*7}}",
                    "%s%s%n",
                    "%d",
                    "a.b.c",
                    "null",
                    "NaN",
                    "true",
                    "__proto__",
                    "a/b",
                    "a\\b",
                    "x".repeat(4_096));

    @TempDir Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("specimens")
    void isReadRightOrRefused(Specimen specimen) throws IOException {
        assertThat(Examination.of(specimen, folder)).isEmpty();
    }

    static Stream<Specimen> specimens() {
        return Stream.of(around(), ragged(), names(), layouts()).flatMap(specimens -> specimens);
    }

    private static Specimen usual(String name, String text, String... further) {
        return read(
                THEME + name + ".csv",
                text,
                USUAL.known() + (further.length == 0 ? "" : Known.lines(List.of(further))));
    }

    private static Stream<Specimen> around() {
        String header = USUAL.header();
        String body = USUAL.body();
        return Stream.of(
                usual("preamble", "Export of line 4\nmade by;somebody\n\n" + header + body),
                usual("preamble-of-ten-lines", "Remark\n".repeat(10) + header + body),
                usual("comments-before", "# a\n# b; c\n" + header + body),
                usual("comments-of-percent-signs", "% a\n% b; c\n" + header + body),
                usual(
                        "comments-between",
                        header
                                + body.replace(
                                        "\n2026-02-13 10:01:00",
                                        "\n# stopped\n2026-02-13 10:01:00")),
                usual("header-in-a-comment", "# " + header + body),
                usual("unit-row", header + ";bar;°C;kg\n" + body, "finds UnitRow"),
                usual(
                        "unit-row-in-brackets",
                        header + ";[bar];[°C];[kg]\n" + body,
                        "finds UnitRow"),
                usual(
                        "unit-row-and-type-row",
                        header + "datetime;float;float;float\n;bar;°C;kg\n" + body,
                        "finds UnitRow"),
                usual(
                        "header-repeated",
                        header
                                + body.replace(
                                        "\n2026-02-13 10:01:00",
                                        "\n" + header + "2026-02-13 10:01:00"),
                        "finds RepeatedHeader"),
                usual("header-given-no-other", header + body)
                        .with(ReadOptions.guess().withHeader(true)),
                read(
                        THEME + "totals-at-the-end.csv",
                        header + body + "Sum;52.34;-97.4;529516.25\n",
                        USUAL.known().replace("rows 40, rejected 0", "rows 41, rejected 1")
                                + "rejected 41 (time) (Sum)\n"),
                read(
                        THEME + "cut-off-in-the-last-row.csv",
                        header + body + "2026-02-13 10:06:40;1.2",
                        USUAL.known().replace("rows 40, rejected 0", "rows 41, rejected 1")
                                + "rejected 41 () ()\nfinds CutOff\n"),
                read(
                        THEME + "a-remark-between-rows.csv",
                        header + body + "machine stopped\n" + "2026-02-13 10:06:40;1;2;3\n",
                        """
                        rows 42, rejected 1
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:06:40Z
                        pressure number 41 of 41, sum 53.34
                        temp number 37 of 41, sum -95.4
                        load number 41 of 41, sum 529519.25
                        rejected 41 (time) (machine stopped)
                        """),
                refused(THEME + "header-only.csv", header, "header-only.csv", "no data rows"),
                refused(
                        THEME + "header-and-units-only.csv",
                        header + ";bar;°C;kg\n",
                        "no data rows"),
                refused(
                                THEME + "header-said-but-one-row.csv",
                                "2026-02-13 10:00:00;1\n",
                                "no data rows")
                        .with(ReadOptions.guess().withHeader(true)));
    }

    private static Stream<Specimen> ragged() {
        return Stream.of(
                read(
                        THEME + "fewer-cells.csv",
                        "time;a;b\n"
                                + "2026-02-13 10:00:00;1;2\n"
                                + "2026-02-13 10:00:10;3\n"
                                + "2026-02-13 10:00:20;5;6\n",
                        """
                        rows 3, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                        a number 3 of 3, sum 9
                        b number 2 of 3, sum 8
                        finds ShortRows
                        """),
                read(
                        THEME + "more-cells.csv",
                        "time;a;b\n"
                                + "2026-02-13 10:00:00;1;2\n"
                                + "2026-02-13 10:00:10;3;4;99\n"
                                + "2026-02-13 10:00:20;5;6\n",
                        """
                        rows 3, rejected 1
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                        a number 2 of 2, sum 6
                        b number 2 of 2, sum 8
                        rejected 2 () (99)
                        """),
                read(
                        THEME + "more-empty-cells.csv",
                        "time;a;b\n"
                                + "2026-02-13 10:00:00;1;2\n"
                                + "2026-02-13 10:00:10;3;4;;;\n"
                                + "2026-02-13 10:00:20;5;6\n",
                        """
                        rows 3, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                        a number 3 of 3, sum 9
                        b number 3 of 3, sum 12
                        """),
                read(
                        THEME + "decimal-comma-between-commas-unquoted.csv",
                        "time,a,b\n"
                                + "2026-02-13 10:00:00,1.5,2\n"
                                + "2026-02-13 10:00:10,1,5,2\n"
                                + "2026-02-13 10:00:20,2.5,6\n",
                        """
                        rows 3, rejected 1
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                        a number 2 of 2, sum 4
                        b number 2 of 2, sum 8
                        rejected 2 () (2)
                        """),
                read(
                        THEME + "time-missing.csv",
                        "time;a\n2026-02-13 10:00:00;1\n;2\n2026-02-13 10:00:20;3\n",
                        """
                        rows 3, rejected 1
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z
                        a number 2 of 2, sum 4
                        rejected 2 (time) ()
                        """),
                read(
                        THEME + "one-row.csv",
                        "time;a\n2026-02-13 10:00:00;1.5\n",
                        """
                        rows 1, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:00Z
                        a number 1 of 1, sum 1.5
                        """),
                read(
                        THEME + "only-times.csv",
                        "time\n2026-02-13 10:00:00\n2026-02-13 10:00:10\n",
                        """
                        rows 2, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        """),
                read(
                        THEME + "one-column-of-numbers.csv",
                        "a\n1.5\n2.5\n3.5\n",
                        """
                        rows 3, rejected 0
                        without time
                        a number 3 of 3, sum 7.5
                        finds NoTime
                        """),
                read(
                        THEME + "without-time.csv",
                        "a;b\n1.5;2\n2.5;3\n",
                        """
                        rows 2, rejected 0
                        without time
                        a number 2 of 2, sum 4
                        b number 2 of 2, sum 5
                        finds NoTime
                        """),
                read(
                        THEME + "a-hundred-thousand-rejected-cells.csv",
                        "time;a;b\n"
                                + Readings.rising("%s;broken;1.5\n", 0, 49_000)
                                + Readings.rising("%s;2.5;1.5\n", 49_000, 51_000),
                        rejectedCells()));
    }

    private static String rejectedCells() {
        var known =
                new StringBuilder(
                        """
                        rows 100000, rejected 49000
                        from 2026-02-13T10:00:00Z to 2026-02-14T13:46:39Z
                        a number 51000 of 100000, sum 127500
                        b number 100000 of 100000, sum 150000
                        """);
        for (int row = 1; row <= 20; row++) {
            known.append(Known.rejected(row, "a", "broken")).append('\n');
        }
        return known.toString();
    }

    private static Stream<Specimen> names() {
        var hostile =
                NAMES.stream()
                        .map(name ->
                                read(
                                        THEME
                                                + "name-%02d-%s.csv"
                                                        .formatted(
                                                                NAMES.indexOf(name),
                                                                name.replaceAll(
                                                                                "[^A-Za-z0-9]+",
                                                                                "-")
                                                                        .substring(
                                                                                0,
                                                                                Math.min(
                                                                                        12,
                                                                                        name.replaceAll(
                                                                                                        "[^A-Za-z0-9]+",
                                                                                                        "-")
                                                                                                .length()))),
                                        "time\t"
                                                + name
                                                + "\tb\n"
                                                + "2026-02-13 10:00:00\t1.5\t2\n"
                                                + "2026-02-13 10:00:10\t2.5\t4\n",
                                        """
                                        rows 2, rejected 0
                                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                                        %s number 2 of 2, sum 4
                                        b number 2 of 2, sum 6
                                        """
                                                .formatted(name)));
        return Stream.concat(
                hostile,
                Stream.of(
                        named("duplicate-names", "a;a", "a", "a (2)"),
                        named("duplicate-names-with-a-number", "a;a (2);a", "a", "a (2)", "a (3)"),
                        named(
                                "duplicate-names-but-for-the-unit",
                                "p [bar];p [psi]",
                                "p",
                                "p [psi]"),
                        named("empty-names", ";", "c2", "c3"),
                        named("names-of-blanks", "   ;\u00A0", "c2", "c3"),
                        named("numbers-as-names", "1;2", "1", "2"),
                        named("time-twice", "time;a", "time (2)", "a")));
    }

    private static Specimen named(String name, String header, String... names) {
        var text = new StringBuilder("time;" + header + "\n");
        var known =
                new StringBuilder(
                        "rows 3, rejected 0\nfrom 2026-02-13T10:00:00Z to 2026-02-13T10:00:20Z\n");
        for (int i = 0; i < 3; i++) {
            text.append("2026-02-13 10:00:%d0".formatted(i))
                    .append((";" + i * i + ".5").repeat(names.length))
                    .append('\n');
        }
        for (String each : names) {
            known.append(each).append(" number 3 of 3, sum 6.5\n");
        }
        return read(THEME + name + ".csv", text.toString(), known.toString());
    }

    private static Stream<Specimen> layouts() {
        return Stream.of(
                read(
                        THEME + "long.csv",
                        """
                        time;tag;value
                        2026-02-13 10:00:00;p;1
                        2026-02-13 10:00:00;q;2
                        2026-02-13 10:00:10;p;3
                        2026-02-13 10:00:10;q;4
                        """,
                        """
                        rows 4, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        p number 2 of 2, sum 4
                        q number 2 of 2, sum 6
                        finds LongLayout
                        """),
                read(
                        THEME + "long-with-names-that-are-paths.csv",
                        """
                        time;tag;value
                        2026-02-13 10:00:00;../a;1
                        2026-02-13 10:00:00;=b();2
                        2026-02-13 10:00:10;../a;3
                        2026-02-13 10:00:10;=b();4
                        """,
                        """
                        rows 4, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        ../a number 2 of 2, sum 4
                        =b() number 2 of 2, sum 6
                        finds LongLayout
                        """),
                read(
                        THEME + "several-machines.csv",
                        """
                        machine;time;a
                        m1;2026-02-13 10:00:00;1
                        m1;2026-02-13 10:00:10;2
                        m2;2026-02-13 10:00:00;3
                        m2;2026-02-13 10:00:10;4
                        """,
                        """
                        rows 4, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:10Z
                        machine machine 4 of 4
                        a number 4 of 4, sum 10
                        finds Machines
                        asks --machine
                        """),
                refused(
                                THEME + "several-machines-none-of-that-name.csv",
                                """
                                machine;time;a
                                m1;2026-02-13 10:00:00;1
                                m1;2026-02-13 10:00:10;2
                                m2;2026-02-13 10:00:00;3
                                m2;2026-02-13 10:00:10;4
                                """,
                                "There is no machine (m3)",
                                "[m1, m2]")
                        .with(ReadOptions.guess().withMachine("m3")),
                read(
                        THEME + "transposed.csv",
                        "time;2026-02-13 10:00:00;2026-02-13 10:00:10;2026-02-13 10:00:20\n"
                                + "a;1;2;3\n"
                                + "b;4;5;6\n",
                        """
                        rows 2, rejected 0
                        without time
                        time text 2 of 2
                        2026-02-13 10:00:00 number 2 of 2, sum 5
                        2026-02-13 10:00:10 number 2 of 2, sum 7
                        2026-02-13 10:00:20 number 2 of 2, sum 9
                        finds NoTime
                        """));
    }
}
