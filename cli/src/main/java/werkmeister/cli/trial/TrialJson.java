package werkmeister.cli.trial;

import tools.jackson.databind.node.ObjectNode;

import werkmeister.learning.metric.ClassError;
import werkmeister.learning.metric.ForecastError;
import werkmeister.learning.metric.LifeError;
import werkmeister.learning.order.Intent;
import werkmeister.learning.table.CaseReading.Sheet;
import werkmeister.learning.table.FeatureChoice;
import werkmeister.learning.table.Split;
import werkmeister.learning.trial.LifeTrial;
import werkmeister.server.json.Json;

import java.util.List;
import java.util.Locale;

/** The parts that the intents' results have in common. A number that does not exist is null. */
final class TrialJson {
    private TrialJson() {}

    static ObjectNode of(
            Intent intent, List<Sheet> sheets, FeatureChoice choice, Split.Kind split) {
        var json = Json.object();
        json.put("intent", word(intent));
        json.put("split", word(split));
        var files = json.putArray("files");
        for (Sheet sheet : sheets) {
            files.addObject().put("file", sheet.name()).put("rows", sheet.table().rows());
        }
        var signals = json.putArray("signals");
        choice.names().forEach(signals::add);
        var withheld = json.putArray("withheld");
        choice.withheld()
                .forEach(one ->
                        withheld.addObject()
                                .put("column", one.column())
                                .put("reason", word(one.reason())));
        return json;
    }

    static void effort(ObjectNode json, double trainSeconds, double tellSeconds, long bytes) {
        json.put("trainSeconds", trainSeconds);
        json.put("scoreSeconds", tellSeconds);
        json.put("modelBytes", bytes);
    }

    static void life(ObjectNode json, LifeTrial.Errors errors) {
        life(json.putObject("raw"), errors.raw());
        life(json.putObject("capped"), errors.capped());
        json.put("judged", errors.raw().count());
        Json.number(json, "coverage", errors.coverage());
        Json.number(json, "meanWidth", errors.meanWidth());
    }

    private static void life(ObjectNode json, LifeError error) {
        Json.number(json, "rmse", error.rmse());
        Json.number(json, "mae", error.mae());
        Json.number(json, "score", error.score());
    }

    static void classes(ObjectNode json, ClassError error) {
        json.put("judged", error.count());
        Json.number(json, "accuracy", error.accuracy());
        Json.number(json, "macroF1", error.macroF1());
        var byClass = json.putObject("byClass");
        for (ClassError.OfClass one : error.byClass()) {
            var node = byClass.putObject(one.name());
            node.put("cases", one.cases()).put("told", one.told());
            Json.number(node, "precision", one.precision());
            Json.number(node, "recall", one.recall());
            Json.number(node, "f1", one.f1());
        }
    }

    static void forecast(ObjectNode json, ForecastError error) {
        json.put("judged", error.count());
        Json.number(json, "mse", error.mse());
        Json.number(json, "mae", error.mae());
        Json.number(json, "coverage", error.coverage());
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
