package werkmeister.server.http;

import static werkmeister.server.http.Route.Method.GET;
import static werkmeister.server.http.Route.Method.POST;

import tools.jackson.databind.JsonNode;

import werkmeister.factory.ledger.Total;
import werkmeister.learning.model.ModelVersion;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.Label;
import werkmeister.learning.order.Question;
import werkmeister.learning.order.Share;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleFile;
import werkmeister.server.auth.Policy;
import werkmeister.server.chart.AnswerComparisons;
import werkmeister.server.json.Json;
import werkmeister.server.loop.Books;
import werkmeister.server.loop.CloudCommand;
import werkmeister.serving.control.Served;
import werkmeister.serving.control.Serving;
import werkmeister.serving.control.ServingCommand;
import werkmeister.serving.feedback.Comparison;
import werkmeister.serving.finding.Finding;
import werkmeister.serving.release.Gate;
import werkmeister.serving.release.GateReport;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Model versions, their releases, and findings with their verdicts. */
final class LearningRoutes {
    private static final String VERSION = "/versions/{machine}/{number}";

    private final Doors doors;
    private final Performing performing;
    private final AnswerComparisons answers;

    LearningRoutes(Doors doors, Performing performing) {
        this.doors = doors;
        this.performing = performing;
        this.answers = new AnswerComparisons(doors.cloud(), doors.store(), doors.models());
    }

    List<Route> routes() {
        return List.of(
                list(
                        "/versions",
                        "Model versions.",
                        List.of(
                                Route.Parameter.optional(
                                        "machine", "string", "Only this machine's.")),
                        Views.VersionView.class,
                        this::versions),
                get(VERSION, "One version.", Views.VersionView.class, this::oneVersion),
                new Route(
                        GET,
                        VERSION + "/files/{name}",
                        Policy.VIEWER,
                        "A file of a version, checked by its hash.",
                        List.of(),
                        new Route.Takes.Nothing(),
                        new Route.Gives.File("application/octet-stream"),
                        this::file),
                post(
                        VERSION + "/gate",
                        "Judges again under another budget.",
                        Views.GateBody.class,
                        200,
                        GateReport.class,
                        this::gate),
                post(
                        VERSION + "/release",
                        "Goes live.",
                        Views.ReleaseBody.class,
                        200,
                        Views.VersionView.class,
                        this::release),
                new Route(
                        POST,
                        VERSION + "/shadow",
                        Policy.ENGINEER,
                        "Runs beside the live version, seen by nobody.",
                        List.of(),
                        new Route.Takes.Nothing(),
                        new Route.Gives.Json(200, Views.VersionView.class),
                        this::shadow),
                get(
                        VERSION + "/comparison",
                        "The shadow against the live version.",
                        ComparisonView.class,
                        this::comparison),
                post(
                        VERSION + "/promote",
                        "The shadow goes live.",
                        Views.PromoteBody.class,
                        200,
                        Views.VersionView.class,
                        this::promote),
                list(
                        "/findings",
                        "Findings, oldest first.",
                        List.of(
                                Route.Parameter.optional(
                                        "machine", "string", "Only this machine's."),
                                Route.Parameter.optional(
                                        "open",
                                        "boolean",
                                        "Only those without (true) or with (false) a verdict.")),
                        Finding.class,
                        this::findings),
                get("/findings/{id}", "One finding.", Finding.class, this::finding),
                post(
                        "/findings/{id}/verdict",
                        "Judges a finding.",
                        Views.VerdictBody.class,
                        200,
                        Finding.class,
                        this::verdict));
    }

    private Reply versions(Call call) {
        Optional<MachineId> machine = call.query("machine", MachineId::new);
        List<ModelVersion> versions =
                doors.cloud()
                        .read(books ->
                                machine.isPresent()
                                        ? books.learning().versions(call.tenant(), machine.get())
                                        : books.learning().versions(call.tenant()));
        Page<ModelVersion> page = Page.of(versions, ModelVersion::id, call);
        List<Views.VersionView> views = page.items().stream().map(this::view).toList();
        return Reply.ok(new Page<>(views, page.next()));
    }

    private Reply oneVersion(Call call) {
        return Reply.ok(view(doors.cloud().read(books -> version(call, books))));
    }

    private Reply file(Call call) {
        ModelVersion version = doors.cloud().read(books -> version(call, books));
        byte[] bytes = doors.models().bytes(version, call.path("name"));
        return new Reply.Bytes(
                call.path("name").endsWith(".json")
                        ? "application/json"
                        : "application/octet-stream",
                OptionalLong.of(bytes.length),
                Optional.of(Sha256.of(bytes).value()),
                Map.of(),
                out -> out.write(bytes));
    }

