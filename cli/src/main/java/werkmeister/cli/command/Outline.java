package werkmeister.cli.command;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;

import java.util.Map;

/** Any answer as an indented outline, for the few that have no table of their own. */
final class Outline {
    private static final String STEP = "  ";

    private final Shell shell;

    Outline(Shell shell) {
        this.shell = shell;
    }

    void print(JsonNode node) {
        print("", node);
    }

    private void print(String indent, JsonNode node) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            entry(indent, field.getKey(), field.getValue());
        }
        if (node.isArray()) {
            int number = 1;
            for (JsonNode item : node) {
                entry(indent, String.valueOf(number++), item);
            }
        }
    }

    private void entry(String indent, String name, JsonNode value) {
        if (value.isContainer()) {
            shell.out().println(indent + name);
            print(indent + STEP, value);
        } else if (!value.isNull()) {
            shell.out().println(indent + name + ": " + value.asString());
        }
    }
}
