package werkmeister.server.http;

import tools.jackson.databind.JsonNode;

import werkmeister.server.auth.Doorkeeper;
import werkmeister.server.auth.Policy;
import werkmeister.server.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** Puts the API together and opens it. */
public final class Entrance {
    private Entrance() {}

    /** Starts to listen; port 0 takes any that is free. */
    public static HttpServer open(
            Doors doors, InetAddress address, int port, LongSupplier nanoTime) {
        clear(doors.data().resolve(ImportRoutes.INCOMING));
        var streams =
                new EventStreams(
                        new JournalFeed(doors.cloud()),
                        nanoTime,
                        EventStreams.HEARTBEAT,
                        EventStreams.PATIENCE);
        var doorkeeper =
                new Doorkeeper(
                        prefix -> doors.cloud().read(books -> books.access().key(prefix)),
                        nanoTime);
        var cloud = doors.cloud();
        var front =
                new Front(
                        new Hosts(address),
                        table(doors, streams),
                        doorkeeper,
                        cloud::answered,
                        tenant -> cloud.read(books -> books.factory().tenant(tenant).isPresent()),
                        new Sender());
        return HttpServer.start(address, port, front, streams);
    }

    /** Files that were on their way in when the server last stopped were never acknowledged. */
    private static void clear(Path incoming) {
        if (!Files.exists(incoming)) {
            return;
        }
        try (var files = Files.walk(incoming)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RouteTable table(Doors doors, EventStreams streams) {
        var performing = new Performing(doors.cloud());
        var routes = new ArrayList<Route>();
        routes.addAll(new SiteRoutes(doors, performing, streams).routes());
        routes.addAll(new FleetRoutes(doors, performing).routes());
        routes.addAll(new TenantRoutes(doors, performing).routes());
        routes.addAll(new JobRoutes(doors, performing).routes());
        routes.addAll(new StatementRoutes(doors).routes());
        routes.addAll(new PlantRoutes(doors, performing).routes());
        var files = new ImportRoutes(doors, performing);
        routes.addAll(files.routes());
        routes.addAll(new AssetRoutes(doors, files).routes());
        routes.addAll(new OrderRoutes(doors, performing, files).routes());
        routes.addAll(new LearningRoutes(doors, performing).routes());
        routes.addAll(new OutlookRoutes(doors, performing).routes());
        var document = new AtomicReference<>(Json.object());
        routes.add(
                Route.get("/openapi.json", Policy.PUBLIC, "This API, for machines.")
                        .gives(JsonNode.class)
                        .by(_ -> Reply.ok(document.get())));
        var table = new RouteTable(routes);
        document.set(OpenApi.document(table, doors.version()));
        return table;
    }
}