    private Reply gate(Call call) {
        ModelVersion version = doors.cloud().read(books -> version(call, books));
        if (version.order().question().isPresent()) {
            throw Refusal.conflict(
                    "Version (%s) answers a question: what was said of it follows from no budget."
                            .formatted(version.id()));
        }
        AlertBudget budget = call.body(Views.GateBody.class).or(version.order().budget());
        List<Label> labels = version.order().labels();
        GateReport report =
                Gate.judge(version.id(), doors.models().replay(version), budget, labels);
        return performing.perform(
                call,
                new CloudCommand.ToServing(
                        new ServingCommand.RecordGate(
                                call.tenant(), version.order().dataset().machine(), report)),
                200,
                _ -> report);
    }

    private Reply release(Call call) {
        ModelVersion version = doors.cloud().read(books -> version(call, books));
        var body = call.body(Views.ReleaseBody.class);
        var command =
                new ServingCommand.Release(
                        call.tenant(),
                        version.order().dataset().machine(),
                        version.id(),
                        body.reason().orElse("released by hand"),
                        body.force().orElse(false),
                        Optional.empty());
        return changed(call, version, command);
    }

    private Reply shadow(Call call) {
        ModelVersion version = doors.cloud().read(books -> version(call, books));
        var command =
                new ServingCommand.StartShadow(
                        call.tenant(),
                        version.order().dataset().machine(),
                        version.id(),
                        end(version));
        return changed(call, version, command);
    }

    private Reply comparison(Call call) {
        ModelVersion version = doors.cloud().read(books -> version(call, books));
        return Reply.ok(
                version.order().question().isPresent()
                        ? ComparisonView.of(answers.of(version))
                        : ComparisonView.of(compare(version)));
    }

    private Reply promote(Call call) {
        ModelVersion version = doors.cloud().read(books -> version(call, books));
        String reason = call.body(Views.PromoteBody.class).reason().orElse("");
        if (version.order().question().isPresent()) {
            return changed(
                    call,
                    version,
                    new ServingCommand.PromotePredictor(
                            call.tenant(),
                            version.order().dataset().machine(),
                            version.id(),
                            Optional.of(answers.of(version)),
                            reason));
        }
        Comparison comparison = compare(version);
        var command =
                new ServingCommand.Promote(
                        call.tenant(),
                        version.order().dataset().machine(),
                        version.id(),
                        Optional.of(comparison),
                        reason,
                        Optional.empty());
        return changed(call, version, command);
    }

    private Comparison compare(ModelVersion version) {
        var dataset = version.order().dataset();
        return doors.cloud()
                .read(books -> {
                    Served served = books.serving().served(dataset.tenant(), dataset.machine());
                    if (served.live().isEmpty()
                            || served.shadow()
                                    .filter(one -> one.version().equals(version.id()))
                                    .isEmpty()) {
                        throw Refusal.conflict(
                                "Version (%s) is not the shadow of a live one."
                                        .formatted(version.id()));
                    }
                    return books.serving()
                            .comparison(
                                    dataset.tenant(),
                                    dataset.machine(),
                                    end(version),
                                    version.order().labels());
                });
    }

    /** After the machine's last sample. */
    private Instant end(ModelVersion version) {
        var dataset = version.order().dataset();
        return doors.cloud()
                .read(books ->
                        books.plant().files(dataset.tenant(), dataset.machine()).stream()
                                .map(SampleFile::last)
                                .max(Comparator.naturalOrder())
                                .orElseThrow()
                                .plusMillis(1));
    }

    private Reply changed(Call call, ModelVersion version, ServingCommand command) {
        JsonNode card = card(version);
        return performing.perform(
                call,
                new CloudCommand.ToServing(command),
                200,
                _ -> doors.cloud().read(books -> view(books, version, card)));
    }

    private Reply findings(Call call) {
        Optional<MachineId> machine = call.query("machine", MachineId::new);
        Optional<Boolean> open =
                call.query("open").isPresent() ? Optional.of(call.flag("open")) : Optional.empty();
        int limit = Page.limit(call);
        List<Finding> found =
                doors.cloud()
                        .read(books ->
                                books.serving()
                                        .findings(
                                                call.tenant(),
                                                new Serving.Wanted(machine, open),
                                                call.query("after"),
                                                limit + 1));
        boolean more = found.size() > limit;
        List<Finding> items = more ? found.subList(0, limit) : found;
        return Reply.ok(
                new Page<>(
                        List.copyOf(items),
                        more ? Optional.of(items.getLast().id()) : Optional.empty()));
    }

