package werkmeister.server.http;

import static werkmeister.server.http.Route.Method.DELETE;
import static werkmeister.server.http.Route.Method.GET;
import static werkmeister.server.http.Route.Method.POST;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import werkmeister.factory.fleet.Site;
import werkmeister.server.auth.AccessCommand;
import werkmeister.server.auth.ApiKey;
import werkmeister.server.auth.Policy;
import werkmeister.server.auth.Role;
import werkmeister.server.check.CheckReport;
import werkmeister.server.check.Checks;
import werkmeister.server.export.Export;
import werkmeister.server.export.Restore;
import werkmeister.server.journal.Journal;
import werkmeister.server.json.Json;
import werkmeister.server.loop.Answer;
import werkmeister.server.loop.Books;
import werkmeister.server.loop.CloudCommand;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The site and its people: health, keys, ledger, journal, checks, events, export. */
final class SiteRoutes {
    private final Doors doors;
    private final Performing performing;
    private final EventStreams streams;

    SiteRoutes(Doors doors, Performing performing, EventStreams streams) {
        this.doors = doors;
        this.performing = performing;
        this.streams = streams;
    }

    List<Route> routes() {
        return List.of(
                get(
                        "/health",
                        Policy.PUBLIC,
                        "Whether the server works.",
                        Views.Health.class,
                        _ -> Reply.ok(health())),
                get("/me", Policy.VIEWER, "Who asks.", Views.Me.class, call -> Reply.ok(me(call))),
                list(
                        "/keys",
                        Policy.ENGINEER,
                        "The tenant's keys.",
                        Views.KeyView.class,
                        this::keys),
                post(
                        "/keys",
                        Policy.ENGINEER,
                        "Makes a key; it is shown once.",
                        new Route.Takes.Json(Views.KeyBody.class),
                        201,
                        Views.NewKey.class,
                        this::addKey),
                new Route(
                        DELETE,
                        "/keys/{prefix}",
                        Policy.ENGINEER,
                        "Shuts a key out.",
                        List.of(),
                        new Route.Takes.Nothing(),
                        new Route.Gives.Nothing(),
                        this::revokeKey),
                get(
                        "/site",
                        Policy.VIEWER,
                        "The site.",
                        Views.SiteView.class,
                        call -> Reply.ok(doors.cloud().read(books -> site(books, call)))),
                get(
                        "/ledger",
                        Policy.VIEWER,
                        "What was used and what it cost.",
                        Views.LedgerView.class,
                        this::ledger),
                list(
                        "/journal",
                        Policy.VIEWER,
                        "Journal entries.",
                        Views.JournalView.class,
                        this::journal),
                post(
                        "/checks",
                        Policy.OPERATOR,
                        "Proves the invariants.",
                        new Route.Takes.Nothing(),
                        200,
                        CheckReport.class,
                        _ -> checks()),
                new Route(
                        GET,
                        "/events",
                        Policy.VIEWER,
                        "Journal entries as they come, as server-sent events.",
                        List.of(),
                        new Route.Takes.Nothing(),
                        new Route.Gives.File("text/event-stream"),
                        this::events),
                new Route(
                        GET,
                        "/export",
                        Policy.ENGINEER,
                        "Everything of the tenant as a zip.",
                        List.of(
                                Route.Parameter.optional(
                                        "format", "string", "Of the samples: parquet or csv.")),
                        new Route.Takes.Nothing(),
                        new Route.Gives.File("application/zip"),
                        this::export),
                new Route(
                        POST,
                        "/restore",
                        Policy.ENGINEER,
                        "Brings an export back into the tenant, which must be empty.",
                        List.of(),
                        new Route.Takes.File(),
                        new Route.Gives.Json(201, Restore.Restored.class),
                        this::restore));
    }

    private Reply checks() {
        try (var _ = doors.housekeeping().reading()) {
            return Reply.ok(Checks.all(doors.cloud(), doors.store(), doors.data()));
        }
    }

