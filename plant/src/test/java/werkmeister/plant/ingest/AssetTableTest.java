package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.plant.machine.Place;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class AssetTableTest {
    @TempDir Path folder;

    @Test
    void aTableOfIsa95SaysWhereEachMachineStands() throws IOException {
        var rows =
                read(
                        """
                        enterprise,site,area,line,machine
                        Acme,Stuttgart,Press shop,Line 1,press-1
                        Acme,Stuttgart,Press shop,Line 1,press-2
                        Acme,Graz,,,mill
                        """);
        assertThat(rows)
                .containsExactly(
                        new AssetTable.Row(
                                2,
                                new Place("Acme", "Stuttgart", "Press shop", "Line 1"),
                                "press-1"),
                        new AssetTable.Row(
                                3,
                                new Place("Acme", "Stuttgart", "Press shop", "Line 1"),
                                "press-2"),
                        new AssetTable.Row(4, new Place("Acme", "Graz", "", ""), "mill"));
    }

    @Test
    void aTreeAsPeopleWriteItRepeatsWhatStandsAboveUntilABranchBegins() throws IOException {
        Path file = folder.resolve("baum.csv");
        Files.writeString(
                file,
                """
                Unternehmen;Werk;Bereich;Linie;Maschine
                Müller AG;Süd;;;
                ;;Presserei;Straße 1;presse-1
                ;;;;presse-2
                ;;Lackiererei;;roboter-7
                ;Nord;;;kran
                """,
                Charset.forName("windows-1252"));
        var places =
                AssetTable.read(file, "baum.csv", ReadOptions.guess()).rows().stream()
                        .map(row -> row.machine() + ": " + String.join("/", row.place().names()))
                        .toList();
        assertThat(places)
                .containsExactly(
                        "presse-1: Müller AG/Süd/Presserei/Straße 1",
                        "presse-2: Müller AG/Süd/Presserei/Straße 1",
                        "roboter-7: Müller AG/Süd/Lackiererei",
                        "kran: Müller AG/Nord");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    enterprise,machine\\nAcme,press\\nAcme,press | Row 3 of file (a.csv): machine (press) stands in row 2 already
                    enterprise,site,area,machine\\nAcme,,Hall,press   | Row 2 of file (a.csv): The area (Hall) stands below a level without a name: name the site above it.
                    enterprise,machine\\n,press                       | Row 2 of file (a.csv): A place needs at least the name of an enterprise.
                    site,machine\\nGraz,press                         | The file (a.csv) has no column for the enterprise, only (site, machine): the first row must name enterprise, site, area, line and machine.
                    enterprise,company,machine\\nAcme,Acme,press      | Two columns of file (a.csv) name the enterprise: keep one.
                    enterprise,machine\\nAcme,                        | The file (a.csv) names no machine.
                    """)
    void aTableThatIsWrongIsRefusedWithItsRow(String csv, String sentence) {
        assertThatThrownBy(() -> read(csv.strip().replace("\\n", "\n") + "\n"))
                .isInstanceOf(Refusal.class)
                .hasMessage(sentence);
    }

    private List<AssetTable.Row> read(String csv) throws IOException {
        Path file = folder.resolve("a.csv");
        Files.writeString(file, csv, StandardCharsets.UTF_8);
        return AssetTable.read(file, "a.csv", ReadOptions.guess()).rows();
    }
}
