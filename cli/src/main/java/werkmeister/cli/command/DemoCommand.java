package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import werkmeister.cli.client.Access;
import werkmeister.cli.client.Api;
import werkmeister.cli.demo.Demo;
import werkmeister.cli.demo.DemoReport;
import werkmeister.cli.terminal.Shell;
import werkmeister.server.Server;
import werkmeister.server.Settings;
import werkmeister.simulator.press.PressLine;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** The product's main job on a simulated plant. */
@Command(name = "demo")
final class DemoCommand implements Callable<Integer> {
    private static final String TENANT = "demo";

    private final Shell shell;

    @Mixin Speech speech = new Speech();

    @Option(names = "--headless", descriptionKey = "demo.headless")
    boolean headless;

    @Option(names = "--seed", paramLabel = "N", descriptionKey = "demo.seed")
    long seed = 1;

    @Option(names = "--full", descriptionKey = "demo.full")
    boolean full;

    @Option(names = "--data", paramLabel = "DIR", descriptionKey = "demo.data")
    Optional<Path> data = Optional.empty();

    @Option(names = "--keep", descriptionKey = "demo.keep")
    boolean keep;

    @Option(names = "--port", paramLabel = "N", descriptionKey = "demo.port")
    int port;

    DemoCommand(Shell shell) {
        this.shell = shell;
    }

    /** Where a running demo leaves its key for the other commands. */
    static Path home(Shell shell) {
        return shell.home().resolve("demo");
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = data.isPresent() ? data.get() : Files.createTempDirectory("werkmeister-demo");
        var settings =
                new Settings(
                        folder,
                        "127.0.0.1",
                        port,
                        Optional.empty(),
                        Server.workerCommand("werkmeister.cli.Main"),
                        shell.clock());
        try (var server = Server.start(settings)) {
            var access =
                    new Access(
                            server.uri(),
                            server.firstKey()
                                    .orElseThrow(() ->
                                            Refusal.conflict(shell.say("demo.not-fresh", folder))));
            access.save(home(shell));
            String console = console(access);
            shell.err().println(shell.say("demo.console", console));
            var report = run(access, folder);
            speech.answer(shell, json(report), () -> print(report));
            if (!headless) {
                shell.err().println(shell.say("demo.stays", console));
                new CountDownLatch(1).await();
            }
            return report.ok() ? ExitCode.OK : ExitCode.FAILED;
        } finally {
            Access.forget(home(shell));
            if (data.isEmpty() && !keep) {
                remove(folder);
            }
        }
    }

    private DemoReport run(Access access, Path folder) {
        var ten = PressLine.Settings.TEN_YEARS;
        var line = PressLine.of(seed, full ? ten.eachMinute() : ten);
        try (var api = new Api(access, Optional.of(TENANT), shell.random())) {
            return Demo.run(shell, api, line, folder.resolve("plant"));
        }
    }

    /**
     * The console as an engineer of the demonstration's tenant sees it: the operator's own is
     * empty.
     */
    private String console(Access access) {
        try (var site = new Api(access, Optional.empty(), shell.random());
                var api = new Api(access, Optional.of(TENANT), shell.random())) {
            site.post("/tenants", Json.object().put("tenant", TENANT).put("name", "Demo"));
            var key =
                    api.post(
                            "/keys",
                            Json.object().put("role", "ENGINEER").put("note", "demo's console"));
            return access.server()
                    .resolve("/console/#key=" + key.path("key").asString())
                    .toString();
        }
    }

    /** In the shape that scripts rely on. */
    static JsonNode json(DemoReport report) {
        ObjectNode json = Json.tree(report);
        var findings = (ObjectNode) json.get("findings");
        findings.set("false", findings.remove("falseFindings"));
        return json;
    }

    private void print(DemoReport report) {
        shell.out()
                .println(
                        shell.say(
                                "demo.done",
                                report.faults().caught(),
                                report.faults().planted(),
                                report.findings().total(),
                                report.findings().falseFindings(),
                                report.checks().passed(),
                                report.checks().failed(),
                                Math.round(report.seconds())));
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
