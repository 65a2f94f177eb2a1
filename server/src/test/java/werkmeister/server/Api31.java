package werkmeister.server;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import werkmeister.server.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The API's own document, read as a stranger would: what there is, for whom, in which shape. */
final class Api31 {
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final JsonNode document;

    Api31(JsonNode document) {
        this.document = document;
    }

    /** One line of the API. */
    record Operation(String method, String path, String policy, boolean takesBody) {
        boolean isPublic() {
            return policy.equals("PUBLIC");
        }

        boolean changes() {
            return !method.equals("GET");
        }

        boolean namesSomething() {
            return path.contains("{");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    List<Operation> operations() {
        var all = new ArrayList<Operation>();
        document.get("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(one ->
                                        all.add(
                                                operation(
                                                        path.getKey(),
                                                        one.getKey(),
                                                        one.getValue()))));
        return all;
    }

    private static Operation operation(String path, String method, JsonNode described) {
        return new Operation(
                method.toUpperCase(java.util.Locale.ROOT),
                path,
                described.path("x-werkmeister-policy").asString(),
                described.has("requestBody"));
    }

    /** What is wrong with an answer's body by the document; empty where all is as promised. */
    List<String> differences(Operation operation, int status, String body) {
        Optional<JsonNode> schema = schema(operation, status);
        if (schema.isEmpty()) {
            return List.of("The document knows no answer %d of %s.".formatted(status, operation));
        }
        var root = (ObjectNode) schema.get().deepCopy();
        root.set("components", strict(document.get("components").deepCopy()));
        Schema strict = SCHEMAS.getSchema(root);
        return strict.validate(Json.tree(body)).stream()
                .map(error -> "%s: %s".formatted(operation, error))
                .toList();
    }

    /** The schema of a JSON answer; empty where the answer is not described. */
    private Optional<JsonNode> schema(Operation operation, int status) {
        JsonNode responses =
                document.get("paths")
                        .get(operation.path())
                        .get(operation.method().toLowerCase(java.util.Locale.ROOT))
                        .get("responses");
        JsonNode response = responses.path(String.valueOf(status));
        if (response.isMissingNode() && status >= 400) {
            response = document.at("/components/responses/Problem");
            return Optional.of(response.at("/content/application~1problem+json/schema"));
        }
        return Optional.of(response.at("/content/application~1json/schema"))
                .filter(JsonNode::isObject);
    }

    /** A property that the document does not name is a difference, too. */
    private static JsonNode strict(JsonNode components) {
        components
                .get("schemas")
                .forEach(schema -> {
                    if (schema.has("properties")) {
                        ((ObjectNode) schema).put("additionalProperties", false);
                    }
                });
        return components;
    }
}
