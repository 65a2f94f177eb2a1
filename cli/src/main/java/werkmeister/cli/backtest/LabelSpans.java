package werkmeister.cli.backtest;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;
import werkmeister.learning.order.Label;
import werkmeister.server.json.Json;
import werkmeister.units.Refusal;
import werkmeister.units.TimeSpan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Spans of a file of labels: CSV with {@code start,end[,label]} (and {@code file} where it holds
 * the spans of several), or JSON that gives each file's windows, or single times, by its name. Both
 * ends belong to the span.
 */
public final class LabelSpans {
    /** A span as it is written; {@code file} is empty where it holds for all. */
    private record Written(String file, String from, String to, String told) {}

    private final Path source;
    private final Shell shell;
    private final List<Written> spans = new ArrayList<>();

    /** The files it speaks of; an empty name means all. */
    private final Set<String> names = new LinkedHashSet<>();

    private LabelSpans(Path source, Shell shell) {
        this.source = source;
        this.shell = shell;
    }

    public static LabelSpans read(Path source, Shell shell) throws IOException {
        if (!Files.isRegularFile(source)) {
            throw new NoSuchFileException(source.toString());
        }
        var labels = new LabelSpans(source, shell);
        String text = Files.readString(source);
        if (text.stripLeading().startsWith("{")) {
            labels.json(Json.tree(text));
        } else {
            labels.csv(text.lines().filter(line -> !line.isBlank()).toList());
        }
        return labels;
    }

    /**
     * What they say of one machine, whose local times are those of a zone. A span without a kind is
     * a fault, as in the label files of Amazon Lookout for Equipment.
     */
    public List<Label> labels(ZoneId zone) {
        if (names.size() > 1) {
            throw Refusal.invalid(shell.say("labels.several", source, String.join(", ", names)));
        }
        return spans.stream().map(span -> label(span, zone)).toList();
    }

    private Label label(Written span, ZoneId zone) {
        long from = position(span.from(), true, zone);
        long to = position(span.to(), true, zone);
        if (to < from) {
            throw Refusal.invalid(shell.say("labels.backwards", source, span.from(), span.to()));
        }
        var kind = kind(span.told());
        return new Label(
                new TimeSpan(instant(from), instant(to + 1)),
                kind.orElse(Label.Kind.FAULT),
                kind.isPresent() ? "" : span.told());
    }

    /** Our words, and the ratings of Amazon Lookout for Equipment. */
    private static Optional<Label.Kind> kind(String told) {
        return switch (told.toUpperCase(Locale.ROOT)) {
            case "FAULT", "ANOMALY" -> Optional.of(Label.Kind.FAULT);
            case "NORMAL", "NO_ANOMALY" -> Optional.of(Label.Kind.NORMAL);
            case "KNOWN", "NEUTRAL" -> Optional.of(Label.Kind.KNOWN);
            default -> Optional.empty();
        };
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** True where a row lies in a span of this file; rows without a time are counted from 1. */
    boolean[] rows(Path file, long[] times, boolean timed, ZoneId zone, int[] rowNumbers) {
        var rows = new boolean[times.length];
        for (Written span : spans) {
            if (belongs(span.file(), file)) {
                long from = position(span.from(), timed, zone);
                long to = position(span.to(), timed, zone);
                for (int i = 0; i < rows.length; i++) {
                    long at = timed ? times[i] : rowNumbers[i];
                    rows[i] |= at >= from && at <= to;
                }
            }
        }
        return rows;
    }

    /** Spans that belong to other files only are a slip of the pen. */
    void checkKnows(List<Path> files) {
        if (names.stream()
                .noneMatch(name -> files.stream().anyMatch(file -> belongs(name, file)))) {
            throw Refusal.invalid(
                    shell.say(
                            "backtest.labels.other",
                            source,
                            files.getFirst().getFileName(),
                            String.join(", ", names)));
        }
    }

    private static boolean belongs(String name, Path file) {
        String path = file.toString().replace('\\', '/');
        return name.isEmpty()
                || path.endsWith(name)
                || Path.of(name).getFileName().equals(file.getFileName());
    }

    private void json(JsonNode tree) {
        tree.properties()
                .forEach(entry -> {
                    names.add(entry.getKey());
                    for (JsonNode window : entry.getValue()) {
                        String from =
                                window.isArray()
                                        ? window.path(0).asString("")
                                        : window.asString("");
                        String to = window.isArray() ? window.path(1).asString("") : from;
                        spans.add(new Written(entry.getKey(), from, to, ""));
                    }
                });
    }

    private void csv(List<String> lines) {
        if (lines.isEmpty()) {
            throw Refusal.invalid(shell.say("backtest.labels.empty", source));
        }
        String separator = lines.getFirst().contains(";") ? ";" : ",";
        var heads = cells(lines.getFirst().toLowerCase(Locale.ROOT), separator);
        int from =
                at(
                        heads,
                        List.of(
                                "start",
                                "from",
                                "begin",
                                "beginn",
                                "von",
                                "start_time",
                                "starttime"));
        int to = at(heads, List.of("end", "to", "stop", "ende", "bis", "end_time", "endtime"));
        int file = at(heads, List.of("file", "datei"));
        int told = at(heads, List.of("label", "rating", "kind", "kennzeichnung"));
        boolean named = from >= 0 && to >= 0;
        for (String line : named ? lines.subList(1, lines.size()) : lines) {
            var cells = cells(line, separator);
            int last = named ? Math.max(from, to) : 1;
            if (cells.size() <= last) {
                throw Refusal.invalid(shell.say("backtest.labels.line", source, line));
            }
            String name = named ? cell(cells, file) : "";
            names.add(name);
            spans.add(
                    new Written(
                            name,
                            cells.get(named ? from : 0),
                            cells.get(named ? to : 1),
                            named ? cell(cells, told) : ""));
        }
    }

    private static String cell(List<String> cells, int at) {
        return at >= 0 && at < cells.size() ? cells.get(at) : "";
    }

    private static List<String> cells(String line, String separator) {
        return Arrays.stream(line.split(separator, -1))
                .map(cell -> cell.strip().replaceAll("^\"|\"$", ""))
                .toList();
    }

    private static int at(List<String> heads, List<String> names) {
        return names.stream().mapToInt(heads::indexOf).filter(at -> at >= 0).findFirst().orElse(-1);
    }

    private long position(String text, boolean timed, ZoneId zone) {
        Optional<Long> position =
                timed
                        ? WrittenTime.micros(text, zone)
                        : Optional.of(text)
                                .filter(t -> t.matches("[0-9]{1,12}"))
                                .map(Long::valueOf);
        String key = timed ? "backtest.labels.time" : "backtest.labels.row";
        return position.orElseThrow(() -> Refusal.invalid(shell.say(key, source, text)));
    }
}
