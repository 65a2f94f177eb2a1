package werkmeister.cli.demo;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Progress;
import werkmeister.cli.terminal.Shell;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleTable;
import werkmeister.simulator.press.PlantedFault;
import werkmeister.simulator.press.PressFiles;
import werkmeister.simulator.press.PressLine;
import werkmeister.units.TimeSpan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The product's main job on a simulated press line, done through the API as a user would: files,
 * import, training, gate, release, live samples, findings, verdicts, the next version in the
 * shadow, promotion, ledger and checks.
 */
public final class Demo {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration BATCH = Duration.ofDays(2);
    private static final Duration BEFORE_VERDICTS = Duration.ofDays(28);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int SIGNALS = 10;

    /** A finding this long before a fault was planted still has nothing to do with it. */
    private static final Duration AFTERGLOW = Duration.ofDays(2);

    private final Shell shell;
    private final Api api;
    private final PressLine line;
    private final Path folder;
    private final Instant started;
    private List<DemoReport.Answer> answers = List.of();
    private Optional<DemoReport.Promotion> promotion = Optional.empty();
    private long readings;

    private Demo(Shell shell, Api api, PressLine line, Path folder) {
        this.shell = shell;
        this.api = api;
        this.line = line;
        this.folder = folder;
        this.started = shell.clock().instant();
    }

    /**
     * Runs to the end.
     *
     * @param api as an operator who acts for the tenant of the demonstration
     * @param folder for the plant's files
     */
    public static DemoReport run(Shell shell, Api api, PressLine line, Path folder) {
        return new Demo(shell, api, line, folder).run();
    }

    private DemoReport run() {
        importHistory(simulate());
        line.machines().forEach(this::orderFirst);
        waitForJobs();
        line.machines().forEach(machine -> release(machine.value(), 1));
        var half = new TimeSpan(line.live().from(), line.live().from().plus(BEFORE_VERDICTS));
        stream(half);
        tellFindings();
        List<String> judged = giveVerdicts();
        judged.forEach(machine -> order(body(new MachineId(machine))));
        waitForJobs();
        judged.forEach(this::shadow);
        stream(new TimeSpan(half.to(), line.live().to()));
        giveVerdicts();
        judged.forEach(this::promote);
        var questions = new DemoQuestions(api, line, shell.words().language().locale());
        var asked = new ArrayList<>(questions.ask());
        say("demo.asked", line.machines().getFirst());
        waitForJobs();
        asked.add(questions.askForLife());
        waitForJobs();
        answers = questions.answers(asked);
        answers.forEach(one -> say("demo.answer", one.topic(), one.version(), one.words()));
        return report();
    }

