package werkmeister.learning.evaluate;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/**
 * A backtest's report as the JSON that scripts rely on: fields are only ever added; what does not
 * apply is left out.
 */
public final class BacktestJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private BacktestJson() {}

    public static String write(BacktestReport report) {
        ObjectNode root = MAPPER.createObjectNode();
        var files = root.putArray("files");
        report.files().forEach(files::addPOJO);
        putIf(root, "point", report.point());
        putIf(root, "events", report.events());
        if (!report.baselines().isEmpty()) {
            root.putPOJO("baselines", report.baselines());
        }
        root.put("threshold", report.threshold());
        root.put("trainSeconds", report.trainSeconds());
        root.put("scoreSeconds", report.scoreSeconds());
        root.putPOJO("findings", report.findings());
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static void putIf(ObjectNode root, String name, Optional<?> value) {
        value.ifPresent(present -> root.putPOJO(name, present));
    }
}
