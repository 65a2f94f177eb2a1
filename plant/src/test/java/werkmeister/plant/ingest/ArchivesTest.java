package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.units.Refusal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives with several files: read as one table, or one of them is named, or refused. */
class ArchivesTest {
    private static final String HEAD = "time;load\n";

    @TempDir Path folder;

    @Test
    void filesThatStandAlikeAreReadInTheOrderInWhichPeopleCount() throws IOException {
        Path file =
                zip(
                        "10.csv",
                        "\uFEFF" + HEAD + "03.01.2026 00:00;3,5",
                        "2.csv",
                        HEAD + "01.01.2026 00:00;1,5\n02.01.2026 00:00;2,5",
                        "ReadMe.txt",
                        "Exported by the historian.",
                        "__MACOSX/._2.csv",
                        "x");

        var table = Ingest.table(file, ReadOptions.guess());

        assertThat(table.column("load")).containsExactly(1.5, 2.5, 3.5);
        assertThat(table.understood().rows()).isEqualTo(3);
        assertThat(table.understood().rejectedTotal()).isZero();
        assertThat(table.understood().end().orElseThrow()).hasToString("2026-01-03T00:00:00Z");
        assertThat(table.understood().findings())
                .anyMatch(finding -> finding.text().contains("(2.csv, 10.csv)"));
    }

    @Test
    void filesThatDifferAreNamedSoThatOneCanBeChosen() throws IOException {
        Path file =
                zip(
                        "a/load.csv",
                        HEAD + "01.01.2026 00:00;1,5\n",
                        "a/oil.csv",
                        "time;oil\n01.01.2026 00:00;7,5\n");

        assertThatThrownBy(() -> Ingest.understand(file, ReadOptions.guess()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("(a/load.csv, a/oil.csv)")
                .hasMessageContaining("--part");
        var oil = Ingest.table(file, ReadOptions.guess().withPart("oil.csv"));
        assertThat(oil.column("oil")).containsExactly(7.5);
        assertThatThrownBy(() -> Ingest.understand(file, ReadOptions.guess().withPart("gas.csv")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("(gas.csv)");
    }

    @Test
    void aGzipOfSeveralMembersIsOneText() throws IOException {
        var out = new ByteArrayOutputStream();
        for (String part :
                new String[] {HEAD + "01.01.2026 00:00;1,5\n", "02.01.2026 00:00;2,5\n"}) {
            try (var gzip = new GZIPOutputStream(out)) {
                gzip.write(part.getBytes(StandardCharsets.UTF_8));
            }
        }
        Path file = Files.write(folder.resolve("two.csv.gz"), out.toByteArray());

        assertThat(Ingest.table(file, ReadOptions.guess()).column("load"))
                .containsExactly(1.5, 2.5);
    }

    @Test
    void anArchiveOfVeryManyFilesIsRefused() throws IOException {
        Path file = folder.resolve("many.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < 1_500; i++) {
                zip.putNextEntry(new ZipEntry(i + ".csv"));
                zip.write(HEAD.getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThatThrownBy(() -> Ingest.understand(file, ReadOptions.guess()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("1500 entries");
    }

    @Test
    void filesThatUnpackWithoutEndTogetherAreRefused() throws IOException {
        Path file = folder.resolve("bomb.zip");
        var zeros = new byte[1 << 20];
        for (int i = 0; i < zeros.length; i++) {
            zeros[i] = (byte) (i % 1_024 == 0 ? '\n' : '0');
        }
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < 4; i++) {
                zip.putNextEntry(new ZipEntry(i + ".csv"));
                zip.write((HEAD + "01.01.2026 00:00;1,5\n").getBytes(StandardCharsets.UTF_8));
                for (int mega = 0; mega < 80; mega++) {
                    zip.write(zeros);
                }
            }
        }
        assertThatThrownBy(() -> Ingest.understand(file, ReadOptions.guess()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("more than 200 times its size");
    }

    @Test
    void otherDocumentsThatAreArchivesAreNamed() throws IOException {
        Path sheet = zip("mimetype", "application/vnd.oasis", "content.xml", "<x/>");
        assertThatThrownBy(() -> Ingest.understand(sheet, ReadOptions.guess()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("an OpenDocument file")
                .hasMessageContaining("save it as .xlsx or CSV");
        Path binary = zip("xl/workbook.bin", "x", "xl/worksheets/sheet1.bin", "x");
        assertThatThrownBy(() -> Ingest.understand(binary, ReadOptions.guess()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(".xlsb");
    }

    private Path zip(String... namesAndTexts) throws IOException {
        Path file = folder.resolve("archive.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }
}
