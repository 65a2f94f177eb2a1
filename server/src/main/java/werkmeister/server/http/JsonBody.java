package werkmeister.server.http;

import io.helidon.webserver.http.ServerRequest;

import tools.jackson.databind.JsonNode;

import werkmeister.server.json.Json;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A JSON body becomes a record. Stricter than the journal: here a misspelt property is told to the
 * one who sent it.
 */
final class JsonBody {
    private JsonBody() {}

    /** Reads a body whose length is bounded. */
    static byte[] bytes(ServerRequest request, int max) throws IOException {
        long announced = request.headers().contentLength().orElse(0);
        if (announced > max) {
            throw tooLong(max);
        }
        byte[] bytes = request.content().inputStream().readNBytes(max + 1);
        if (bytes.length > max) {
            throw tooLong(max);
        }
        return bytes;
    }

    static <T> T read(byte[] json, Class<T> type) {
        try {
            // Every property of a body may be optional; then no body says the same as an empty one.
            String text = json.length == 0 ? "{}" : text(json);
            checkProperties(Json.tree(text), type, "");
            return Json.read(text, type);
        } catch (Refusal e) {
            throw Call.unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static String text(byte[] json) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
        } catch (CharacterCodingException e) {
            throw Call.unreadable("The body is not UTF-8: send JSON in UTF-8.");
        }
    }

    /** Nothing missing, nothing misspelt, no null in a list, as deep as there are records. */
    private static void check(JsonNode node, Type type, String where) {
        if (type instanceof ParameterizedType generic) {
            Type part = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Optional.class) {
                check(node, part, where);
            } else if (node.isArray()) {
                checkItems(node, part, where);
            }
        } else if (type instanceof Class<?> plain && plain.isRecord() && !Schemas.isText(plain)) {
            checkProperties(node, plain, where);
        }
    }

    private static void checkItems(JsonNode array, Type type, String where) {
        for (int i = 0; i < array.size(); i++) {
            String place = "%s[%d]".formatted(where, i);
            if (array.get(i).isNull() && type != JsonNode.class) {
                throw Call.unreadable("There is null at (%s).".formatted(place));
            }
            check(array.get(i), type, place);
        }
    }

    private static void checkProperties(JsonNode tree, Class<?> type, String where) {
        if (!tree.isObject()) {
            throw Call.unreadable(
                    "%s must be a JSON object with the properties %s."
                            .formatted(where.isEmpty() ? "The body" : where, names(type)));
        }
        String before = where.isEmpty() ? "" : where + ".";
        for (RecordComponent component : type.getRecordComponents()) {
            var value = tree.get(component.getName());
            if (value != null && !value.isNull()) {
                check(value, component.getGenericType(), before + component.getName());
            } else if (component.getType() != Optional.class) {
                throw Call.unreadable(
                        "The property (%s%s) is missing in the body; it takes %s."
                                .formatted(before, component.getName(), names(type)));
            }
        }
        for (String name : tree.propertyNames()) {
            if (Arrays.stream(type.getRecordComponents())
                    .noneMatch(known -> known.getName().equals(name))) {
                throw Call.unreadable(
                        "The property (%s%s) is not known; the body takes %s."
                                .formatted(before, name, names(type)));
            }
        }
    }

    private static String names(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component ->
                        component.getType() == Optional.class
                                ? "%s (optional)".formatted(component.getName())
                                : component.getName())
                .collect(Collectors.joining(", "));
    }

    private static Unanswerable tooLong(int max) {
        return new Unanswerable(
                Problem.of(
                        413,
                        Refusal.Kind.INVALID,
                        "The body is longer than the %d bytes that a JSON request may have: send it in parts."
                                .formatted(max)));
    }
}