    private Views.Health health() {
        long uptime = Duration.between(doors.cloud().startedAt(), doors.cloud().now()).toSeconds();
        return new Views.Health(
                isTroubled() ? "degraded" : "ok",
                doors.version(),
                new Views.JournalSize(doors.cloud().journal().size()),
                uptime);
    }

    private boolean isTroubled() {
        return doors.housekeeping().lastTrouble().isPresent()
                || doors.nodes().lastTrouble().isPresent();
    }

    private static Views.Me me(Call call) {
        return new Views.Me(call.tenant().value(), call.actor().role(), call.actor().prefix());
    }

    private Reply keys(Call call) {
        List<Views.KeyView> all =
                doors.cloud()
                        .read(books ->
                                books.access().keys(call.tenant()).stream()
                                        .map(key ->
                                                new Views.KeyView(
                                                        key.prefix(),
                                                        key.role(),
                                                        key.note(),
                                                        key.created(),
                                                        key.revoked()))
                                        .toList());
        return Reply.ok(Page.of(all, Views.KeyView::prefix, call));
    }

    /**
     * The key itself is never kept: it stands in the first answer only, an answer that is given
     * again under the same Idempotency-Key leaves it out.
     */
    private Reply addKey(Call call) {
        var body = call.body(Views.KeyBody.class);
        if (!call.actor().role().includes(body.role())) {
            throw new Refusal(
                    Refusal.Kind.FORBIDDEN,
                    "A key of role %s cannot make one of role %s."
                            .formatted(call.actor().role(), body.role()));
        }
        var key = ApiKey.fresh(doors.random());
        var command =
                new AccessCommand.AddKey(
                        key.prefix(),
                        key.hash(),
                        call.tenant(),
                        body.role(),
                        body.note().orElse(""));
        var kept = new Views.NewKey(Optional.empty(), key.prefix(), body.role());
        var reply = performing.perform(call, new CloudCommand.ToAccess(command), 201, _ -> kept);
        return reply.replayed()
                ? reply
                : Reply.created(
                        new Views.NewKey(Optional.of(key.text()), key.prefix(), body.role()));
    }

    private Reply revokeKey(Call call) {
        String prefix = call.path("prefix");
        doors.cloud()
                .read(books -> books.access().key(prefix))
                .filter(key -> key.tenant().equals(call.tenant()))
                .filter(key -> !call.actor().role().includes(key.role()))
                .ifPresent(key -> {
                    throw new Refusal(
                            Refusal.Kind.FORBIDDEN,
                            "A key of role %s cannot shut out one of role %s."
                                    .formatted(call.actor().role(), key.role()));
                });
        return performing.perform(
                call,
                new CloudCommand.ToAccess(new AccessCommand.RevokeKey(call.tenant(), prefix)));
    }

    private static Views.SiteView site(Books books, Call call) {
        var factory = books.factory();
        Optional<Site> site =
                call.actor().role() == Role.OPERATOR
                        ? factory.site()
                        : factory.site().map(one -> one.asSeenBy(call.tenant()));
        return new Views.SiteView(site, factory.runs().size(), factory.waiting());
    }

    private Reply ledger(Call call) {
        return Reply.ok(
                doors.cloud()
                        .read(books ->
                                new Views.LedgerView(
                                        List.copyOf(books.factory().ledger(call.tenant())),
                                        books.factory().total(call.tenant()))));
    }

    private Reply journal(Call call) {
        int limit = Page.limit(call);
        long after = call.wholeNumber("after", 0, Long.MAX_VALUE).orElse(0);
        List<Journal.Entry> entries =
                doors.cloud().journal().read(after, limit, shown(call).map(TenantId::value));
        Optional<String> next =
                entries.size() < limit
                        ? Optional.empty()
                        : Optional.of(String.valueOf(entries.getLast().sequence()));
        boolean all = shown(call).isEmpty();
        return Reply.ok(new Page<>(entries.stream().map(one -> view(one, all)).toList(), next));
    }

