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

    /**
     * What comes next, and which kind of fault; answers with the orders' ids. Each press is asked
     * for its kind of fault, so that the logbooks of all are known afterwards.
     */
    List<String> ask() {
        ObjectNode next = body("FORECAST", press());
        next.put("target", OIL_TEMPERATURE).put("horizon", AHEAD.toString());
        String forecast = order(next);
        List<String> kinds =
                line.machines().stream()
                        .map(machine -> order(withLogbook(body("CLASSIFY", machine), machine)))
                        .toList();
        return List.of(forecast, kinds.getFirst());
    }

    /** How long the press will go on, from the lives of all; answers with the order's id. */
    String askForLife() {
        ObjectNode life = withLogbook(body("LIFE", press()), press());
        ArrayNode sisters = life.putArray("sisters");
        line.machines().stream().skip(1).forEach(sister -> sisters.add(sister.value()));
        return order(life);
    }

    private String order(ObjectNode body) {
        return api.post("/orders", body).path("order").path("id").asString();
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

    private ObjectNode body(String intent, MachineId machine) {
        return JSON.createObjectNode()
                .put("machine", machine.value())
                .put("intent", intent)
                .put("seed", line.seed());
    }

    /** Which faults a press has had, and of which kind. */
    private ObjectNode withLogbook(ObjectNode body, MachineId machine) {
        ArrayNode labels = body.putArray("labels");
        for (PlantedFault fault : line.plan()) {
            if (fault.machine().equals(machine) && fault.span().overlaps(line.history())) {
                ObjectNode label = labels.addObject();
                label.putObject("span")
                        .put("from", fault.span().from().toString())
                        .put("to", fault.span().to().toString());
                label.put("kind", "FAULT").put("note", fault.kind().english());
            }
        }
        return body;
    }
}
