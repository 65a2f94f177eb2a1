package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import static werkmeister.plant.ingest.Specimen.bytes;
import static werkmeister.plant.ingest.Specimen.bytesOf;
import static werkmeister.plant.ingest.Specimen.cut;
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

import werkmeister.plant.ingest.Readings.Hand;
import werkmeister.plant.ingest.Specimen.Content;
import werkmeister.plant.store.ParquetFile;
import werkmeister.plant.store.SampleTable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The hostile corpus: files that are no tables of text, broken archives, broken Parquet. */
class HostileBytesTest {
    private static final String THEME = "bytes/";
    private static final Readings USUAL = Readings.of(Hand.USUAL);
    private static final Content PLAIN = text(USUAL.text());
    private static final Content GZIP = gzip(PLAIN);
    private static final Content ZIP = zip("export.csv", PLAIN);
    private static final byte[] PARQUET = parquet();
    private static final String PARQUET_KNOWN =
            """
            rows 500, rejected 0
            from 1970-01-01T00:00:00Z to 1970-01-01T00:08:19Z
            a number 500 of 500, sum 124750
            b number 500 of 500, sum 62375
            """;

    @TempDir Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("specimens")
    void isReadRightOrRefused(Specimen specimen) throws IOException {
        assertThat(Examination.of(specimen, folder)).isEmpty();
    }

    static Stream<Specimen> specimens() {
        return Stream.of(nothing(), kinds(), gzips(), zips(), parquets(), flipped())
                .flatMap(specimens -> specimens);
    }

    private static Stream<Specimen> nothing() {
        return Stream.of(
                refused(THEME + "empty.csv", "", "empty.csv", "is empty"),
                refused(THEME + "only-a-bom.csv", "\uFEFF", "only-a-bom.csv"),
                refused(
                        THEME + "only-a-utf-16-bom.csv",
                        octets(0xFF, 0xFE),
                        "only-a-utf-16-bom.csv"),
                refused(THEME + "one-byte.csv", "a", "one-byte.csv"),
                refused(THEME + "one-nul-byte.csv", octets(0), "one-nul-byte.csv"),
                refused(THEME + "one-quote.csv", "\"", "one-quote.csv"),
                refused(THEME + "one-line-end.csv", "\n", "one-line-end.csv"),
                refused(THEME + "one-separator.csv", ";", "one-separator.csv"),
                refused(THEME + "only-line-ends.csv", "\n".repeat(10_000), "no rows"),
                refused(THEME + "only-carriage-returns.csv", "\r".repeat(10_000), "no rows"),
                refused(THEME + "only-blanks.csv", " ".repeat(10_000), "only-blanks.csv"),
                refused(THEME + "only-comments.csv", "# nothing\n".repeat(1_000), "no rows"));
    }