    /** An operator who acts for nobody in particular sees everything. */
    private static Optional<TenantId> shown(Call call) {
        boolean everything =
                call.actor().role() == Role.OPERATOR && call.header(Front.TENANT_HEADER).isEmpty();
        return everything ? Optional.empty() : Optional.of(call.tenant());
    }

    private Reply events(Call call) {
        OptionalLong after =
                call.header("Last-Event-ID")
                        .filter(id -> id.matches("\\d{1,18}"))
                        .map(id -> OptionalLong.of(Long.parseLong(id)))
                        .orElse(OptionalLong.empty());
        return streams.stream(call.tenant(), shown(call), after);
    }

    private Reply restore(Call call) throws IOException {
        Optional<Reply> earlier = performing.earlier(call.once());
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Path incoming = Files.createDirectories(doors.data().resolve("incoming"));
        Path file = Files.createTempFile(incoming, "restore-", ".zip");
        try {
            try (var out = Files.newOutputStream(file)) {
                call.stream().transferTo(out);
            }
            return Performing.recorded(
                    Restore.from(
                            file,
                            doors.cloud(),
                            doors.store(),
                            doors.data(),
                            Performing.caller(call, call.once()),
                            call.tenant(),
                            restored -> new Answer(201, Json.write(restored))));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Export.Format format(Call call) {
        return switch (call.query("format").orElse("parquet")) {
            case "parquet" -> Export.Format.PARQUET;
            case "csv" -> Export.Format.CSV;
            default ->
                    throw Refusal.invalid(
                            "The format (%s) must be parquet or csv."
                                    .formatted(call.required("format")));
        };
    }

    private Reply export(Call call) {
        Export.Format format = format(call);
        return new Reply.Bytes(
                "application/zip",
                OptionalLong.empty(),
                Optional.empty(),
                Map.of(
                        "Content-Disposition",
                        "attachment; filename=\"%s.zip\"".formatted(call.tenant())),
                out -> {
                    // A large tenant may be read for hours: until then nothing it lists is deleted.
                    try (var _ = doors.housekeeping().reading()) {
                        Export.write(
                                doors.cloud(),
                                doors.store(),
                                doors.models(),
                                call.tenant(),
                                format,
                                out);
                    }
                });
    }

    /** The hashes of keys and answers once given are nobody's to read. */
    static Views.JournalView view(Journal.Entry entry, boolean all) {
        return new Views.JournalView(
                entry.sequence(),
                entry.at(),
                entry.tenant(),
                entry.actor(),
                entry.type(),
                payload(entry, all),
                entry.hash().value());
    }

    /**
     * What an entry says.
     *
     * @param all false: as one tenant sees it, to whom other tenants' jobs are unknown
     */
    static JsonNode payload(Journal.Entry entry, boolean all) {
        JsonNode payload = Json.tree(entry.payload());
        if (payload instanceof ObjectNode object) {
            object.remove("hash");
            if (entry.type().equals("loop.Answered")) {
                object.remove("answer");
            }
            if (!all) {
                object.findParents("beneficiary").stream()
                        .filter(ObjectNode.class::isInstance)
                        .map(ObjectNode.class::cast)
                        .forEach(eviction -> eviction.remove("beneficiary"));
            }
        }
        return payload;
    }

    private static Route get(
            String path, Policy policy, String summary, Class<?> gives, Route.Action action) {
        return new Route(
                GET,
                path,
                policy,
                summary,
                List.of(),
                new Route.Takes.Nothing(),
                new Route.Gives.Json(200, gives),
                action);
    }

    private static Route list(
            String path, Policy policy, String summary, Class<?> items, Route.Action action) {
        return new Route(
                GET,
                path,
                policy,
                summary,
                Page.PARAMETERS,
                new Route.Takes.Nothing(),
                new Route.Gives.Items(items),
                action);
    }

    private static Route post(
            String path,
            Policy policy,
            String summary,
            Route.Takes takes,
            int status,
            Class<?> gives,
            Route.Action action) {
        return new Route(
                POST,
                path,
                policy,
                summary,
                List.of(),
                takes,
                new Route.Gives.Json(status, gives),
                action);
    }
}
