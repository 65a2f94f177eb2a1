package werkmeister.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

class WordsTest {
    private static final Pattern LINK =
            Pattern.compile("\\]\\((?!https?:|#|mailto:)([^)#]+)(#[^)]*)?\\)");

    @Test
    void linksBetweenDocumentsLeadSomewhere() throws IOException {
        var broken = new ArrayList<String>();
        for (Path document : House.files(".md")) {
            var links = LINK.matcher(Files.readString(document));
            while (links.find()) {
                if (!Files.exists(document.resolveSibling(links.group(1)))) {
                    broken.add(House.root().relativize(document) + " -> " + links.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void nothingIsLeftForLaterWithoutSayingWhere() throws IOException {
        var left = new ArrayList<String>();
        for (Path file : House.files(".java")) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).matches(".*//.*\\b(TO" + "DO|FIX" + "ME)\\b(?!.*#\\d).*")) {
                    left.add(House.root().relativize(file) + ":" + (i + 1));
                }
            }
        }
        assertThat(left).isEmpty();
    }
}
