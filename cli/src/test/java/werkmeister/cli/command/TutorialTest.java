package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.cli.backtest.BacktestFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Plays what docs/tutorial.md tells: each line of a block that starts with {@code $} is typed, what
 * is said must be what stands below it. What differs from run to run (addresses, keys, the time of
 * day, seconds, cost) is written as {@code …}.
 */
@Tag("slow")
class TutorialTest {
    private static final String FENCE = "```";
    private static final String PROMPT = "$ ./werkmeister ";
    private static final String SKAB = "skab/data/";

    /** What varies, and what stands in its place; columns keep their width where that matters. */
    private static final List<Varying> VARYING =
            List.of(
                    new Varying("http://127\\.0\\.0\\.1:\\d+", "http://127.0.0.1:7410"),
                    new Varying("key:[A-Za-z0-9]{8}", "key:…"),
                    new Varying("wm_[A-Za-z0-9]+_[A-Za-z0-9]+", "wm_…"),
                    new Varying("20(2[6-9]|[3-9]\\d)-\\d\\d-\\d\\d \\d\\d:\\d\\d [A-Z]+", "…"),
                    new Varying(" *[0-9.]+ (s|min)(?= +[0-9.]+ (s|kB)| +0\\.0)", "  … $1"),
                    new Varying("(Training|scoring) [0-9.]+ m?s", "$1 … s"),
                    new Varying(" +[0-9.]+ kB", "  … kB"),
                    new Varying(" *0\\.00\\d+ EUR", "  … EUR"),
                    new Varying(" +\\d+ (events|files) *$", "  … $1"));

    private record Varying(Pattern pattern, String with) {
        Varying(String pattern, String with) {
            this(Pattern.compile(pattern, Pattern.MULTILINE), with);
        }
    }

    @TempDir Path folder;
    private Path data = Path.of("");

    @Test
    void theTutorialSaysWhatHappens() throws IOException {
        Optional<Path> found = datasets();
        if (found.isEmpty()) {
            System.out.println(
                    "TutorialTest is skipped: there is no SKAB in WERKMEISTER_DATA/skab or"
                            + " ../shared/datasets/skab.");
        }
        assumeThat(found).as("SKAB").isPresent();
        data = found.get();
        Path document = Documents.document("tutorial.md");
        String told = Documents.text(document);

        String happened;
        try (var server = RealServer.start(folder)) {
            happened = played(server, told);
        }

        if (Boolean.getBoolean("tutorial.write")) {
            Documents.write(document, happened);
            return;
        }
        assertThat(told)
                .as(
                        "docs/tutorial.md does not tell what happens; write it anew with mvn -pl"
                                + " cli -am test -Dtest=TutorialTest -Dtutorial.write=true"
                                + " -Dsurefire.failIfNoSpecifiedTests=false, and read it")
                .isEqualTo(happened);
    }

    /** The document with what is really said below each typed line. */
    private String played(RealServer server, String told) throws IOException {
        var lines = new ArrayList<String>();
        boolean fenced = false;
        boolean said = false;
        for (String line : told.split("\n", -1)) {
            if (line.startsWith(FENCE)) {
                fenced = !fenced;
                said = false;
            }
            if (fenced && line.startsWith(PROMPT)) {
                lines.add(line);
                String typed = line.substring(PROMPT.length());
                lines.addAll(
                        typed.equals("serve")
                                ? normal(String.join("\n", server.greeting()))
                                : answer(server, typed));
                said = true;
            } else if (!said) {
                lines.add(line);
            }
        }
        return String.join("\n", lines);
    }

    private List<String> answer(RealServer server, String typed) throws IOException {
        var quoted = Pattern.compile("\"([^\"]*)\"").matcher(inFolders(typed));
        String words = quoted.replaceAll(match -> match.group(1).replace(' ', '~'));
        var answer = server.run(words.replace("%", "%%"));
        return normal(answer.err() + answer.out());
    }

    private List<String> normal(String said) {
        String text = said.replace(data + "/", "").replace(folder + "/", "");
        for (Varying varying : VARYING) {
            text = varying.pattern().matcher(text).replaceAll(varying.with());
        }
        return text.lines()
                .filter(line -> !line.matches("(training|importing|reading| *\\d+ %).*"))
                .map(String::stripTrailing)
                .toList();
    }

    /** Names of files as they lie here; a star stands for all files of a folder. */
    private String inFolders(String typed) throws IOException {
        var words = new ArrayList<String>();
        for (String word : typed.split(" ")) {
            if (word.equals("mine.csv")) {
                words.add(BacktestFiles.labelled(folder, "mine.csv", 7).toString());
            } else if (word.startsWith(SKAB) && word.endsWith("/*.csv")) {
                try (var files = Files.list(data.resolve(word).resolveSibling(""))) {
                    files.map(Path::toString).sorted().forEach(words::add);
                }
            } else {
                words.add(word.startsWith(SKAB) ? data.resolve(word).toString() : word);
            }
        }
        return String.join(" ", words);
    }

    private static Optional<Path> datasets() {
        var places = new ArrayList<Path>();
        Optional.ofNullable(System.getenv("WERKMEISTER_DATA")).map(Path::of).ifPresent(places::add);
        places.add(Documents.root().resolve("../shared/datasets"));
        return places.stream()
                .map(place -> place.toAbsolutePath().normalize())
                .filter(place -> Files.isRegularFile(place.resolve(SKAB + "valve1/0.csv")))
                .findFirst();
    }
}