    private Reply finding(Call call) {
        return Reply.ok(doors.cloud().read(books -> finding(call, books)));
    }

    private Reply verdict(Call call) {
        var body = call.body(Views.VerdictBody.class);
        String id = doors.cloud().read(books -> finding(call, books)).id();
        var command =
                new ServingCommand.GiveVerdict(
                        call.tenant(),
                        id,
                        body.verdict(),
                        "key:" + call.actor().prefix(),
                        body.note().orElse(""),
                        body.replace().orElse(false));
        return performing.perform(
                call,
                new CloudCommand.ToServing(command),
                200,
                _ -> doors.cloud().read(books -> finding(call, books)));
    }

    private static Finding finding(Call call, Books books) {
        return books.serving()
                .finding(call.tenant(), call.path("id"))
                .orElseThrow(() ->
                        Refusal.notFound("There is no finding (%s).".formatted(call.path("id"))));
    }

    private static ModelVersion version(Call call, Books books) {
        String id = call.path("machine") + "/v" + call.path("number");
        return books.learning()
                .version(call.tenant(), id)
                .orElseThrow(() -> Refusal.notFound("There is no version (%s).".formatted(id)));
    }

    private Views.VersionView view(ModelVersion version) {
        JsonNode card = card(version);
        return doors.cloud().read(books -> view(books, version, card));
    }

    /** Read before the books are asked: a file takes its time, and may be damaged. */
    private JsonNode card(ModelVersion version) {
        byte[] bytes = doors.models().bytes(version, "card.json");
        return Json.tree(new String(bytes, StandardCharsets.UTF_8));
    }

    private static Views.VersionView view(Books books, ModelVersion version, JsonNode card) {
        var dataset = version.order().dataset();
        var serving = books.serving();
        Served served = serving.served(dataset.tenant(), dataset.machine());
        Optional<Served.Running> running =
                java.util.stream.Stream.concat(served.live().stream(), served.shadow().stream())
                        .filter(one -> one.version().equals(version.id()))
                        .findFirst();
        Optional<GateReport> gate = serving.gate(dataset.tenant(), version.id());
        // One job's cost stands once, however many machines share what it has made.
        Total total =
                version.order().trained().equals(version.order().id())
                        ? books.factory().total(version.job())
                        : Total.ZERO;
        return new Views.VersionView(
                version.id(),
                dataset.machine().value(),
                version.number(),
                serving.standing(dataset.tenant(), dataset.machine(), version.id()).name(),
                running.map(Served.Running::threshold).or(() -> gate.map(GateReport::threshold)),
                gate,
                serving.appraisal(dataset.tenant(), version.id()),
                version.order().question().map(Question::topic),
                card,
                version.trained().toMillis() / 1000.0,
                version.bytes() / 1000.0,
                total.cost(),
                total.cpuTime(),
                version.published(),
                dataset.hash().value(),
                running.map(Served.Running::reason)
                        .or(() ->
                                served.answering().stream()
                                        .filter(one -> one.version().equals(version.id()))
                                        .map(Served.Answering::reason)
                                        .findFirst()),
                version.order().share().map(share -> shared(version.order().trained(), share)));
    }

    private static Views.SharedView shared(String order, Share share) {
        return new Views.SharedView(
                order,
                switch (share) {
                    case Share.Leads _, Share.Follows _ -> Optional.empty();
                    case Share.TakenOver(var _, var version) -> Optional.of(version);
                });
    }

    private static Route get(String path, String summary, Class<?> gives, Route.Action action) {
        return new Route(
                GET,
                path,
                Policy.VIEWER,
                summary,
                List.of(),
                new Route.Takes.Nothing(),
                new Route.Gives.Json(200, gives),
                action);
    }

    private static Route list(
            String path,
            String summary,
            List<Route.Parameter> more,
            Class<?> items,
            Route.Action action) {
        var parameters = new java.util.ArrayList<>(more);
        parameters.addAll(Page.PARAMETERS);
        return new Route(
                GET,
                path,
                Policy.VIEWER,
                summary,
                parameters,
                new Route.Takes.Nothing(),
                new Route.Gives.Items(items),
                action);
    }

    private static Route post(
            String path,
            String summary,
            Class<?> takes,
            int status,
            Class<?> gives,
            Route.Action action) {
        return new Route(
                POST,
                path,
                Policy.ENGINEER,
                summary,
                List.of(),
                new Route.Takes.Json(takes),
                new Route.Gives.Json(status, gives),
                action);
    }
}
