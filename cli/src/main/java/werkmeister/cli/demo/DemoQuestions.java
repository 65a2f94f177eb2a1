package werkmeister.cli.demo;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import werkmeister.cli.client.Api;
import werkmeister.plant.machine.MachineId;
import werkmeister.simulator.press.PlantedFault;
import werkmeister.simulator.press.PressLine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Asks of the line's first press what comes next, what kind of fault it has, and how long it will
 * go on.
 */
record DemoQuestions(Api api, PressLine line, Locale locale) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String OIL_TEMPERATURE = "Öltemperatur";
    private static final Duration AHEAD = Duration.ofHours(24);

    /** Places the orders; answers with their ids. */
    List<String> ask() {
        ObjectNode next = body("FORECAST");
        next.put("target", OIL_TEMPERATURE).put("horizon", AHEAD.toString());
        ObjectNode kind = body("CLASSIFY");
        logbook(kind.putArray("labels"));
        ObjectNode life = body("LIFE");
        logbook(life.putArray("labels"));
        ArrayNode sisters = life.putArray("sisters");
        line.machines().stream().skip(1).forEach(sister -> sisters.add(sister.value()));
        var ids = new ArrayList<String>();
        for (ObjectNode body : List.of(next, kind, life)) {
            ids.add(api.post("/orders", body).path("order").path("id").asString());
        }
        return ids;
    }

    /** Releases what came of the orders and lets it answer; what was refused says why. */
    List<DemoReport.Answer> answers(List<String> orders) {
        var answers = new ArrayList<DemoReport.Answer>();
        for (String order : orders) {
            String version = api.get("/orders/" + order).path("version").asString("");
            if (version.isEmpty()) {
                continue;
            }
            JsonNode appraisal = appraisal(version);
            if (appraisal.path("verdict").asString().equals("REFUSE")) {
                answers.add(answer(appraisal, version, appraisal.path("words")));
            } else {
                api.post(path(version) + "/release", JSON.createObjectNode().put("reason", "demo"));
            }
        }
        for (JsonNode one : api.get("/machines/%s/outlooks".formatted(press())).path("outlooks")) {
            String version = one.path("version").asString();
            answers.add(answer(appraisal(version), version, one.path("words")));
        }
        return List.copyOf(answers);
    }

    private DemoReport.Answer answer(JsonNode appraisal, String version, JsonNode words) {
        return new DemoReport.Answer(
                press().value(),
                appraisal.path("topic").asString(),
                version,
                appraisal.path("verdict").asString(),
                words.path(locale.getLanguage()).asString());
    }

    private JsonNode appraisal(String version) {
        return api.get(path(version)).path("appraisal");
    }

    private static String path(String version) {
        return "/versions/" + version.replace("/v", "/");
    }

    private MachineId press() {
        return line.machines().getFirst();
    }

    private ObjectNode body(String intent) {
        return JSON.createObjectNode()
                .put("machine", press().value())
                .put("intent", intent)
                .put("seed", line.seed());
    }

    /** Which faults the press has had, and of which kind. */
    private void logbook(ArrayNode labels) {
        for (PlantedFault fault : line.plan()) {
            if (fault.machine().equals(press()) && fault.span().overlaps(line.history())) {
                ObjectNode label = labels.addObject();
                label.putObject("span")
                        .put("from", fault.span().from().toString())
                        .put("to", fault.span().to().toString());
                label.put("kind", "FAULT").put("note", fault.kind().english());
            }
        }
    }
}
