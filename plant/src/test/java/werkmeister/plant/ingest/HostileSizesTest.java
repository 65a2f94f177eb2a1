package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import static werkmeister.plant.ingest.Specimen.gzip;
import static werkmeister.plant.ingest.Specimen.joined;
import static werkmeister.plant.ingest.Specimen.read;
import static werkmeister.plant.ingest.Specimen.refused;
import static werkmeister.plant.ingest.Specimen.repeated;
import static werkmeister.plant.ingest.Specimen.text;
import static werkmeister.plant.ingest.Specimen.zip;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import werkmeister.plant.ingest.Readings.Hand;
import werkmeister.plant.ingest.Specimen.Content;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The hostile corpus: what is far too large, in one direction or another. */
@Tag("slow")
class HostileSizesTest {
    private static final String THEME = "sizes/";

    @TempDir Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("specimens")
    void isReadRightOrRefused(Specimen specimen) throws IOException {
        assertThat(Examination.of(specimen, folder)).isEmpty();
    }

    static Stream<Specimen> specimens() {
        var large = new Readings(60_000, Hand.USUAL);
        var german =
                new Readings(60_000, Hand.USUAL.numbers(',', ".").times("dd.MM.yyyy HH:mm:ss"));
        Content zeros = repeated("0;".repeat(512), 1 << 20);
        return Stream.of(
                read(THEME + "several-blocks.csv", large.text(), large.known()),
                read(THEME + "several-blocks-german.csv", german.text(), german.known()),
                read(
                        THEME + "several-blocks-packed.csv.gz",
                        gzip(text(large.text())),
                        large.known()),
                refused(THEME + "gzip-bomb.csv.gz", gzip(zeros), "gzip-bomb.csv.gz"),
                refused(
                        THEME + "gzip-bomb-of-rows.csv.gz",
                        gzip(
                                joined(
                                        text("time;a\n"),
                                        repeated("2026-02-13 10:00:00;1\n", 50_000_000))),
                        "gzip-bomb-of-rows.csv.gz",
                        "times its size"),
                refused(THEME + "zip-bomb.zip", zip("a.csv", zeros), "zip-bomb.zip"),
                refused(
                        THEME + "a-line-of-100-megabytes.csv",
                        joined(
                                text("time;a\n2026-02-13 10:00:00;"),
                                repeated("1234567890", 10_000_000)),
                        "a-line-of-100-megabytes.csv"),
                refused(
                        THEME + "a-line-of-100-megabytes-after-good-rows.csv",
                        joined(
                                text("time;a\n" + Readings.rising("%s;1.5\n", 0, 60_000)),
                                text("2026-02-15 10:00:00;"),
                                repeated("1234567890", 10_000_000),
                                text("\n2026-02-15 10:00:01;1.5\n")),
                        "Row 60002",
                        "a cell of more than 4 MB"),
                refused(
                        THEME + "a-quote-of-100-megabytes.csv",
                        joined(
                                text("time;a\n2026-02-13 10:00:00;\""),
                                repeated("1234567890", 10_000_000)),
                        "a-quote-of-100-megabytes.csv"),
                refused(
                        THEME + "a-million-columns.csv",
                        joined(
                                text("time"),
                                repeated(";a", 1_000_000),
                                text("\n2026-02-13 10:00:00"),
                                repeated(";1", 1_000_000),
                                text("\n")),
                        "columns, more than 20000"),
                read(
                        THEME + "a-million-columns-below-a-header-of-two.csv",
                        joined(
                                text("time;a\n2026-02-13 10:00:00;1\n2026-02-13 10:00:10"),
                                repeated(";1", 1_000_000),
                                text("\n")),
                        """
                        rows 2, rejected 1
                        from 2026-02-13T10:00:00Z to 2026-02-13T10:00:00Z
                        a flag 1 of 1, sum 1
                        rejected 2 () (1)
                        """),
                refused(
                        THEME + "a-hundred-megabytes-of-line-ends.csv",
                        repeated("\n".repeat(1_000), 100_000),
                        "no rows"),
                refused(
                        THEME + "a-hundred-megabytes-of-quotes.csv",
                        repeated("\"".repeat(1_000), 100_000),
                        "a-hundred-megabytes-of-quotes.csv"),
                refused(
                        THEME + "a-hundred-megabytes-of-separators.csv",
                        repeated(";".repeat(1_000), 100_000),
                        "a-hundred-megabytes-of-separators.csv"));
    }
}
