package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import static werkmeister.plant.ingest.Specimen.read;
import static werkmeister.plant.ingest.Specimen.refused;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import werkmeister.plant.ingest.Readings.Hand;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** The hostile corpus: how times are written, and what clocks do. */
class HostileTimesTest {
    private static final String THEME = "times/";
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static final List<String> PATTERNS =
            List.of(
                    "yyyy-MM-dd HH:mm:ss",
                    "yyyy-MM-dd'T'HH:mm:ss",
                    "yyyy-MM-dd'T'HH:mm:ss'Z'",
                    "yyyy-MM-dd'T'HH:mm:ss.SSS",
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'",
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS",
                    "yyyy-MM-dd HH:mm:ss,SSS",
                    "yyyy-MM-dd HH:mm:ss 'UTC'",
                    "yyyy/MM/dd HH:mm:ss",
                    "yyyy.MM.dd HH:mm:ss",
                    "yyyyMMdd HHmmss",
                    "yyyyMMdd'T'HHmmss",
                    "yyyyMMddHHmmss",
                    "yyyyMMddHHmmssSSS",
                    "yyyy-MM-dd_HH-mm-ss",
                    "dd.MM.yyyy HH:mm:ss",
                    "dd.MM.yyyy  HH:mm:ss",
                    "dd.MM.yyyy, HH:mm:ss",
                    "dd.MM.yyyy HH:mm:ss 'Uhr'",
                    "dd.MM.yyyy HH:mm:ss.SSS",
                    "d.M.yyyy H:mm:ss",
                    "dd.MM.yy HH:mm:ss",
                    "dd/MM/yyyy HH:mm:ss",
                    "dd-MM-yyyy HH:mm:ss",
                    "MM/dd/yyyy HH:mm:ss",
                    "M/d/yyyy h:mm:ss a",
                    "MM/dd/yy HH:mm:ss",
                    "dd-MMM-yyyy HH:mm:ss",
                    "dd-MMM-yy HH:mm:ss",
                    "dd MMM yyyy HH:mm:ss",
                    "MMM dd, yyyy HH:mm:ss",
                    "MMM dd yyyy HH:mm:ss",
                    "EEE dd MMM yyyy HH:mm:ss",
                    "EEEE, dd MMMM yyyy HH:mm:ss");

    @TempDir Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("specimens")
    void isReadRightOrRefused(Specimen specimen) throws IOException {
        assertThat(Examination.of(specimen, folder)).isEmpty();
    }

    static Stream<Specimen> specimens() {
        return Stream.of(
                        patterns(),
                        numbers(),
                        offsets(),
                        columns(),
                        nights(),
                        doubts(),
                        clocks(),
                        impossible())
                .flatMap(specimens -> specimens);
    }

    private static Specimen file(String name, Hand hand) {
        var readings = Readings.of(hand);
        return read(THEME + name + ".csv", readings.text(), readings.known());
    }

    private static Stream<Specimen> patterns() {
        return PATTERNS.stream()
                .map(pattern ->
                        file(
                                "pattern-%02d-%s"
                                        .formatted(
                                                PATTERNS.indexOf(pattern),
                                                pattern.replaceAll("[^A-Za-z.,-]+", "_")),
                                Hand.USUAL.times(pattern)));
    }

    private static Stream<Specimen> numbers() {
        return Stream.of(
                file("epoch-seconds", counted(time -> "" + seconds(time))),
                file("epoch-seconds-with-point-zero", counted(time -> seconds(time) + ".0")),
                file("epoch-seconds-with-six-decimals", counted(time -> seconds(time) + ".000000")),
                file("epoch-milliseconds", counted(time -> seconds(time) + "000")),
                file("epoch-microseconds", counted(time -> seconds(time) + "000000")),
                file("epoch-nanoseconds", counted(time -> seconds(time) + "000000000")),
                file(
                        "epoch-seconds-in-exponents",
                        counted(time ->
                                String.format(Locale.ROOT, "%.12e", (double) seconds(time)))),
                file(
                        "epoch-milliseconds-in-quotes",
                        counted(time -> seconds(time) + "000").quotes(Readings.Quotes.ALL)),
                file("excel-serials", counted(time -> days(time, 25_569))),
                file(
                        "excel-serials-decimal-comma",
                        counted(time -> days(time, 25_569).replace('.', ',')).numbers(',', "")),
                file("matlab-days", counted(time -> days(time, 719_529))),
                file(
                        "windows-file-times",
                        counted(time -> (seconds(time) + 11_644_473_600L) + "0000000")));
    }

