package werkmeister.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import com.google.googlejavaformat.java.StringWrapper;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

class FormatTest {
    @Test
    void everyJavaFileIsLaidOutByTheFormatter() throws Exception {
        var options = JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build();
        var formatter = new Formatter(options);
        var astray = new ArrayList<String>();
        for (Path file : House.files(".java")) {
            String source = Files.readString(file);
            String plain = formatter.formatSource(source);
            String used = RemoveUnusedImports.removeUnusedImports(plain);
            String ordered = ImportOrderer.reorderImports(used, options.style());
            String laidOut = StringWrapper.wrap(ordered, formatter);
            if (!laidOut.equals(source)) {
                astray.add(House.root().relativize(file).toString());
            }
        }
        assertThat(astray).as("run ./werkmeister format").isEmpty();
    }
}
