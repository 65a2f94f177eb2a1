package werkmeister.server.http;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import werkmeister.server.auth.Policy;
import werkmeister.server.json.Json;

import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The API for machines, by the OpenAPI Specification 3.1.1: made from the table of routes, so that
 * it cannot differ.
 */
final class OpenApi {
    private static final String MEDIA_JSON = "application/json";
    private static final Pattern PATH_PART = Pattern.compile("\\{([a-z]+)}");

    private final ObjectNode document = Json.object();
    private final Schemas schemas = new Schemas();

    private OpenApi() {}

    static ObjectNode document(RouteTable table, String version) {
        var api = new OpenApi();
        api.document.put("openapi", "3.1.1");
        api.document
                .putObject("info")
                .put("title", "Werkmeister")
                .put("version", version)
                .put("description", "Early warning for machines, and the site that learns it.")
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("identifier", "Apache-2.0");
        api.document.putArray("servers").addObject().put("url", Front.BASE);
        var paths = api.document.putObject("paths");
        table.routes().forEach(route -> api.add(paths, route));
        api.addComponents();
        return api.document;
    }

    private void add(ObjectNode paths, Route route) {
        var path =
                paths.get(route.path()) instanceof ObjectNode known
                        ? known
                        : paths.putObject(route.path());
        var operation = path.putObject(route.method().name().toLowerCase(java.util.Locale.ROOT));
        operation.put("operationId", operationId(route));
        operation.put("summary", route.summary());
        operation.put("x-werkmeister-policy", route.policy().name());
        addParameters(operation, route);
        addRequest(operation, route);
        addResponses(operation.putObject("responses"), route);
        var security = operation.putArray("security");
        if (route.policy() != Policy.PUBLIC) {
            security.addObject().putArray("key");
        }
    }

    private void addParameters(ObjectNode operation, Route route) {
        var parameters = operation.putArray("parameters");
        PATH_PART
                .matcher(route.path())
                .results()
                .forEach(part -> {
                    addParameter(parameters, "path", part.group(1), "string", "")
                            .put("required", true);
                });
        var query = new ArrayList<>(route.parameters());
        if (route.gives() instanceof Route.Gives.Items) {
            Page.PARAMETERS.stream().filter(one -> !query.contains(one)).forEach(query::add);
        }
        query.forEach(one ->
                addParameter(parameters, "query", one.name(), one.type(), one.description())
                        .put("required", one.required()));
        if (route.changes()) {
            reference(parameters.addObject(), "parameters", "IdempotencyKey");
        }
        if (route.policy() != Policy.PUBLIC) {
            reference(parameters.addObject(), "parameters", "Tenant");
        }
    }

    private static ObjectNode addParameter(
            ArrayNode parameters, String in, String name, String type, String description) {
        var parameter = parameters.addObject().put("name", name).put("in", in);
        if (!description.isEmpty()) {
            parameter.put("description", description);
        }
        parameter.putObject("schema").put("type", type);
        return parameter;
    }

    private void addRequest(ObjectNode operation, Route route) {
        switch (route.takes()) {
            case Route.Takes.Nothing() -> {}
            case Route.Takes.Json(var type, var _) ->
                    operation
                            .putObject("requestBody")
                            .put("required", true)
                            .putObject("content")
                            .putObject(MEDIA_JSON)
                            .set("schema", schemas.of(type));
            case Route.Takes.File() ->
                    operation
                            .putObject("requestBody")
                            .put("required", true)
                            .putObject("content")
                            .putObject("application/octet-stream");
        }
    }

    private void addResponses(ObjectNode responses, Route route) {
        switch (route.gives()) {
            case Route.Gives.Json(int status, var type) ->
                    response(responses, status, "Done.")
                            .putObject(MEDIA_JSON)
                            .set("schema", schemas.of(type));
            case Route.Gives.Items(var type) -> {
                var page =
                        response(responses, 200, "One page.")
                                .putObject(MEDIA_JSON)
                                .putObject("schema");
                page.put("type", "object");
                page.putArray("required").add("items");
                var properties = page.putObject("properties");
                properties.putObject("items").put("type", "array").set("items", schemas.of(type));
                properties.putObject("next").put("type", "string");
            }
            case Route.Gives.File(var mediaType) ->
                    response(responses, 200, "The bytes.").putObject(mediaType);
            case Route.Gives.Nothing() -> responses.putObject("204").put("description", "Done.");
        }
        reference(responses.putObject("default"), "responses", "Problem");
    }

    private static ObjectNode response(ObjectNode responses, int status, String description) {
        return responses
                .putObject(String.valueOf(status))
                .put("description", description)
                .putObject("content");
    }

    private void addComponents() {
        var components = document.putObject("components");
        var key = components.putObject("securitySchemes").putObject("key");
        key.put("type", "http").put("scheme", "bearer").put("description", "wm_<prefix>_<secret>");
        var parameters = components.putObject("parameters");
        header(
                        parameters,
                        "IdempotencyKey",
                        "Idempotency-Key",
                        Map.of("maxLength", Call.ONCE_LENGTH_MAX))
                .put(
                        "description",
                        "The same key with the same request gets the first answer again.");
        header(parameters, "Tenant", Front.TENANT_HEADER, Map.of())
                .put("description", "The tenant that an operator acts for.");
        components
                .putObject("responses")
                .putObject("Problem")
                .put("description", "Why it was not done (RFC 9457).")
                .putObject("content")
                .putObject(Problem.MEDIA_TYPE)
                .set("schema", schemas.of(Problem.class));
        components.set("schemas", schemas.all());
    }

    private static ObjectNode header(
            ObjectNode parameters, String component, String name, Map<String, Integer> limits) {
        var header =
                parameters
                        .putObject(component)
                        .put("name", name)
                        .put("in", "header")
                        .put("required", false);
        var schema = header.putObject("schema").put("type", "string");
        limits.forEach(schema::put);
        return header;
    }

    private static void reference(ObjectNode node, String kind, String name) {
        node.put("$ref", "#/components/%s/%s".formatted(kind, name));
    }

    /** Such as {@code getMachinesMachineTrend}. */
    private static String operationId(Route route) {
        var id = new StringBuilder(route.method().name().toLowerCase(java.util.Locale.ROOT));
        for (String part : route.path().split("[^a-z]+", -1)) {
            if (!part.isEmpty()) {
                id.append(Character.toUpperCase(part.charAt(0))).append(part, 1, part.length());
            }
        }
        return id.toString();
    }
}