    private static Hand counted(Function<LocalDateTime, String> times) {
        return Hand.USUAL.times(times);
    }

    private static long seconds(LocalDateTime time) {
        return time.toEpochSecond(ZoneOffset.UTC);
    }

    private static String days(LocalDateTime time, int epochDay) {
        return BigDecimal.valueOf(seconds(time))
                .divide(BigDecimal.valueOf(86_400), java.math.MathContext.DECIMAL64)
                .add(BigDecimal.valueOf(epochDay))
                .setScale(10, java.math.RoundingMode.HALF_UP)
                .toPlainString();
    }

    /** The same moments, written with an offset. */
    private static Stream<Specimen> offsets() {
        return Stream.of(
                        "+01:00",
                        "+0100",
                        "+01",
                        "-05:00",
                        "+05:30",
                        "+14:00",
                        "Z",
                        " CET",
                        " MEZ",
                        "+01:00[Europe/Berlin]")
                .map(offset -> {
                    int minutes =
                            switch (offset) {
                                case "Z" -> 0;
                                case "-05:00" -> -300;
                                case "+05:30" -> 330;
                                case "+14:00" -> 840;
                                default -> 60;
                            };
                    return file(
                            "offset-" + offset.strip().replaceAll("[^A-Za-z0-9+-]+", "_"),
                            counted(time ->
                                    time.plusMinutes(minutes)
                                                    .format(
                                                            Readings.pattern(
                                                                    "yyyy-MM-dd'T'HH:mm:ss"))
                                            + offset));
                });
    }

    private static Stream<Specimen> columns() {
        var usual = Readings.of(Hand.USUAL.times("dd.MM.yyyy;HH:mm:ss"));
        var seconds = Readings.of(Hand.USUAL.times("yyyy-MM-dd;HH:mm:ss.SSS"));
        var compact = Readings.of(Hand.USUAL.times("yyyyMMdd;HHmmss"));
        var parts = Readings.of(Hand.USUAL.times("yyyy;M;d;H;m;s"));
        var american = Readings.of(Hand.USUAL.times("MM/dd/yyyy;hh:mm:ss a"));
        var berlin = Readings.of(Hand.USUAL.times("dd.MM.yyyy HH:mm:ss"));
        return Stream.of(
                read(
                        THEME + "date-and-clock.csv",
                        usual.text().replaceFirst("time", "Datum;Uhrzeit"),
                        usual.known()),
                read(
                        THEME + "date-and-clock-milliseconds.csv",
                        seconds.text().replaceFirst("time", "Date;Time"),
                        seconds.known()),
                read(
                        THEME + "date-and-clock-compact.csv",
                        compact.text().replaceFirst("time", "Date;Time"),
                        compact.known()),
                read(
                        THEME + "date-and-clock-am-pm.csv",
                        american.text().replaceFirst("time", "Date;Time"),
                        american.known()),
                read(
                        THEME + "year-month-day-hour-minute-second.csv",
                        parts.text().replaceFirst("time", "year;month;day;hour;minute;second"),
                        parts.known()),
                read(
                                THEME + "date-and-clock-named.csv",
                                usual.text().replaceFirst("time", "D;U"),
                                usual.known())
                        .with(ReadOptions.guess().withTimeColumn("D+U")),
                read(THEME + "zone-berlin.csv", berlin.text(), berlin.known(BERLIN))
                        .with(ReadOptions.in(BERLIN)),
                read(
                                THEME + "zone-berlin-of-utc-times.csv",
                                Readings.of(Hand.USUAL.times("yyyy-MM-dd'T'HH:mm:ss'Z'")).text(),
                                berlin.known())
                        .with(ReadOptions.in(BERLIN)),
                read(
                        THEME + "zone-not-said.csv",
                        berlin.text(),
                        berlin.known() + "asks --zone Europe/Berlin\n"),
                refused(
                                THEME + "time-column-unknown.csv",
                                berlin.text(),
                                "There is no column (zeit)",
                                "pressure")
                        .with(ReadOptions.guess().withTimeColumn("zeit")),
                refused(
                                THEME + "time-column-of-words.csv",
                                "note;a\np;1.5\nq;2.5\n",
                                "The column (note) holds no times",
                                "(p)")
                        .with(ReadOptions.guess().withTimeColumn("note")),
                refused(
                                THEME + "date-order-unknown.csv",
                                berlin.text(),
                                "The date order (dym) must be")
                        .with(ReadOptions.guess().withDateOrder("dym")));
    }

