package werkmeister.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

class WordsTest {
    private static final Pattern PLACE = Pattern.compile("%(\\d+\\$)?[-+,.0-9]*([a-zA-Z])");
    private static final Pattern SAID = Pattern.compile("(?:say|table|print)\\(\\s*\"([a-z.-]+)\"");
    private static final Pattern DESCRIBED = Pattern.compile("descriptionKey = \"([a-z.-]+)\"");
    private static final Path SOURCES = Path.of("src/main/java/werkmeister/cli");

    @Test
    void bothLanguagesSayTheSameThings() {
        var german = Words.in(Language.DE).bundle();
        var english = Words.in(Language.EN).bundle();

        assertThat(new TreeSet<>(german.keySet())).isEqualTo(new TreeSet<>(english.keySet()));
        for (String key : german.keySet()) {
            assertThat(places(german.getString(key)))
                    .as(key)
                    .isEqualTo(places(english.getString(key)));
            assertThat(german.getString(key).split("\\|", -1))
                    .as(key)
                    .hasSameSizeAs(english.getString(key).split("\\|", -1));
        }
    }

    @Test
    void noKeyStandsTwice() throws IOException {
        for (String language : List.of("de", "en")) {
            var file = Path.of("src/main/resources/werkmeister/cli/text/words_%s.properties");
            var lines = Files.readAllLines(Path.of(file.toString().formatted(language)));
            var keys =
                    lines.stream()
                            .filter(line -> line.contains(" ="))
                            .map(line -> line.substring(0, line.indexOf(" =")))
                            .filter(key -> !key.startsWith("#"))
                            .toList();

            assertThat(keys).doesNotHaveDuplicates();
        }
    }

    @Test
    void everySentenceThatIsSaidIsInTheDictionary() throws IOException {
        var known = Words.in(Language.EN).bundle().keySet();
        var said = new TreeSet<String>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            for (var pattern : List.of(SAID, DESCRIBED)) {
                pattern.matcher(text).results().forEach(found -> said.add(found.group(1)));
            }
        }

        assertThat(said).hasSizeGreaterThan(100);
        assertThat(known).containsAll(said);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    --lang de,           , DE
                    --lang=en, de_DE.UTF-8 , EN
                    machines,  de_AT.UTF-8 , DE
                    machines,  C.UTF-8     , EN
                    machines,              , EN
                    """)
    void theLanguageIsTheOneAskedForElseTheLocales(
            String arguments, String locale, Language expected) {
        var environment = locale == null ? Map.<String, String>of() : Map.of("LANG", locale);

        assertThat(Language.of(arguments.split(" "), environment)).isEqualTo(expected);
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /** The placeholders of a sentence, those with a number in any order. */
    private static List<String> places(String sentence) {
        var places = new ArrayList<String>();
        PLACE.matcher(sentence).results().forEach(found -> places.add(found.group()));
        places.sort(null);
        return places;
    }
}