    private List<PressFiles.Exported> simulate() {
        int files = line.machines().size() * line.settings().years();
        try (var progress = new Progress(shell, shell.say("demo.simulate"), files)) {
            var done = new ArrayList<PressFiles.Exported>();
            PressFiles.export(
                    line,
                    folder,
                    exported -> {
                        done.add(exported);
                        progress.at(done.size(), String.valueOf(exported.file().getFileName()));
                    });
            say("demo.simulated", done.size(), line.machines().size(), line.settings().years());
            return done;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void importHistory(List<PressFiles.Exported> files) {
        line.machines().forEach(this::register);
        Map<MachineId, List<JsonNode>> answers = new LinkedHashMap<>();
        try (var progress = new Progress(shell, shell.say("demo.import"), files.size())) {
            for (int i = 0; i < files.size(); i++) {
                var exported = files.get(i);
                progress.at(i, name(exported));
                answers.computeIfAbsent(exported.machine(), _ -> new ArrayList<>())
                        .add(upload(exported));
                remove(exported.file());
            }
        }
        answers.forEach(this::tellWhatWasUnderstood);
        long rows = answers.values().stream().flatMap(List::stream).mapToLong(Demo::rows).sum();
        readings = rows * SIGNALS;
        say("demo.imported", shell.writing().count(rows), shell.writing().count(readings));
    }

    private JsonNode upload(PressFiles.Exported exported) {
        String path = "/machines/%s/imports?name=%s&zone=%s";
        return api.upload(
                path.formatted(
                        exported.machine(),
                        Api.encoded(name(exported)),
                        Api.encoded(PressLine.ZONE.getId())),
                exported.file());
    }

    /** A machine's files are all alike: the format of the first, what was found in all of them. */
    private void tellWhatWasUnderstood(MachineId machine, List<JsonNode> answers) {
        JsonNode understood = answers.getFirst().path("understood");
        JsonNode format = understood.path("format");
        boolean text = !format.path("separator").asString("").isEmpty();
        say(
                "demo.understood",
                machine,
                answers.size(),
                shell.writing().count(answers.stream().mapToLong(Demo::rows).sum()),
                text
                        ? shell.say(
                                "demo.csv",
                                format.path("separator").asString(),
                                format.path("decimal").asString(),
                                format.path("encoding").asString())
                        : format.path("encoding").asString(),
                format.path("timeColumn").asString("-"),
                format.path("timeFormat").asString("-"),
                format.path("zone").asString("UTC"),
                understood.path("signals").size(),
                found(answers));
    }

    /** What people should know of the files: how often which kind. */
    private static String found(List<JsonNode> answers) {
        var counts = new TreeMap<String, Integer>();
        for (JsonNode answer : answers) {
            for (JsonNode finding : answer.path("understood").path("findings")) {
                counts.merge(finding.path("kind").asString(), 1, Integer::sum);
            }
        }
        return counts.isEmpty()
                ? "-"
                : counts.entrySet().stream()
                        .map(kind -> kind.getKey() + " " + kind.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static long rows(JsonNode answer) {
        return answer.path("rows").asLong();
    }

    private static String name(PressFiles.Exported exported) {
        return String.valueOf(exported.file().getFileName());
    }

    private void register(MachineId machine) {
        api.post(
                "/machines",
                JSON.createObjectNode()
                        .put("machine", machine.value())
                        .put("name", "Presse " + machine.value().substring("press-".length()))
                        .put("zone", PressLine.ZONE.getId()));
    }

    /**
     * The plant's logbook knows the faults of the held-out years; training does not see that time.
     */
    private void orderFirst(MachineId machine) {
        ObjectNode body = body(machine);
        body.put("trainUntil", line.heldOutFrom().toString());
        ArrayNode labels = body.putArray("labels");
        for (PlantedFault fault : faults(new TimeSpan(line.heldOutFrom(), line.history().to()))) {
            if (fault.machine().equals(machine)) {
                ObjectNode label = labels.addObject();
                label.putObject("span")
                        .put("from", fault.span().from().toString())
                        .put("to", fault.span().to().toString());
                label.put("kind", "FAULT").put("note", fault.kind().english());
            }
        }
        order(body);
    }

    private ObjectNode body(MachineId machine) {
        return JSON.createObjectNode()
                .put("machine", machine.value())
                .put("budget", 1.0)
                .put("seed", line.seed());
    }

    private void order(ObjectNode body) {
        var ordered = api.post("/orders", body);
        say(
                "demo.ordered",
                body.path("machine").asString(),
                ordered.path("order").path("id").asString(),
                ordered.path("job").asString());
    }

    private void waitForJobs() {
        try (var progress = new Progress(shell, shell.say("demo.train"), 0)) {
            List<JsonNode> open = openJobs();
            while (!open.isEmpty()) {
                progress.at(0, "%d".formatted(open.size()));
                pause();
                open = openJobs();
            }
        }
        for (JsonNode job : api.items("/jobs")) {
            if (job.path("state").asString().equals("FAILED")) {
                say(
                        "demo.failed",
                        job.path("id").asString(),
                        job.path("why").path("en").asString());
            }
        }
    }

    private List<JsonNode> openJobs() {
        List<String> over = List.of("SUCCEEDED", "FAILED", "CANCELLED");
        return api.items("/jobs").stream()
                .filter(job -> !over.contains(job.path("state").asString()))
                .toList();
    }

    private void release(String machine, int number) {
        var version = api.get("/versions/%s/%d".formatted(machine, number));
        var gate = version.path("gate");
        say(
                "demo.gate",
                version.path("id").asString(),
                gate.path("words")
                        .path(shell.words().language().locale().getLanguage())
                        .asString());
        boolean refused = gate.path("verdict").asString().equals("REFUSE");
        if (!refused) {
            api.post(
                    "/versions/%s/%d/release".formatted(machine, number),
                    JSON.createObjectNode().put("reason", "demo"));
        }
    }

    /**
     * Plays the line's samples faster than real time, machine by machine, a batch of days at once.
     */
    private void stream(TimeSpan span) {
        long days = span.length().toDays();
        try (var progress = new Progress(shell, shell.say("demo.live"), days)) {
            for (Instant from = span.from(); from.isBefore(span.to()); from = from.plus(BATCH)) {
                Instant to = from.plus(BATCH).isBefore(span.to()) ? from.plus(BATCH) : span.to();
                progress.at(Duration.between(span.from(), from).toDays());
                for (MachineId machine : line.machines()) {
                    send(machine, line.table(machine, new TimeSpan(from, to)));
                }
            }
        }
    }

    private void send(MachineId machine, SampleTable table) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode signals = body.putArray("signals");
        table.signals().forEach(signals::add);
        ArrayNode rows = body.putArray("rows");
        for (int row = 0; row < table.rows(); row++) {
            ArrayNode cells = rows.addArray();
            cells.add(Instant.EPOCH.plus(table.times()[row], ChronoUnit.MICROS).toString());
            for (double value : table.row(row)) {
                if (Double.isNaN(value)) {
                    cells.addNull();
                } else {
                    cells.add(value);
                }
            }
        }
        readings += (long) table.rows() * table.signals().size();
        api.post("/machines/%s/samples".formatted(machine), body);
    }

    private void tellFindings() {
        for (JsonNode finding : api.items("/findings")) {
            say(
                    "demo.finding",
                    finding.path("id").asString(),
                    finding.path("sentence")
                            .path(shell.words().language().locale().getLanguage())
                            .asString());
        }
    }

    /**
     * Judges every open finding by what was really planted; answers with the machines that were
     * judged.
     */
    private List<String> giveVerdicts() {
        var judged = new ArrayList<String>();
        for (JsonNode finding : api.items("/findings?open=true")) {
            String verdict = truth(finding).isPresent() ? "CONFIRMED" : "FALSE_ALARM";
            String id = finding.path("id").asString();
            api.post(
                    "/findings/%s/verdict".formatted(id),
                    JSON.createObjectNode()
                            .put("verdict", verdict)
                            .put("note", truthNote(finding)));
            say("demo.verdict", id, verdict);
            String machine = finding.path("machine").asString();
            if (!judged.contains(machine)) {
                judged.add(machine);
            }
        }
        return judged;
    }

    private void shadow(String machine) {
        latest(machine)
                .ifPresent(number -> {
                    api.post(
                            "/versions/%s/%d/shadow".formatted(machine, number),
                            JSON.createObjectNode());
                    say("demo.shadow", machine + "/v" + number);
                });
    }

    private void promote(String machine) {
        Optional<Integer> number = latest(machine);
        if (number.isEmpty()) {
            return;
        }
        String path = "/versions/%s/%d".formatted(machine, number.get());
        JsonNode comparison = api.get(path + "/comparison");
        String reason =
                comparison
                        .path("reason")
                        .path(shell.words().language().locale().getLanguage())
                        .asString();
        if (comparison.path("better").asBoolean()) {
            api.post(path + "/promote", JSON.createObjectNode());
            var made =
                    new DemoReport.Promotion(
                            comparison.path("live").asString(),
                            comparison.path("shadow").asString(),
                            reason);
            promotion = promotion.or(() -> Optional.of(made));
            say("demo.promoted", reason);
        } else {
            say("demo.kept", reason);
        }
    }

    /** The number of a version later than the first. */
    private Optional<Integer> latest(String machine) {
        return api.items("/versions?machine=" + machine).stream()
                .filter(version -> !version.has("topic"))
                .map(version -> version.path("number").asInt())
                .filter(number -> number > 1)
                .max(Integer::compare);
    }

    private DemoReport report() {
        List<JsonNode> findings = api.items("/findings");
        int wrong = (int) findings.stream().filter(finding -> truth(finding).isEmpty()).count();
        double weeks = line.live().length().toHours() / (7.0 * 24) * line.machines().size();
        var leads = leads(findings);
        int planted = faults(new TimeSpan(line.heldOutFrom(), line.live().to())).size();
        var checks = api.post("/checks", JSON.createObjectNode());
        boolean clean = checks.path("failed").asInt() == 0;
        var faults = new DemoReport.Faults(planted, leads.size(), median(leads));
        var found = new DemoReport.Findings(findings.size(), wrong, findings.size() / weeks);
        boolean ok = clean && leads.size() == planted && wrong / weeks <= 1;
        return new DemoReport(
                line.seed(),
                line.machines().size(),
                readings,
                faults,
                found,
                models(),
                promotion,
                answers,
                ledger(),
                new DemoReport.Journal(
                        api.get("/health").path("journal").path("events").asLong(),
                        isChainWhole(checks)),
                new DemoReport.Checks(
                        checks.path("passed").asLong(), checks.path("failed").asLong()),
                Duration.between(started, shell.clock().instant()).toMillis() / 1000.0,
                ok);
    }

    private static boolean isChainWhole(JsonNode checks) {
        return StreamSupport.stream(checks.path("items").spliterator(), false)
                .filter(item -> item.path("name").asString().contains("chain"))
                .anyMatch(item -> item.path("ok").asBoolean());
    }

    /** Hours of lead of every fault that was caught: in the gate's replay or live. */
    private List<Double> leads(List<JsonNode> findings) {
        var leads = new ArrayList<Double>();
        for (MachineId machine : line.machines()) {
            JsonNode gate = api.get("/versions/%s/1".formatted(machine)).path("gate");
            StreamSupport.stream(gate.path("known").spliterator(), false)
                    .filter(known -> known.has("lead"))
                    .forEach(known ->
                            leads.add(hours(Duration.parse(known.path("lead").asString()))));
        }
        for (PlantedFault fault : faults(line.live())) {
            findings.stream()
                    .filter(finding -> meets(finding, fault))
                    .map(finding -> Instant.parse(finding.path("from").asString()))
                    .min(Instant::compareTo)
                    .ifPresent(from -> leads.add(hours(Duration.between(from, fault.span().to()))));
        }
        return leads;
    }

    private List<DemoReport.Model> models() {
        return api.items("/versions").stream()
                .map(version ->
                        new DemoReport.Model(
                                version.path("machine").asString(),
                                version.path("number").asInt(),
                                version.path("state").asString(),
                                version.path("trainSeconds").asDouble(),
                                version.path("sizeKb").asDouble()))
                .toList();
    }

    private DemoReport.Ledger ledger() {
        var total = api.get("/ledger").path("total");
        return new DemoReport.Ledger(
                total.path("cpuTime").path("milliseconds").asLong() / 1000.0,
                total.path("gpuTime").path("milliseconds").asLong() / 1000.0,
                total.path("cost").path("microEuros").asLong() / 1e6);
    }

    private List<PlantedFault> faults(TimeSpan span) {
        return line.plan().stream().filter(fault -> fault.span().overlaps(span)).toList();
    }

    private Optional<PlantedFault> truth(JsonNode finding) {
        return line.plan().stream().filter(fault -> meets(finding, fault)).findFirst();
    }

    private String truthNote(JsonNode finding) {
        return truth(finding).map(fault -> fault.kind().english()).orElse("");
    }

    private static boolean meets(JsonNode finding, PlantedFault fault) {
        return fault.machine().value().equals(finding.path("machine").asString())
                && !Instant.parse(finding.path("to").asString()).isBefore(fault.span().from())
                && Instant.parse(finding.path("from").asString())
                        .isBefore(fault.span().to().plus(AFTERGLOW));
    }

    private static Optional<Double> median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        return sorted.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2);
    }

    private static double hours(Duration duration) {
        return Math.max(0, duration.toMinutes() / 60.0);
    }

    private void say(String key, Object... values) {
        shell.err().println(shell.say(key, values));
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