    private static Stream<Specimen> nights() {
        return Stream.of(
                read(
                                THEME + "october-night-berlin.csv",
                                """
                                time;a
                                25.10.2026 01:30:00;1
                                25.10.2026 02:00:00;2
                                25.10.2026 02:30:00;3
                                25.10.2026 02:00:00;4
                                25.10.2026 02:30:00;5
                                25.10.2026 03:00:00;6
                                """,
                                """
                                rows 6, rejected 0
                                from 2026-10-24T23:30:00Z to 2026-10-25T02:00:00Z
                                a number 6 of 6, sum 21
                                finds RepeatedHour
                                """)
                        .with(ReadOptions.in(BERLIN)),
                read(
                                THEME + "october-night-berlin-with-offsets.csv",
                                """
                                time;a
                                2026-10-25T02:30:00+02:00;1
                                2026-10-25T02:30:00+01:00;2
                                """,
                                """
                                rows 2, rejected 0
                                from 2026-10-25T00:30:00Z to 2026-10-25T01:30:00Z
                                a number 2 of 2, sum 3
                                """)
                        .with(ReadOptions.in(BERLIN)),
                read(
                        THEME + "october-night-mez-mesz.csv",
                        """
                        time;a
                        25.10.2026 02:30:00 MESZ;1
                        25.10.2026 02:30:00 MEZ;2
                        """,
                        """
                        rows 2, rejected 0
                        from 2026-10-25T00:30:00Z to 2026-10-25T01:30:00Z
                        a number 2 of 2, sum 3
                        """),
                read(
                                THEME + "march-night-berlin.csv",
                                """
                                time;a
                                29.03.2026 01:30:00;1
                                29.03.2026 02:30:00;2
                                29.03.2026 03:30:00;3
                                """,
                                """
                                rows 3, rejected 0
                                from 2026-03-29T00:30:00Z to 2026-03-29T01:30:00Z
                                a number 3 of 3, sum 6
                                finds MissingHour
                                """)
                        .with(ReadOptions.in(BERLIN)),
                read(
                                THEME + "march-night-berlin-left-out.csv",
                                """
                                time;a
                                29.03.2026 01:50:00;1
                                29.03.2026 03:00:00;2
                                29.03.2026 03:10:00;3
                                """,
                                """
                                rows 3, rejected 0
                                from 2026-03-29T00:50:00Z to 2026-03-29T01:10:00Z
                                a number 3 of 3, sum 6
                                """)
                        .with(ReadOptions.in(BERLIN)));
    }

