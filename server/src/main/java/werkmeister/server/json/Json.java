package werkmeister.server.json;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import werkmeister.units.Refusal;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Records to JSON and back. Times and durations are ISO-8601, an empty {@code Optional} is left
 * out, unknown properties are ignored (what is old stays readable, what is new does not hurt), and
 * a property that stands twice is refused.
 */
public final class Json {
    private static final JsonMapper MAPPER = mapper();

    private Json() {}

    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** For people: indented. */
    public static String pretty(Object value) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }

    /** Puts a number; null stands for one that does not exist, such as a mean of nothing. */
    public static void number(ObjectNode json, String name, double number) {
        if (Double.isFinite(number)) {
            json.put(name, number);
        } else {
            json.putNull(name);
        }
    }

    public static <T> T read(String json, Class<T> type) {
        try {
            return checked(MAPPER.readValue(json, type), type);
        } catch (JacksonException e) {
            throw refusal(e);
        }
    }

    public static <T> T read(byte[] json, Class<T> type) {
        return read(new String(json, StandardCharsets.UTF_8), type);
    }

    /** Any JSON as a tree. */
    public static JsonNode tree(String json) {
        return read(json, JsonNode.class);
    }

    /** A record as a tree, to look into or to add to. */
    public static ObjectNode object(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * Every record below a sealed interface by its simple name: the names that the journal uses.
     */
    public static <T> Map<String, Class<? extends T>> namesOf(Class<T> sealed) {
        var types = new HashMap<String, Class<? extends T>>();
        for (Class<?> type : HouseStyle.alternatives(sealed)) {
            if (types.put(type.getSimpleName(), type.asSubclass(sealed)) != null) {
                throw new IllegalStateException(
                        "Two alternatives of (%s) are called (%s)."
                                .formatted(sealed.getName(), type.getSimpleName()));
            }
        }
        return Map.copyOf(types);
    }

    private static <T> T checked(T value, Class<T> type) {
        if (value == null) {
            throw Refusal.invalid(
                    "The JSON is null where a %s belongs.".formatted(type.getSimpleName()));
        }
        return value;
    }

    /**
     * The parser's own words name the place; a refusal from a record's constructor is passed on as
     * it is.
     */
    private static Refusal refusal(JacksonException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal;
            }
        }
        var place = e.getLocation();
        return Refusal.invalid(
                "The JSON is not understood at line %d, column %d: %s"
                        .formatted(
                                place == null ? 1 : place.getLineNr(),
                                place == null ? 1 : place.getColumnNr(),
                                why(e)));
    }

    /** In words of the one who wrote the JSON: no names of our types, no advice to programmers. */
    private static String why(JacksonException e) {
        return switch (e) {
            case InvalidFormatException wrong ->
                    "(%s) does not belong in (%s); %s belongs there."
                            .formatted(
                                    wrong.getValue(),
                                    property(wrong),
                                    expected(wrong.getTargetType()));
            case MismatchedInputException wrong ->
                    "what stands in (%s) has the wrong kind; %s belongs there."
                            .formatted(property(wrong), expected(wrong.getTargetType()));
            default -> firstSentence(e.getOriginalMessage()).replaceFirst(": enable `.*", ".");
        };
    }

    private static String property(JacksonException e) {
        var path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            path.append(
                    step.getPropertyName() == null
                            ? "[%d]".formatted(step.getIndex())
                            : (path.isEmpty() ? "" : ".") + step.getPropertyName());
        }
        return path.toString();
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type.isEnum()) {
            return "one of " + List.of(type.getEnumConstants());
        }
        return switch (type.getSimpleName()) {
            case "Double", "double", "Float", "float" -> "a number";
            case "Integer", "int", "Long", "long" -> "a whole number";
            case "Boolean", "boolean" -> "true or false";
            case "Instant" -> "a time such as 2026-11-23T12:00:00Z";
            case "Duration" -> "a duration such as PT31H";
            case "String" -> "a text";
            default ->
                    Collection.class.isAssignableFrom(type)
                            ? "a list"
                            : "a " + type.getSimpleName();
        };
    }

    private static String firstSentence(String message) {
        return message.lines().findFirst().orElse("unreadable");
    }

    private static JsonMapper mapper() {
        var builder =
                JsonMapper.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                        .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                        .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                        .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
                        .changeDefaultPropertyInclusion(
                                value -> value.withValueInclusion(JsonInclude.Include.NON_ABSENT));
        builder.annotationIntrospector(
                AnnotationIntrospector.pair(new HouseStyle(), builder.annotationIntrospector()));
        return builder.build();
    }
}
