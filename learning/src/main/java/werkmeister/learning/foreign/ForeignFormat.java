package werkmeister.learning.foreign;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import werkmeister.learning.model.AlertRule;
import werkmeister.learning.order.Brought;
import werkmeister.units.Refusal;

import java.util.List;

/**
 * The file {@code model.json} of a foreign model: its signature and its scale. The model itself
 * lies beside it as it came, as {@code model.onnx}.
 */
public final class ForeignFormat {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String NAME = "werkmeister-foreign";
    private static final int VERSION = 1;

    private ForeignFormat() {}

    public static byte[] write(ForeignModel model) {
        return MAPPER.writeValueAsBytes(
                new Envelope(
                        NAME,
                        VERSION,
                        new Content(
                                model.brought(), model.signals(), model.scale(), model.rule())));
    }

    /**
     * @param onnx the model as it was brought
     */
    public static ForeignModel read(byte[] json, byte[] onnx) {
        try {
            Envelope envelope = MAPPER.readValue(json, Envelope.class);
            if (!NAME.equals(envelope.format()) || envelope.version() != VERSION) {
                throw Refusal.corrupt(
                        "The model's format (%s %d) is not one that can be read (%s %d)."
                                .formatted(envelope.format(), envelope.version(), NAME, VERSION));
            }
            Content content = envelope.model();
            return new ForeignModel(
                    Runtime.open(onnx, content.brought(), content.signals()),
                    content.brought(),
                    content.scale(),
                    content.rule());
        } catch (JacksonException e) {
            throw Refusal.corrupt("The model file cannot be read: " + e.getOriginalMessage());
        }
    }

    private record Envelope(String format, int version, Content model) {}

    private record Content(
            Brought brought, List<String> signals, ForeignModel.Scale scale, AlertRule rule) {}
}
