package werkmeister.learning.model;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import werkmeister.units.Refusal;

/**
 * The file {@code model.json}: an open, documented form of a model; doubles come back bit by bit.
 */
public final class ModelFormat {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String NAME = "werkmeister-model";
    private static final int VERSION = 1;

    private ModelFormat() {}

    public static byte[] write(WatchModel model) {
        if (!(model instanceof NormalModel normal)) {
            throw Refusal.invalid(
                    "A model of type (%s) has no file format.".formatted(model.getClass()));
        }
        return MAPPER.writeValueAsBytes(new Envelope(NAME, VERSION, normal));
    }

    public static WatchModel read(byte[] bytes) {
        try {
            var tree = MAPPER.readTree(bytes);
            String format = tree.path("format").asString("");
            int version = tree.path("version").asInt(-1);
            if (!format.equals(NAME) || version != VERSION) {
                throw Refusal.corrupt(
                        "The model's format (%s %d) is not one that can be read (%s %d)."
                                .formatted(format, version, NAME, VERSION));
            }
            return MAPPER.treeToValue(tree.path("model"), NormalModel.class);
        } catch (JacksonException e) {
            throw Refusal.corrupt("The model file cannot be read: " + e.getOriginalMessage());
        }
    }

    private record Envelope(String format, int version, NormalModel model) {}
}
