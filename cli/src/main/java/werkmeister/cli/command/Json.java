package werkmeister.cli.command;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import werkmeister.cli.terminal.Shell;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What commands send and read. */
final class Json {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Json() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** A record as a tree to add to. */
    static ObjectNode tree(Object record) {
        return werkmeister.server.json.Json.object(record);
    }

    /** A whole list as the API writes one page of it. */
    static JsonNode items(List<JsonNode> items) {
        var list = object();
        items.forEach(list.putArray("items")::add);
        return list;
    }

    /** What is known of one of a list, to be changed: all but its name. */
    static Optional<ObjectNode> known(List<JsonNode> items, String field, String name) {
        Optional<ObjectNode> known =
                items.stream()
                        .filter(item -> text(item, field).equals(name))
                        .findFirst()
                        .map(ObjectNode.class::cast);
        known.ifPresent(item -> item.remove(field));
        return known;
    }

    /** A text, or a hyphen. */
    static String text(JsonNode node, String field) {
        return node.path(field).asString("-");
    }

    /** A time for people, or a hyphen. */
    static String time(Shell shell, JsonNode node, String field) {
        String time = node.path(field).asString("");
        return time.isEmpty() ? "-" : shell.writing().time(Instant.parse(time));
    }
}
