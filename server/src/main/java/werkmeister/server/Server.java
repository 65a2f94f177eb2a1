package werkmeister.server;

import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.tenant.Quota;
import werkmeister.factory.tenant.Tenant;
import werkmeister.plant.store.SampleStore;
import werkmeister.server.auth.FirstKey;
import werkmeister.server.chart.Charts;
import werkmeister.server.engine.local.LocalEngine;
import werkmeister.server.fleet.NodeWatch;
import werkmeister.server.http.Doors;
import werkmeister.server.http.Entrance;
import werkmeister.server.http.HttpServer;
import werkmeister.server.intake.Erasing;
import werkmeister.server.intake.Housekeeping;
import werkmeister.server.intake.Imports;
import werkmeister.server.intake.LiveDesk;
import werkmeister.server.intake.Models;
import werkmeister.server.journal.Journal;
import werkmeister.server.journal.Journals;
import werkmeister.server.loop.Books;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.server.loop.CloudCommand;
import werkmeister.server.loop.Foreman;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The whole cloud in one process: journal, control loop, engine and HTTP, over one data folder. */
public final class Server implements AutoCloseable {
    /** The tenant that a new site begins with; its first key is an operator's. */
    public static final TenantId HOME = new TenantId("home");

    /**
     * Where the first key is kept for the one who started the server, readable by that user only.
     */
    public static final String KEY_FILE = "operator.key";

    /** Names of the nodes that have an agent. */
    static final String NODES_FILE = "nodes-with-agent.txt";

    private static final Caller SETUP = Caller.own("setup");

    private final Journal journal;
    private final Cloud cloud;
    private final Foreman foreman;
    private final Housekeeping housekeeping;
    private final NodeWatch nodes;
    private final HttpServer http;
    private final Optional<String> firstKey;

    private Server(
            Journal journal,
            Cloud cloud,
            Foreman foreman,
            Housekeeping housekeeping,
            NodeWatch nodes,
            HttpServer http,
            Optional<String> firstKey) {
        this.journal = journal;
        this.cloud = cloud;
        this.foreman = foreman;
        this.housekeeping = housekeeping;
        this.nodes = nodes;
        this.http = http;
        this.firstKey = firstKey;
    }

    /**
     * Starts; when it returns, the server answers. A second server over the same data is refused.
     */
    public static Server start(Settings settings) {
        var journal = Journals.open(settings.data(), settings.databaseUrl(), settings.clock());
        try {
            return start(settings, journal);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private static Server start(Settings settings, Journal journal) {
        var random = new SecureRandom();
        var cloud = Cloud.open(journal, settings.clock());
        var store = new SampleStore(settings.data().resolve("samples"));
        var models = new Models(settings.data());
        Leftovers.remove(settings.data(), cloud.read(Books::openJobs));
        Optional<String> firstKey = prepare(cloud, settings.data(), random);
        var engine = new LocalEngine(settings.data().resolve("jobs"), settings.worker());
        var foreman = new Foreman(cloud, engine, settings.data(), random);
        var live = new LiveDesk(cloud, store, models);
        var erasing = new Erasing(cloud, store, live, settings.data());
        erasing.finish();
        var housekeeping = new Housekeeping(cloud, store, live, settings.clock());
        var nodes = new NodeWatch(cloud, settings.nodeGrace(), settings.data().resolve(NODES_FILE));
        var doors =
                new Doors(
                        cloud,
                        store,
                        new Imports(cloud, store, live),
                        live,
                        erasing,
                        housekeeping,
                        nodes,
                        models,
                        new Charts(cloud, store, models),
                        settings.data(),
                        ZoneId.systemDefault(),
                        version(),
                        random);
        var http =
                Entrance.open(doors, address(settings.listen()), settings.port(), System::nanoTime);
        foreman.start();
        housekeeping.start();
        nodes.start();
        return new Server(journal, cloud, foreman, housekeeping, nodes, http, firstKey);
    }

    /** The product's version. */
    public static String version() {
        return Optional.ofNullable(Server.class.getPackage().getImplementationVersion())
                .orElse("0.1.0");
    }

    public URI uri() {
        return http.uri();
    }

    /** The operator's key, on the first start only. */
    public Optional<String> firstKey() {
        return firstKey;
    }

    /** Completes when the journal cannot be written any more: the process must end. */
    public CompletableFuture<Throwable> failure() {
        return cloud.failure();
    }

    @Override
    public void close() {
        http.close();
        nodes.close();
        housekeeping.close();
        foreman.close();
        cloud.close();
        journal.close();
    }

    /** Gives a new site what it needs: itself as the site, a home tenant, and an operator's key. */
    private static Optional<String> prepare(Cloud cloud, Path data, SecureRandom random) {
        if (cloud.read(books -> books.factory().tenant(HOME)).isEmpty()) {
            var quota = new Quota(CpuCount.ZERO, GpuCount.ZERO, 64, 1000);
            command(cloud, new FactoryCommand.AddTenant(new Tenant(HOME, "Home", quota, 1)));
        }
        if (cloud.read(books -> books.factory().site()).isEmpty()) {
            command(cloud, new FactoryCommand.ApplySite(thisMachine()));
        }
        if (!cloud.read(books -> books.access().isEmpty())) {
            return Optional.empty();
        }
        var first = FirstKey.draw(HOME, random);
        // Kept before it is valid: a crash in between leaves a key that opens nothing, not a door
        // without a key.
        keep(data.resolve(KEY_FILE), first.key().text());
        cloud.perform(SETUP, new CloudCommand.ToAccess(first.command()));
        return Optional.of(first.key().text());
    }

    private static Site thisMachine() {
        var system =
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return Site.thisMachine(
                new CpuCount(Runtime.getRuntime().availableProcessors()),
                new Memory(system.getTotalMemorySize()),
                GpuCount.ZERO);
    }

    private static void command(Cloud cloud, FactoryCommand command) {
        cloud.perform(SETUP, new CloudCommand.ToFactory(command));
    }

    private static void keep(Path file, String key) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, key + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetAddress address(String listen) {
        try {
            return InetAddress.getByName(listen);
        } catch (UnknownHostException e) {
            throw Refusal.invalid("The address to listen on (%s) is not known.".formatted(listen));
        }
    }

    /**
     * The command that starts a worker: this Java with this class path, without what only a server
     * needs. How many cores and how much memory it may use, the engine says.
     */
    public static List<String> workerCommand(String mainClass) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass,
                "worker");
    }
}
