package werkmeister.cli.command;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;
import werkmeister.cli.text.Language;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What was understood of files, for people: a few lines, which are not said again of a file that is
 * written as the one before.
 */
final class ImportAccount {
    private static final String INDENT = "  ";
    private static final List<String> SAMPLES = List.of("number", "flag");

    /** What the other lines already say. */
    private static final List<String> SAID = List.of("Label", "NoTime");

    /** Files that are no text: their cells have types. */
    private static final List<String> TYPED = List.of("Parquet", "Excel");

    private final Shell shell;
    private String shapeBefore = "";

    ImportAccount(Shell shell) {
        this.shell = shell;
    }

    void print(JsonNode answer) {
        if (answer.has("imports")) {
            several(answer);
        } else {
            one(answer);
        }
    }

    /** A file of several machines: its account once, then what came of each. */
    private void several(JsonNode answer) {
        var understood = answer.path("understood");
        if (understood.isObject()) {
            one(understood);
        }
        for (JsonNode each : answer.path("imports")) {
            indented(
                    "import.machine-done",
                    Json.text(each, "machine"),
                    shell.writing().count(each.path("rows").asLong(0)),
                    Json.time(shell, each, "first"),
                    Json.time(shell, each, "last"),
                    each.path("repeated").asBoolean(false) ? shell.say("import.again") : "");
            seen(each.path("seen"));
        }
    }

    private void one(JsonNode answer) {
        var understood = answer.has("sha256") ? answer.path("understood") : answer;
        if (answer.has("sha256")) {
            say(
                    answer.path("repeated").asBoolean(false) ? "import.repeated" : "import.done",
                    Json.text(answer, "name"),
                    shell.writing().count(answer.path("rows").asLong(0)),
                    shell.writing().count(answer.path("rejected").asLong(0)),
                    Json.time(shell, answer, "first"),
                    Json.time(shell, answer, "last"));
        } else {
            say(
                    "import.dry",
                    Json.text(understood, "file"),
                    shell.writing().count(understood.path("rows").asLong(0)),
                    shell.writing().count(understood.path("rejectedTotal").asLong(0)),
                    Json.time(shell, understood, "start"),
                    Json.time(shell, understood, "end"));
        }
        novelty(answer.path("readings"));
        if (understood.isObject()) {
            String shape = shape(understood);
            if (!shape.equals(shapeBefore)) {
                shapeBefore = shape;
                format(understood.path("format"), understood.path("periodSeconds"));
                signals(understood.path("signals"));
            }
            remarks(understood);
        }
        seen(answer.path("seen"));
    }

    /** What is the same in all files of a usual export. */
    private static String shape(JsonNode understood) {
        var shape =
                new StringBuilder(understood.path("format").toString())
                        .append(understood.path("periodSeconds"));
        for (JsonNode column : understood.path("signals")) {
            shape.append(column.path("name")).append(column.path("type"));
        }
        return shape.toString();
    }

    private void format(JsonNode format, JsonNode period) {
        var time = format.path("timeColumn");
        String every =
                period.isNumber()
                        ? shell.writing()
                                .duration(Duration.ofMillis(Math.round(1000 * period.asDouble())))
                        : "-";
        String timeFormat = format.path("timeFormat").asString("-");
        String encoding = Json.text(format, "encoding");
        if (TYPED.contains(encoding)) {
            String zone = format.path("zone").asString("UTC");
            indented("import.typed", encoding, time.asString("-"), timeFormat, zone, every);
            return;
        }
        indented(
                "import.format",
                separator(Json.text(format, "separator")),
                Json.text(format, "decimal"),
                Json.text(format, "encoding"),
                time.asString("-"),
                timeFormat,
                format.path("zone").asString("-"),
                every);
    }

    /** A tab cannot be seen. */
    private String separator(String separator) {
        return separator.isBlank() ? shell.say("import.blank") : separator;
    }

    private void signals(JsonNode columns) {
        var kept = new ArrayList<String>();
        var others = new ArrayList<String>();
        for (JsonNode column : columns) {
            String type = Json.text(column, "type");
            String unit = column.path("unit").asString("");
            String name = Json.text(column, "name");
            if (SAMPLES.contains(type)) {
                kept.add(unit.isEmpty() ? name : name + " [" + unit + "]");
            } else {
                others.add(name + " (" + kind(type) + ")");
            }
        }
        indented("import.signals", kept.size(), String.join(", ", kept));
        if (!others.isEmpty()) {
            indented("import.left-out", String.join(", ", others));
        }
    }

    /** What a column is that is no signal. */
    private String kind(String type) {
        return switch (type) {
            case "label" -> shell.say("column.label");
            case "counter" -> shell.say("column.counter");
            case "machine" -> shell.say("column.machine");
            case "quality" -> shell.say("column.quality");
            default -> shell.say("column.text");
        };
    }

    private void remarks(JsonNode understood) {
        boolean german = shell.words().language() == Language.DE;
        for (JsonNode finding : understood.path("findings")) {
            if (!SAID.contains(Json.text(finding, "kind"))) {
                String where = finding.path("where").asString("");
                shell.out()
                        .println(
                                INDENT
                                        + (where.isEmpty() ? "" : where + ": ")
                                        + Json.text(finding, german ? "de" : "text"));
            }
        }
        for (JsonNode question : understood.path(german ? "questionsDe" : "questions")) {
            shell.out().println(INDENT + "? " + question.asString(""));
        }
    }

    /** Said only where something was there already. */
    private void novelty(JsonNode readings) {
        long same = readings.path("same").asLong(0);
        long changed = readings.path("changed").asLong(0);
        if (same + changed > 0) {
            indented(
                    "import.novelty",
                    shell.writing().count(readings.path("added").asLong(0)),
                    shell.writing().count(same),
                    shell.writing().count(changed));
        }
    }

    private void seen(JsonNode seen) {
        if (!seen.isObject()) {
            return;
        }
        var findings = new ArrayList<String>();
        seen.path("findings").forEach(id -> findings.add(id.asString("")));
        indented(
                "import.seen",
                shell.writing().count(seen.path("scored").asLong(0)),
                findings.isEmpty() ? shell.say("import.nothing") : String.join(", ", findings));
        long late = seen.path("late").asLong(0);
        if (late > 0) {
            indented("import.late", shell.writing().count(late));
        }
    }

    private void say(String key, Object... values) {
        shell.out().println(shell.say(key, values));
    }

    private void indented(String key, Object... values) {
        shell.out().println(INDENT + shell.say(key, values));
    }
}
