package werkmeister.server.http;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import werkmeister.server.json.Json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * JSON schemas (draft 2020-12) of records, as {@link Json} writes them: a record of one text called
 * {@code value} is that text, an alternative of a sealed interface has a {@code kind}, an empty
 * Optional is left out.
 */
final class Schemas {
    private static final Map<Class<?>, String> TYPES =
            Map.ofEntries(
                    Map.entry(String.class, "string"),
                    Map.entry(ZoneId.class, "string"),
                    Map.entry(boolean.class, "boolean"),
                    Map.entry(Boolean.class, "boolean"),
                    Map.entry(int.class, "integer"),
                    Map.entry(Integer.class, "integer"),
                    Map.entry(long.class, "integer"),
                    Map.entry(Long.class, "integer"),
                    Map.entry(double.class, "number"),
                    Map.entry(Double.class, "number"));

    private static final Map<Class<?>, String> FORMATS =
            Map.of(Instant.class, "date-time", Duration.class, "duration");

    private final Map<String, ObjectNode> schemas = new TreeMap<>();
    private final Map<String, Class<?>> types = new HashMap<>();

    ObjectNode all() {
        var all = Json.object();
        schemas.forEach(all::set);
        return all;
    }

    /**
     * The schema of a type: records are named and referred to, everything else stands where it is
     * used.
     */
    ObjectNode of(Type type) {
        return switch (type) {
            case ParameterizedType generic -> ofGeneric(generic);
            case Class<?> plain -> ofClass(plain);
            default -> Json.object();
        };
    }

    private ObjectNode ofGeneric(ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        var schema = Json.object();
        if (type.getRawType() == Optional.class) {
            return of(arguments[0]);
        }
        if (type.getRawType() == List.class) {
            schema.put("type", "array").set("items", ofElement(arguments[0]));
        } else if (type.getRawType() == Map.class) {
            schema.put("type", "object").set("additionalProperties", of(arguments[1]));
        } else {
            throw new IllegalArgumentException("The type (%s) has no schema.".formatted(type));
        }
        return schema;
    }

    private ObjectNode ofClass(Class<?> type) {
        var schema = Json.object();
        if (TYPES.containsKey(type)) {
            schema.put("type", TYPES.get(type));
        } else if (FORMATS.containsKey(type)) {
            schema.put("type", "string").put("format", FORMATS.get(type));
        } else if (type.isEnum()) {
            var names = schema.put("type", "string").putArray("enum");
            for (Object constant : type.getEnumConstants()) {
                names.add(((Enum<?>) constant).name());
            }
        } else if (type.isArray()) {
            schema.put("type", "array").set("items", of(type.getComponentType()));
        } else if (isText(type)) {
            schema.put("type", "string");
        } else if (type.isRecord() || type.isSealed()) {
            schema.put("$ref", "#/components/schemas/" + named(type));
        } else if (!JsonNode.class.isAssignableFrom(type) && type != Object.class) {
            throw new IllegalArgumentException("The type (%s) has no schema.".formatted(type));
        }
        return schema;
    }

    /** In a list an empty Optional keeps its place: it is null there. */
    private ObjectNode ofElement(Type type) {
        var schema = of(type);
        if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
            String plain = schema.get("type").asString();
            schema.putArray("type").add(plain).add("null");
        }
        return schema;
    }

    private String named(Class<?> type) {
        String name = name(type);
        if (types.putIfAbsent(name, type) == null) {
            // The name stands before the parts do, so that a type may hold itself.
            var schema = Json.object();
            schemas.put(name, schema);
            fill(schema, type);
        }
        return name;
    }

    private void fill(ObjectNode schema, Class<?> type) {
        if (type.isSealed()) {
            var choices = schema.putArray("oneOf");
            for (Class<?> one : type.getPermittedSubclasses()) {
                choices.add(ofClass(one));
            }
            return;
        }
        schema.put("type", "object");
        var required = schema.putArray("required");
        var properties = schema.putObject("properties");
        if (isAlternative(type)) {
            properties.putObject("kind").put("const", type.getSimpleName());
            required.add("kind");
        }
        for (RecordComponent component : type.getRecordComponents()) {
            properties.set(component.getName(), of(component.getGenericType()));
            if (component.getType() != Optional.class) {
                required.add(component.getName());
            }
        }
    }

    /**
     * The simple name, with the outer type's before it: so it does not depend on the order of the
     * routes.
     */
    private String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        String name =
                outer == null ? type.getSimpleName() : outer.getSimpleName() + type.getSimpleName();
        Class<?> known = types.getOrDefault(name, type);
        if (known != type) {
            throw new IllegalArgumentException("Two types are called (%s).".formatted(name));
        }
        return name;
    }

    static boolean isText(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        return components != null
                && components.length == 1
                && components[0].getName().equals("value")
                && components[0].getType() == String.class;
    }

    private static boolean isAlternative(Class<?> type) {
        for (Class<?> parent : type.getInterfaces()) {
            if (parent.isSealed()) {
                return true;
            }
        }
        return false;
    }
}
