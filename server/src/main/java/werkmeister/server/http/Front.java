package werkmeister.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import werkmeister.server.auth.Actor;
import werkmeister.server.auth.Doorkeeper;
import werkmeister.server.auth.Policy;
import werkmeister.server.auth.Role;
import werkmeister.server.loop.Answer;
import werkmeister.server.loop.Caller;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where every request comes in: first the address it asks for, then the route, the key, the role,
 * and the answer.
 */
final class Front {
    /** Below this path lies the API, beside it the console. */
    static final String BASE = "/api/v1";

    static final String TENANT_HEADER = "Werkmeister-Tenant";

    /**
     * Finds the answer that a request got before; the same key with another request is a conflict.
     */
    @FunctionalInterface
    interface Answers {
        Optional<Answer> find(Caller.Once once);

        default Optional<Reply> earlier(Caller.Once once) {
            return find(once)
                    .map(answer -> new Reply.Recorded(answer.status(), answer.body(), true));
        }
    }

    private final Hosts hosts;
    private final RouteTable table;
    private final Doorkeeper doorkeeper;
    private final Answers answers;
    private final Predicate<TenantId> tenants;
    private final Sender sender;

    Front(
            Hosts hosts,
            RouteTable table,
            Doorkeeper doorkeeper,
            Answers answers,
            Predicate<TenantId> tenants,
            Sender sender) {
        this.hosts = hosts;
        this.table = table;
        this.doorkeeper = doorkeeper;
        this.answers = answers;
        this.tenants = tenants;
        this.sender = sender;
    }

    void handle(ServerRequest request, ServerResponse response) {
        boolean readable = false;
        try {
            hosts.check(request);
            String path = request.prologue().uriPath().rawPath();
            if (path.equals(BASE) || path.startsWith(BASE + "/")) {
                var call = admitted(request, path.substring(BASE.length()));
                if (call.route().takes() instanceof Route.Takes.Json(var _, int bytesMax)) {
                    call.readJson(bytesMax);
                }
                readable = call.route().changes();
                sender.send(answer(call), request, response);
            } else {
                sender.send(
                        ConsolePages.at(request.prologue().method().text(), path),
                        request,
                        response);
            }
        } catch (Refusal e) {
            sender.send(new Unanswerable(Problem.of(e, readable), headersOf(e)), request, response);
        } catch (Unanswerable e) {
            sender.send(e, request, response);
        } catch (IOException e) {
            sender.fail(e, request, response);
        } catch (RuntimeException e) {
            sender.fail(e, request, response);
        }
    }

    private Reply answer(Call call) throws IOException {
        var earlier =
                call.route().takes() instanceof Route.Takes.File || !call.route().changes()
                        ? Optional.<Reply>empty()
                        : call.once().flatMap(answers::earlier);
        return earlier.isPresent() ? earlier.get() : call.route().action().act(call);
    }

    /**
     * Judges route, key, role and tenant, in this order; only then is anything of the request's
     * body read.
     */
    private Call admitted(ServerRequest request, String path) {
        return switch (table.match(request.prologue().method().text(), segments(path))) {
            case RouteTable.Match.Unknown() ->
                    throw new Unanswerable(
                            Problem.of(
                                    404,
                                    Refusal.Kind.NOT_FOUND,
                                    "There is no (%s) in this API; %s/openapi.json lists what there is."
                                            .formatted(path, BASE)));
            case RouteTable.Match.WrongMethod(var allowed) ->
                    throw new Unanswerable(
                            Problem.of(
                                    405,
                                    Refusal.Kind.INVALID,
                                    "(%s) takes %s, not %s."
                                            .formatted(
                                                    path,
                                                    String.join(", ", allowed),
                                                    request.prologue().method().text())),
                            Map.of("Allow", String.join(", ", allowed)));
            case RouteTable.Match.Found(var route, var parts) ->
                    new Call(
                            request,
                            route,
                            parts,
                            route.policy() == Policy.PUBLIC
                                    ? Optional.empty()
                                    : Optional.of(actor(request, route)));
        };
    }

    private Actor actor(ServerRequest request, Route route) {
        var actor =
                doorkeeper.admit(
                        request.headers().first(HeaderNames.AUTHORIZATION),
                        request.remotePeer().host());
        if (!route.policy().admits(actor.role())) {
            throw new Refusal(
                    Refusal.Kind.FORBIDDEN,
                    "The key (%s) is a %s's; this needs the role %s."
                            .formatted(actor.prefix(), actor.role(), route.policy()));
        }
        var other = request.headers().first(HeaderNames.create(TENANT_HEADER));
        if (other.isEmpty()) {
            return actor;
        }
        var tenant = tenant(other.get());
        if (!tenant.equals(actor.tenant()) && actor.role() != Role.OPERATOR) {
            throw new Refusal(
                    Refusal.Kind.FORBIDDEN,
                    "Only an operator may act for another tenant (%s).".formatted(tenant));
        }
        if (!tenants.test(tenant)) {
            throw Refusal.notFound("There is no tenant (%s).".formatted(tenant));
        }
        return actor.actingFor(tenant);
    }

    private static TenantId tenant(String name) {
        try {
            return new TenantId(name);
        } catch (Refusal e) {
            throw Call.unreadable(String.valueOf(e.getMessage()));
        }
    }

    /** The parts of a path, decoded one by one, so that an encoded slash stays inside its part. */
    private static List<String> segments(String path) {
        var segments = new ArrayList<String>();
        for (String part : path.isEmpty() ? new String[0] : path.substring(1).split("/", -1)) {
            segments.add(decoded(part));
        }
        return segments;
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Call.unreadable(
                    "The path's part (%s) is not well-formed: check what follows each %%."
                            .formatted(part));
        }
    }

    private static Map<String, String> headersOf(Refusal refusal) {
        return switch (refusal.kind()) {
            case UNAUTHENTICATED -> Map.of("WWW-Authenticate", "Bearer realm=\"werkmeister\"");
            case CAPACITY -> Map.of("Retry-After", "6");
            case INVALID, FORBIDDEN, NOT_FOUND, CONFLICT, CORRUPT -> Map.of();
        };
    }
}
