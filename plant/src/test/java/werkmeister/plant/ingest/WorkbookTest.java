package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

class WorkbookTest {
    private static final LocalDateTime START = LocalDateTime.of(2026, 3, 1, 6, 0);

    @TempDir Path folder;

    @Test
    void aSheetIsReadLikeTheTableThatItShows() throws IOException {
        Path file =
                write(workbook -> {
                    workbook.newWorksheet("Deckblatt");
                    var sheet = workbook.newWorksheet("Messung");
                    sheet.value(0, 0, "Zeit");
                    sheet.value(0, 1, "Druck [bar]");
                    sheet.value(0, 2, "läuft");
                    sheet.value(0, 3, "Bemerkung");
                    for (int i = 0; i < 50; i++) {
                        sheet.value(i + 1, 0, START.plusMinutes(i));
                        sheet.style(i + 1, 0).format("dd.mm.yyyy hh:mm").set();
                        sheet.value(i + 1, 1, 1.5 + i / 10.0);
                        sheet.value(i + 1, 2, i % 2 == 0);
                        sheet.value(i + 1, 3, i == 3 ? "Öl \"neu\"\tund mehr" : "ok");
                    }
                });

        var table = Ingest.table(file, ReadOptions.guess());

        var understood = table.understood();
        assertThat(understood.rows()).isEqualTo(50);
        assertThat(understood.rejectedTotal()).isZero();
        assertThat(understood.start()).contains(Instant.parse("2026-03-01T06:00:00Z"));
        assertThat(understood.end()).contains(Instant.parse("2026-03-01T06:49:00Z"));
        assertThat(understood.format().encoding()).isEqualTo("Excel");
        assertThat(understood.format().separator()).isEmpty();
        assertThat(table.column("Druck")[7]).isEqualTo(2.2);
        assertThat(table.column("läuft")).startsWith(1, 0, 1, 0);
        assertThat(table.texts().getOrDefault("Bemerkung", new String[0]))
                .contains("Öl \"neu\"\tund mehr");
        assertThat(understood.findings())
                .anyMatch(finding -> finding.text().equals("The sheet (Messung) was read."));
    }

