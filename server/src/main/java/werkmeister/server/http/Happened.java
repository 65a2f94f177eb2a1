package werkmeister.server.http;

import tools.jackson.databind.JsonNode;

import werkmeister.server.json.Json;

import java.time.Instant;

/** An entry of the journal as the stream of events tells it. */
record Happened(long sequence, Instant at, String type, JsonNode payload) {
    /** As a server-sent event, by the WHATWG's HTML standard, section "Server-sent events". */
    String text() {
        return text(type, sequence, Json.write(this));
    }

    /**
     * A line break inside the data would end the event early: each line of it gets its own field.
     */
    static String text(String type, long id, String data) {
        var text = new StringBuilder();
        text.append("event: ").append(type.replaceAll("[\\r\\n]", " ")).append('\n');
        text.append("id: ").append(id).append('\n');
        data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        return text.append('\n').toString();
    }
}
