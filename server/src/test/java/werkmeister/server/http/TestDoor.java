package werkmeister.server.http;

import werkmeister.server.auth.Access;
import werkmeister.server.auth.AccessCommand;
import werkmeister.server.auth.ApiKey;
import werkmeister.server.auth.Doorkeeper;
import werkmeister.server.auth.Role;
import werkmeister.server.json.Json;
import werkmeister.server.loop.Answer;
import werkmeister.server.loop.Caller;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server with a table of routes of the test's own, keys of two tenants, and a journal in memory.
 */
final class TestDoor implements AutoCloseable, EventStreams.Feed {
    static final TenantId DEMO = new TenantId("demo");
    static final TenantId FOUNDRY = new TenantId("foundry");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    final Access access = new Access();
    final Map<String, Answered> answers = new ConcurrentHashMap<>();
    final List<Happened> happened = new CopyOnWriteArrayList<>();
    final List<TenantId> owners = new CopyOnWriteArrayList<>();
    final EventStreams streams;
    final HttpServer server;

    TestDoor(Duration heartbeat, Duration patience, List<Route> routes) throws IOException {
        var table = new RouteTable(routes);
        streams = new EventStreams(this, System::nanoTime, heartbeat, patience);
        var address = InetAddress.getByName("127.0.0.1");
        var keeper = new Doorkeeper(access::key, System::nanoTime);
        var front =
                new Front(
                        new Hosts(address),
                        table,
                        keeper,
                        this::answered,
                        List.of(DEMO, FOUNDRY)::contains,
                        new Sender());
        server = HttpServer.start(address, 0, front, streams);
    }

    TestDoor(Route... routes) throws IOException {
        this(EventStreams.HEARTBEAT, EventStreams.PATIENCE, List.of(routes));
    }

    /** An answer that was given, with the request that got it. */
    record Answered(Caller.Once once, Answer answer) {}

    /** As the control loop does it. */
    private Optional<Answer> answered(Caller.Once once) {
        var earlier = answers.get(once.tenant() + " " + once.key());
        if (earlier != null && !earlier.once().equals(once)) {
            throw Refusal.conflict("The key was used for another request.");
        }
        return Optional.ofNullable(earlier).map(Answered::answer);
    }

    String key(TenantId tenant, Role role) {
        var key = ApiKey.fresh(new SecureRandom());
        access.decide(new AccessCommand.AddKey(key.prefix(), key.hash(), tenant, role, ""), NOW)
                .forEach(access::apply);
        return key.text();
    }

    void happens(TenantId tenant, String type, String payload) {
        synchronized (this) {
            owners.add(tenant);
            happened.add(new Happened(happened.size() + 1, NOW, type, Json.tree(payload)));
            notifyAll();
        }
    }

    @Override
    public long newest() {
        return happened.size();
    }

    @Override
    public List<Happened> after(long sequence, int limit, Optional<TenantId> tenant) {
        return happened.stream()
                .filter(one -> one.sequence() > sequence)
                .filter(one ->
                        tenant.isEmpty()
                                || tenant.get().equals(owners.get((int) one.sequence() - 1)))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void await(long sequence, Duration longest) throws InterruptedException {
        if (newest() <= sequence) {
            wait(longest.toMillis());
        }
    }

    URI uri(String path) {
        return server.uri().resolve(path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
    }

    HttpRequest.Builder request(String path, String key) {
        return request(path).header("Authorization", "Bearer " + key);
    }

    static HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.close();
    }
}
