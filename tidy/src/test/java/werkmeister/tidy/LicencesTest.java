package werkmeister.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

class LicencesTest {
    /** Whoever delivers the product with these need not give away more than their text. */
    private static final Set<String> ALLOWED =
            Set.of(
                    "Apache-2.0",
                    "MIT",
                    "BSD-2-Clause",
                    "BSD-3-Clause",
                    "EPL-2.0",
                    "MPL-2.0",
                    "CDDL-1.1");

    private static final Pattern JAR = Pattern.compile("(.+?)-\\d[^-]*(-\\d+)?\\.jar");
    private static final Pattern ROW = Pattern.compile("\\| ([a-z0-9._-]+) \\| ([^|]+) \\|");

    @Test
    void everyLibraryThatIsDeliveredIsListedAndNoOther() throws IOException {
        assertThat(listed().keySet()).isEqualTo(delivered());
    }

    @Test
    void noLicenceIsUnknownOrTakesTheWholeIn() throws IOException {
        assertThat(listed()).isNotEmpty();
        listed().forEach((library, licence) -> assertThat(licence).as(library).isIn(ALLOWED));
    }

    private static SortedMap<String, String> listed() throws IOException {
        var listed = new TreeMap<String, String>();
        for (String line : Files.readAllLines(House.root().resolve("docs/licences.md"))) {
            var row = ROW.matcher(line);
            if (row.matches() && !row.group(1).equals("library")) {
                listed.put(row.group(1), row.group(2).strip());
            }
        }
        return listed;
    }

    /** The names of the jars beside the product's own, without their versions. */
    private static Set<String> delivered() throws IOException {
        Path folder = House.root().resolve("cli/target/werkmeister/lib");
        if (!Files.isDirectory(folder)) {
            String why = "The licences are not compared: the product is not packaged yet.";
            assertThat("true".equals(System.getenv("CI"))).as(why).isFalse();
            System.out.println("SKIPPED: " + why);
            Assumptions.abort(why);
        }
        try (var jars = Files.list(folder)) {
            var names = new TreeSet<String>();
            List<String> files = jars.map(jar -> jar.getFileName().toString()).toList();
            for (String file : files) {
                var jar = JAR.matcher(file);
                assertThat(jar.matches()).as(file).isTrue();
                if (!file.startsWith("werkmeister-")) {
                    names.add(jar.group(1));
                }
            }
            return names;
        }
    }
}
