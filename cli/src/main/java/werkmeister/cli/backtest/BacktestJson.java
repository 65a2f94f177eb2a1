package werkmeister.cli.backtest;

import tools.jackson.databind.node.ObjectNode;

import werkmeister.learning.evaluate.BacktestReport;
import werkmeister.server.json.Json;

import java.util.List;

/**
 * The result as scripts read it. Only ever added to. Without labels the metrics are left out,
 * because there are none; a number that does not exist is null.
 */
final class BacktestJson {
    private BacktestJson() {}

    static ObjectNode of(List<JudgedFile> files, BacktestReport report) {
        var json = Json.object();
        files(json, files, report);
        report.point().ifPresent(point -> point(json.putObject("point"), point));
        report.events().ifPresent(events -> events(json.putObject("events"), events));
        var baselines = json.putObject("baselines");
        report.baselines()
                .forEach((name, baseline) -> {
                    var one = baselines.putObject(name);
                    Json.number(one, "f1", baseline.f1());
                    Json.number(one, "vusPr", baseline.vusPr());
                });
        Json.number(json, "threshold", report.threshold());
        Json.number(json, "trainSeconds", report.trainSeconds());
        Json.number(json, "scoreSeconds", report.scoreSeconds());
        var findings = json.putObject("findings").put("total", report.findings().total());
        Json.number(findings, "perWeek", report.findings().perWeek());
        return json;
    }

    private static void files(ObjectNode json, List<JudgedFile> judged, BacktestReport report) {
        var files = json.putArray("files");
        for (int i = 0; i < judged.size(); i++) {
            var file = report.files().get(i);
            var one = files.addObject();
            one.put("file", file.file()).put("rows", file.rows());
            one.put("trainRows", file.trainRows());
            var signals = one.putArray("signals");
            judged.get(i).series().table().signals().forEach(signals::add);
            var labels = one.putArray("labelColumns");
            judged.get(i).columns().used().forEach(labels::add);
            var withheld = one.putArray("withheldColumns");
            judged.get(i).columns().withheld().forEach(withheld::add);
        }
    }

    private static void point(ObjectNode json, BacktestReport.Point point) {
        Json.number(json, "precision", point.precision());
        Json.number(json, "recall", point.recall());
        Json.number(json, "f1", point.f1());
        Json.number(json, "falseAlarmRate", point.falseAlarmRate());
        Json.number(json, "missedAlarmRate", point.missedAlarmRate());
        Json.number(json, "vusPr", point.vusPr());
    }

    private static void events(ObjectNode json, BacktestReport.Events events) {
        json.put("total", events.total()).put("caught", events.caught());
        Json.number(json, "medianLeadSeconds", events.medianLeadSeconds());
        Json.number(json, "falsePerWeek", events.falsePerWeek());
    }
}