    private static Stream<Specimen> doubts() {
        String open =
                """
                time;a
                01/02/2026 10:00:00;1
                01/02/2026 10:00:10;2
                01/02/2026 10:00:20;3
                """;
        return Stream.of(
                read(
                        THEME + "day-or-month.csv",
                        open,
                        """
                        rows 3, rejected 0
                        from 2026-02-01T10:00:00Z to 2026-02-01T10:00:20Z
                        a number 3 of 3, sum 6
                        asks --date-order mdy
                        """),
                read(
                                THEME + "day-or-month-said.csv",
                                open,
                                """
                                rows 3, rejected 0
                                from 2026-01-02T10:00:00Z to 2026-01-02T10:00:20Z
                                a number 3 of 3, sum 6
                                """)
                        .with(ReadOptions.guess().withDateOrder("mdy")),
                read(
                        THEME + "month-first-proved-in-the-last-row.csv",
                        "time;a\n"
                                + "01/02/2026 10:00:00;1\n".repeat(100)
                                + "01/13/2026 10:00:00;2\n",
                        """
                        rows 101, rejected 0
                        from 2026-01-02T10:00:00Z to 2026-01-13T10:00:00Z
                        a number 101 of 101, sum 102
                        """),
                read(
                        THEME + "am-and-pm.csv",
                        """
                        time;a
                        1/13/2026 12:00:00 AM;1
                        1/13/2026 12:00:00 PM;2
                        1/13/2026 11:59:59 p.m.;3
                        """,
                        """
                        rows 3, rejected 0
                        from 2026-01-13T00:00:00Z to 2026-01-13T23:59:59Z
                        a number 3 of 3, sum 6
                        """),
                read(
                        THEME + "two-digits-of-the-year.csv",
                        """
                        time;a
                        13.02.69 10:00;1
                        13.02.70 10:00;2
                        13.02.26 10:00;3
                        """,
                        """
                        rows 3, rejected 0
                        from 1970-02-13T10:00:00Z to 2069-02-13T10:00:00Z
                        a number 3 of 3, sum 6
                        """),
                read(
                        THEME + "german-month-names.csv",
                        """
                        Zeit;a
                        13. Mär 2026 10:00;1
                        13. Mai 2026 10:00;2
                        13. Okt 2026 10:00;3
                        13. Dez 2026 10:00;4
                        """,
                        """
                        rows 4, rejected 0
                        from 2026-03-13T10:00:00Z to 2026-12-13T10:00:00Z
                        a number 4 of 4, sum 10
                        """),
                read(
                        THEME + "formats-mixed-in-a-column.csv",
                        """
                        time;a
                        2026-02-13 10:00:00;1
                        2026-02-13T10:00:10Z;2
                        2026-02-13 11:00:20+01:00;3
                        2026-02-13 10:00:30.5;4
                        """,
                        """
                        rows 4, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:30.500Z
                        a number 4 of 4, sum 10
                        """),
                read(
                        THEME + "clocks-without-a-date.csv",
                        """
                        time;a
                        10:00:00;1.5
                        10:00:10;2.5
                        """,
                        """
                        rows 2, rejected 0
                        from 1970-01-01T10:00:00Z to 1970-01-01T10:00:10Z
                        a number 2 of 2, sum 4
                        asks The times have no date
                        """),
                read(
                        THEME + "seconds-since-the-start.csv",
                        """
                        t [s];a
                        0.0;1.5
                        0.1;2.5
                        0.2;3.5
                        """,
                        """
                        rows 3, rejected 0
                        from 1970-01-01T00:00:00Z to 1970-01-01T00:00:00.200Z
                        a number 3 of 3, sum 7.5
                        finds RelativeTime
                        """),
                read(
                        THEME + "nanoseconds-round-down.csv",
                        """
                        time;a
                        2026-02-13 10:00:00.000000999;1.5
                        2026-02-13 10:00:00.999999999;2.5
                        """,
                        """
                        rows 2, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:00.999999Z
                        a number 2 of 2, sum 4
                        """));
    }