    private static Stream<Specimen> kinds() {
        var random = new byte[5_000];
        new Random(1).nextBytes(random);
        return Stream.of(
                refused(THEME + "random.csv", bytes(random), "random.csv"),
                refused(
                        THEME + "page.csv",
                        "<!DOCTYPE html><html><body>Log in</body></html>",
                        "a web page (HTML)"),
                refused(THEME + "xml.csv", "<?xml version=\"1.0\"?><a/>", "XML"),
                refused(THEME + "json.csv", "{\"a\": [1, 2]}", "JSON"),
                refused(THEME + "json-array.csv", "[{\"a\": 1}]", "JSON"),
                refused(THEME + "document.csv", "%PDF-1.7\n1 0 obj", "a PDF document"),
                refused(THEME + "database.csv", text("SQLite format 3\0"), "an SQLite database"),
                refused(
                        THEME + "workbook.xls",
                        octets(0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1),
                        "old Excel workbook"),
                refused(
                        THEME + "picture.png",
                        octets(0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13),
                        "binary"),
                refused(THEME + "program.csv", octets(0x7F, 'E', 'L', 'F', 2, 1, 1, 0), "binary"),
                refused(THEME + "class.csv", octets(0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 69), "binary"),
                refused(THEME + "hdf.csv", octets(0x89, 'H', 'D', 'F', 13, 10, 26, 10), "HDF5"),
                refused(
                        THEME + "seven-zip.csv",
                        octets('7', 'z', 0xBC, 0xAF, 0x27, 0x1C, 0, 4),
                        "binary"),
                refused(
                        THEME + "zstandard.csv",
                        octets(0x28, 0xB5, 0x2F, 0xFD, 4, 0, 1, 0),
                        "binary"),
                refused(
                        THEME + "bzip2.csv",
                        octets('B', 'Z', 'h', '9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 0, 1),
                        "binary"),
                refused(THEME + "xz.csv", octets(0xFD, '7', 'z', 'X', 'Z', 0, 0, 4), "binary"),
                refused(
                        THEME + "tar.csv",
                        joined(text("data.csv"), bytes(new byte[504]), PLAIN),
                        "binary"));
    }

    private static Stream<Specimen> gzips() {
        byte[] packed = bytesOf(GZIP);
        byte[] large = bytesOf(gzip(text(new Readings(40_000, Hand.USUAL).text())));
        byte[] largeWrong = large.clone();
        largeWrong[large.length - 200] ^= 0x55;
        byte[] wrongSum = packed.clone();
        wrongSum[wrongSum.length - 6] ^= 1;
        byte[] wrongLength = packed.clone();
        wrongLength[wrongLength.length - 2] ^= 1;
        byte[] wrongMiddle = packed.clone();
        wrongMiddle[packed.length / 2] ^= 0x55;
        return Stream.of(
                read(
                        THEME + "gzip-of-two-members.csv.gz",
                        joined(gzip(text(USUAL.header())), gzip(text(USUAL.body()))),
                        USUAL.known()),
                read(THEME + "gzip-that-does-not-say-so.csv", GZIP, USUAL.known()),
                refused(THEME + "gzip-cut-short.csv.gz", cut(GZIP, packed.length / 2), "cut short"),
                refused(
                        THEME + "gzip-cut-in-its-sum.csv.gz",
                        cut(GZIP, packed.length - 3),
                        "cut short"),
                refused(
                        THEME + "gzip-cut-short-after-a-megabyte.csv.gz",
                        bytes(Arrays.copyOf(large, large.length - 100)),
                        "cannot be unpacked after row 3"),
                refused(
                        THEME + "gzip-wrong-after-a-megabyte.csv.gz",
                        bytes(largeWrong),
                        "cannot be unpacked after row"),
                refused(THEME + "gzip-header-only.csv.gz", cut(GZIP, 10), "cut short"),
                refused(THEME + "gzip-two-bytes.csv.gz", cut(GZIP, 2), "gzip-two-bytes.csv.gz"),
                refused(THEME + "gzip-wrong-sum.csv.gz", bytes(wrongSum), "cannot be unpacked"),
                refused(
                        THEME + "gzip-wrong-length.csv.gz",
                        bytes(wrongLength),
                        "cannot be unpacked"),
                refused(
                        THEME + "gzip-wrong-middle.csv.gz",
                        bytes(wrongMiddle),
                        "gzip-wrong-middle.csv.gz"),
                refused(
                        THEME + "gzip-of-twenty-thousand-empty-members.csv.gz",
                        joined(emptyMembers(20_000), GZIP),
                        "thousands of empty parts"),
                refused(THEME + "gzip-of-gzip.csv.gz", gzip(GZIP), "binary"),
                refused(THEME + "gzip-of-zip.csv.gz", gzip(ZIP), "an archive within an archive"),
                refused(THEME + "gzip-of-nothing.csv.gz", gzip(text("")), "is empty"));
    }

    private static Content emptyMembers(int count) {
        byte[] member = bytesOf(gzip(text("")));
        return out -> {
            for (int i = 0; i < count; i++) {
                out.write(member);
            }
        };
    }

    private static Stream<Specimen> zips() {
        byte[] packed = bytesOf(ZIP);
        return Stream.of(
                read(
                        THEME + "zip-of-a-path-upwards.zip",
                        zip("../../../../tmp/evil.csv", PLAIN),
                        USUAL.known()),
                read(
                        THEME + "zip-of-a-path-from-the-root.zip",
                        zip("/etc/cron.d/evil.csv", PLAIN),
                        USUAL.known()),
                read(
                        THEME + "zip-of-a-path-of-windows.zip",
                        zip("C:\\Windows\\evil.csv", PLAIN),
                        USUAL.known()),
                read(THEME + "zip-that-does-not-say-so.csv", ZIP, USUAL.known()),
                read(
                        THEME + "zip-with-a-folder-beside.zip",
                        zips(List.of("folder/", "folder/a.csv")),
                        USUAL.known()),
                refused(
                        THEME + "zip-of-a-folder.zip",
                        zips(List.of("folder/")),
                        "zip-of-a-folder.zip"),
                refused(
                        THEME + "zip-of-nothing.zip",
                        octets(
                                'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                0),
                        "zip-of-nothing.zip"),
                refused(
                        THEME + "zip-cut-short.zip",
                        cut(ZIP, packed.length / 2),
                        "cannot be unpacked"),
                refused(THEME + "zip-header-only.zip", cut(ZIP, 30), "cannot be unpacked"),
                refused(THEME + "zip-four-bytes.zip", cut(ZIP, 4), "cannot be unpacked"),
                refused(
                        THEME + "zip-of-zip.zip",
                        zip("inner.zip", ZIP),
                        "an archive within an archive"),
                refused(
                        THEME + "zip-of-zip-of-zip.zip",
                        zip("middle.zip", zip("inner.zip", ZIP)),
                        "an archive within an archive"),
                refused(
                        THEME + "zip-of-ten-thousand-files.zip",
                        zips(IntStream.range(0, 10_000).mapToObj(i -> i + ".csv").toList()),
                        "zip-of-ten-thousand-files.zip"),
                refused(
                        THEME + "zip-with-bytes-before.csv",
                        joined(text("time;a\n\0"), ZIP),
                        "binary"));
    }

    /** An archive in which every file that is no folder holds the usual readings. */
    private static Content zips(List<String> entries) {
        return out -> {
            var archive = new ZipOutputStream(out, StandardCharsets.UTF_8);
            byte[] plain = bytesOf(entries.size() > 10 ? text("x") : PLAIN);
            for (String entry : entries) {
                archive.putNextEntry(new ZipEntry(entry));
                if (!entry.endsWith("/")) {
                    archive.write(plain);
                }
                archive.closeEntry();
            }
            archive.finish();
        };
    }

    private static byte[] parquet() {
        var times = new long[500];
        var a = new double[500];
        var b = new double[500];
        for (int i = 0; i < times.length; i++) {
            times[i] = i * 1_000_000L;
            a[i] = i;
            b[i] = i / 2.0;
        }
        try {
            Path file = Files.createTempFile("corpus", ".parquet");
            ParquetFile.write(
                    new SampleTable(times, List.of("a", "b"), new double[][] {a, b}), file);
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Specimen> parquets() {
        int length = PARQUET.length;
        String broken = "is called Parquet by its first bytes but cannot be read";
        return Stream.of(
                read(THEME + "whole.parquet", bytes(PARQUET), PARQUET_KNOWN),
                read(THEME + "whole-by-another-name.csv", bytes(PARQUET), PARQUET_KNOWN),
                refused(THEME + "parquet-magic-only.parquet", text("PAR1"), broken),
                refused(THEME + "parquet-magic-twice.parquet", text("PAR1PAR1"), broken),
                refused(
                        THEME + "parquet-without-its-end.parquet",
                        bytes(Arrays.copyOf(PARQUET, length - 4)),
                        broken),
                refused(
                        THEME + "parquet-without-its-footer.parquet",
                        bytes(Arrays.copyOf(PARQUET, length / 2)),
                        broken),
                refused(
                        THEME + "parquet-wrong-start.parquet",
                        joined(text("PARX"), bytes(Arrays.copyOfRange(PARQUET, 4, length))),
                        "parquet-wrong-start.parquet"),
                refused(
                        THEME + "parquet-wrong-end.parquet",
                        joined(bytes(Arrays.copyOf(PARQUET, length - 4)), text("PARX")),
                        broken),
                refused(THEME + "parquet-footer-too-long.parquet", footer(1 << 30), broken),
                refused(THEME + "parquet-footer-negative.parquet", footer(-5), broken),
                refused(THEME + "parquet-footer-of-nothing.parquet", footer(0), broken),
                refused(
                        THEME + "parquet-encrypted.parquet",
                        joined(bytes(Arrays.copyOf(PARQUET, length - 4)), text("PARE")),
                        broken),
                refused(THEME + "parquet-footer-of-zeros.parquet", zeroFooter(), broken));
    }

    /** The file with another length of its footer. */
    private static Content footer(int length) {
        byte[] bytes = PARQUET.clone();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length - 8, length);
        return bytes(bytes);
    }

    private static Content zeroFooter() {
        byte[] bytes = PARQUET.clone();
        int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
        Arrays.fill(bytes, bytes.length - 8 - length, bytes.length - 8, (byte) 0);
        return bytes(bytes);
    }

    /** One byte of a Parquet file is another. */
    private static Stream<Specimen> flipped() {
        var random = new Random(7);
        return IntStream.range(0, 40)
                .mapToObj(i -> {
                    byte[] bytes = PARQUET.clone();
                    int at = i * bytes.length / 40 + random.nextInt(bytes.length / 40);
                    bytes[at] ^= (byte) (1 << random.nextInt(8));
                    return new Specimen(
                            THEME + "parquet-flipped-%04d.parquet".formatted(at),
                            bytes(bytes),
                            ReadOptions.guess(),
                            new Specimen.RefusedOrUnharmed(PARQUET_KNOWN));
                });
    }
}
