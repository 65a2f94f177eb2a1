package werkmeister.learning.predict;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import werkmeister.learning.trees.Trees;
import werkmeister.units.Refusal;

/**
 * The file {@code model.json} of a predictor: an open, documented form; numbers come back bit by
 * bit. Trees stand in it in the open format of XGBoost (UBJSON, as Base64).
 */
public final class PredictorFormat {
    private static final String NAME = "werkmeister-predictor";
    private static final int VERSION = 1;
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(new TreesOut())
                                    .addDeserializer(Trees.class, new TreesIn()))
                    .addMixIn(Predictor.class, ByKind.class)
                    .build();

    private PredictorFormat() {}

    public static byte[] write(Predictor predictor) {
        return MAPPER.writeValueAsBytes(new Envelope(NAME, VERSION, predictor));
    }

    public static Predictor read(byte[] bytes) {
        try {
            var tree = MAPPER.readTree(bytes);
            String format = tree.path("format").asString("");
            int version = tree.path("version").asInt(-1);
            if (!format.equals(NAME) || version != VERSION) {
                throw Refusal.corrupt(
                        "The predictor's format (%s %d) is not one that can be read (%s %d)."
                                .formatted(format, version, NAME, VERSION));
            }
            return MAPPER.treeToValue(tree.path("model"), Predictor.class);
        } catch (JacksonException e) {
            throw Refusal.corrupt("The predictor cannot be read: " + e.getOriginalMessage());
        }
    }

    private record Envelope(String format, int version, Predictor model) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    private interface ByKind {}

    private static final class TreesOut extends StdSerializer<Trees> {
        TreesOut() {
            super(Trees.class);
        }

        @Override
        public void serialize(Trees trees, JsonGenerator out, SerializationContext context) {
            out.writeBinary(trees.bytes());
        }
    }

    private static final class TreesIn extends StdDeserializer<Trees> {
        TreesIn() {
            super(Trees.class);
        }

        @Override
        public Trees deserialize(JsonParser in, DeserializationContext context) {
            return Trees.read(in.getBinaryValue());
        }
    }
}