    private static Stream<Specimen> clocks() {
        var steps = new StringBuilder("time;a\n");
        LocalDateTime start = LocalDateTime.of(2026, 2, 13, 10, 0);
        for (int i = 0; i < 100; i++) {
            int second = i == 50 ? 0 : i;
            steps.append(
                            start.plus(second, ChronoUnit.SECONDS)
                                    .format(Readings.pattern("yyyy-MM-dd HH:mm:ss")))
                    .append(";1.5\n");
        }
        return Stream.of(
                read(
                        THEME + "time-goes-back-once.csv",
                        steps.toString(),
                        """
                        rows 100, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:01:39Z
                        a number 100 of 100, sum 150
                        finds UnsortedTimestamps
                        finds DuplicateTimestamps
                        """),
                read(
                        THEME + "all-rows-backwards.csv",
                        """
                        time;a
                        2026-02-13 10:00:30;4
                        2026-02-13 10:00:20;3
                        2026-02-13 10:00:10;2
                        2026-02-13 10:00:00;1
                        """,
                        """
                        rows 4, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:30Z
                        a number 4 of 4, sum 10
                        finds UnsortedTimestamps
                        """),
                read(
                        THEME + "all-rows-at-one-time.csv",
                        "time;a\n" + "2026-02-13 10:00:00;1.5\n".repeat(1_000),
                        """
                        rows 1000, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:00Z
                        a number 1000 of 1000, sum 1500
                        finds DuplicateTimestamps
                        """),
                read(
                        THEME + "minutes-without-seconds.csv",
                        "time;a\n"
                                + "2026-02-13 10:00;1.5\n".repeat(60)
                                + "2026-02-13 10:01;1.5\n".repeat(60),
                        """
                        rows 120, rejected 0
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:01:59Z
                        a number 120 of 120, sum 180
                        finds CoarseTimestamps
                        """),
                read(
                        THEME + "leap-second-and-midnight-24.csv",
                        """
                        time;a
                        2016-12-31 23:59:60;1
                        2026-02-13 24:00:00;2
                        """,
                        """
                        rows 2, rejected 0
                        from 2017-01-01T00:00:00Z to 2026-02-14T00:00:00Z
                        a number 2 of 2, sum 3
                        """),
                read(
                        THEME + "leap-days.csv",
                        """
                        time;a
                        29.02.2024 10:00;1
                        29.02.2023 10:00;2
                        29.02.2000 10:00;3
                        29.02.1900 10:00;4
                        28.02.2000 10:00;5
                        28.02.1900 10:00;6
                        """,
                        """
                        rows 6, rejected 2
                        from 1900-02-28T10:00:00Z to 2024-02-29T10:00:00Z
                        a number 4 of 4, sum 15
                        rejected 2 (time) (29.02.2023 10:00)
                        rejected 4 (time) (29.02.1900 10:00)
                        """));
    }

    /** One row after two good ones whose time cannot be. */
    private static Stream<Specimen> impossible() {
        return Stream.of(
                        "31.02.2026 10:00:00",
                        "00.02.2026 10:00:00",
                        "13.13.2026 10:00:00",
                        "13.02.0000 10:00:00",
                        "13.02.9999 10:00:00",
                        "13.02.12026 10:00:00",
                        "13.02.2026 25:00:00",
                        "13.02.2026 10:61:00",
                        "13.02.2026 10:00:61",
                        "13.02.2026 10:00:00 XYZ",
                        "13.02.2026 10:00:00+99:00",
                        "13.02.2026 10:00:00 PN",
                        "gestern",
                        "-",
                        "1e999",
                        "99999999999999999999999999",
                        "13.02.2026T",
                        "=HEUTE()")
                .map(time ->
                        read(
                                THEME
                                        + "impossible-"
                                        + time.replaceAll("[^A-Za-z0-9.+-]+", "_")
                                        + ".csv",
                                "time;a\n13.02.2026 10:00:00;1\n13.02.2026 10:00:10;2\n"
                                        + time
                                        + ";3\n13.02.2026 10:00:30;4\n",
                                """
                                rows 4, rejected 1
                                from 2026-02-13T10:00:00Z to 2026-02-13T10:00:30Z
                                a number 3 of 3, sum 7
                                rejected 3 (time) (%s)
                                """
                                        .formatted(time)));
    }
}