    @Test
    void theFirstOfSeveralSheetsIsReadOrTheOneThatIsNamed() throws IOException {
        Path file =
                write(workbook -> {
                    fill(workbook.newWorksheet("Jan"), 10);
                    fill(workbook.newWorksheet("Feb"), 20);
                });

        var first = Ingest.understand(file, ReadOptions.guess());
        var second = Ingest.understand(file, ReadOptions.guess().withPart("feb"));

        assertThat(first.rows()).isEqualTo(10);
        assertThat(first.findings())
                .anyMatch(finding ->
                        finding.text().contains("for another of [Jan, Feb] say --sheet"));
        assertThat(second.rows()).isEqualTo(20);
        assertThatThrownBy(() -> Ingest.understand(file, ReadOptions.guess().withPart("Mar")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("(Mar)")
                .hasMessageContaining("[Jan, Feb]");
    }

    @Test
    void datesCountFrom1904WhereTheWorkbookSaysSo() throws IOException {
        Path file = write(workbook -> fill(workbook.newWorksheet("a"), 3));
        Path later =
                changed(
                        file,
                        "xl/workbook.xml",
                        text ->
                                text.replaceFirst(
                                        "<workbookPr[^>]*/>", "<workbookPr date1904=\"1\"/>"));

        long from1900 = epoch(file);
        long from1904 = epoch(later);

        assertThat(from1900).isEqualTo(Instant.parse("2026-03-01T06:00:00Z").getEpochSecond());
        assertThat(from1904 - from1900).isEqualTo(1_462L * 86_400);
    }

    @Test
    void dateAndTimeInTwoColumnsAreOneTime() throws IOException {
        Path file =
                write(workbook -> {
                    var sheet = workbook.newWorksheet("a");
                    sheet.value(0, 0, "Datum");
                    sheet.value(0, 1, "Uhrzeit");
                    sheet.value(0, 2, "Menge");
                    for (int i = 0; i < 30; i++) {
                        sheet.value(i + 1, 0, START.toLocalDate());
                        sheet.style(i + 1, 0).format("dd.mm.yyyy").set();
                        sheet.value(i + 1, 1, (360 + i) / 1_440.0);
                        sheet.style(i + 1, 1).format("hh:mm").set();
                        sheet.value(i + 1, 2, i / 4.0);
                    }
                });

        var understood = Ingest.understand(file, ReadOptions.guess());

        assertThat(understood.format().timeColumn()).contains("Datum+Uhrzeit");
        assertThat(understood.start()).contains(Instant.parse("2026-03-01T06:00:00Z"));
        assertThat(understood.end()).contains(Instant.parse("2026-03-01T06:29:00Z"));
    }

    @Test
    void numbersThatOnlyLookLikeDatesStayNumbers() throws IOException {
        Path file =
                write(workbook -> {
                    var sheet = workbook.newWorksheet("a");
                    fill(sheet, 20);
                    sheet.value(0, 2, "load 2");
                    for (int i = 0; i < 20; i++) {
                        sheet.value(i + 1, 2, 45_000 + i * 7 % 11);
                        sheet.style(i + 1, 2).format("#,##0.00 \"days\";[Red]-0").set();
                    }
                });

        assertThat(Ingest.table(file, ReadOptions.guess()).column("load 2")[3]).isEqualTo(45_010);
    }

    @Test
    void errorsAreMissingAndFormulasCountWithTheirLastValue() throws IOException {
        Path file =
                changed(
                        write(workbook -> fill(workbook.newWorksheet("a"), 6)),
                        "xl/worksheets/sheet1.xml",
                        text ->
                                text.replace("<v>13.5</v>", "<f>SUM(B1)</f><v>13.5</v>")
                                        .replaceFirst(
                                                "<c r=\"B3\"([^>]*)><v>[^<]*</v></c>",
                                                "<c r=\"B3\" t=\"e\"><v>#DIV/0!</v></c>")
                                        .replaceFirst(
                                                "<c r=\"B4\"([^>]*)><v>[^<]*</v></c>",
                                                "<c r=\"B4\" t=\"e\"><v>#N/A</v></c>"));

        var table = Ingest.table(file, ReadOptions.guess());

        assertThat(table.column("load"))
                .containsExactly(10.5, Double.NaN, Double.NaN, 13.5, 14.5, 15.5);
        assertThat(table.understood().rejectedTotal()).isZero();
    }

    @Test
    void whatIsMeantToHarmIsRefusedInASentence() throws IOException {
        Path good = write(workbook -> fill(workbook.newWorksheet("a"), 3));
        refused(
                changed(
                        good,
                        "xl/worksheets/sheet1.xml",
                        text ->
                                text.replaceFirst(
                                        "<worksheet",
                                        "<!DOCTYPE x [<!ENTITY e SYSTEM"
                                                + " \"file:///etc/passwd\">]><worksheet")),
                "declares a document type");
        refused(
                changed(
                        good,
                        "xl/worksheets/sheet1.xml",
                        text -> text.replace("r=\"B2\"", "r=\"XFD2\"")),
                "columns (4096 at most)");
        refused(
                changed(good, "xl/worksheets/sheet1.xml", text -> text.substring(0, 900)),
                "cannot be read");
        refused(
                changed(good, "xl/sharedStrings.xml", text -> text + " ".repeat(140 << 20)),
                "is larger than");
    }

    private static void refused(Path file, String sentence) {
        assertThatThrownBy(() -> Ingest.understand(file, ReadOptions.guess()))
                .as(sentence)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(sentence)
                .hasMessageContaining(file.getFileName().toString());
    }

    private static long epoch(Path file) {
        return Ingest.understand(file, ReadOptions.guess()).start().orElseThrow().getEpochSecond();
    }

    private static void fill(Worksheet sheet, int rows) {
        sheet.value(0, 0, "time");
        sheet.value(0, 1, "load");
        for (int i = 0; i < rows; i++) {
            sheet.value(i + 1, 0, START.plusMinutes(i));
            sheet.style(i + 1, 0).format("yyyy-MM-dd hh:mm:ss").set();
            sheet.value(i + 1, 1, 10.5 + i);
        }
    }

    private Path write(Consumer<Workbook> fill) throws IOException {
        Path file = Files.createTempFile(folder, "book", ".xlsx");
        try (var out = Files.newOutputStream(file);
                var workbook = new Workbook(out, "Werkmeister", "1.0")) {
            fill.accept(workbook);
        }
        return file;
    }

    /** The same archive with one of its parts changed. */
    private Path changed(Path file, String part, java.util.function.UnaryOperator<String> change)
            throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try (var zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                parts.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        assertThat(parts).containsKey(part);
        String before = new String(parts.getOrDefault(part, new byte[0]), StandardCharsets.UTF_8);
        String after = change.apply(before);
        assertThat(after).as(part).isNotEqualTo(before);
        parts.put(part, after.getBytes(StandardCharsets.UTF_8));
        Path other = Files.createTempFile(folder, "changed", ".xlsx");
        try (var zip = new ZipOutputStream(Files.newOutputStream(other))) {
            for (var each : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(each.getKey()));
                zip.write(each.getValue());
            }
        }
        return other;
    }
}
