package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import werkmeister.cli.client.Access;
import werkmeister.cli.terminal.Shell;
import werkmeister.server.Server;
import werkmeister.server.Settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Starts the server and stays until it is told to stop. */
@Command(name = "serve")
final class ServeCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();

    @Option(names = "--data", paramLabel = "DIR", descriptionKey = "serve.data")
    Optional<Path> data = Optional.empty();

    @Option(names = "--port", paramLabel = "N", descriptionKey = "serve.port")
    int port = 7410;

    @Option(names = "--listen", paramLabel = "ADDRESS", descriptionKey = "serve.listen")
    String address = "127.0.0.1";

    @Option(names = "--database-url", paramLabel = "URL", descriptionKey = "serve.database-url")
    Optional<String> databaseUrl = Optional.empty();

    @Option(names = "--node-grace", paramLabel = "DURATION", descriptionKey = "serve.node-grace")
    Duration nodeGrace = Duration.ofSeconds(60);

    ServeCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        Path folder = data.orElseGet(shell::home);
        var settings =
                new Settings(
                        folder,
                        address,
                        port,
                        databaseUrl,
                        Server.workerCommand("werkmeister.cli.Main"),
                        shell.clock(),
                        nodeGrace);
        var server = Server.start(settings);
        server.firstKey()
                .ifPresentOrElse(
                        key -> firstStart(server, key, folder), () -> laterStart(server, folder));
        shell.out().println(shell.say("serve.ready", server.uri()));
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            server.close();
                            stopped.countDown();
                        }));
        server.failure().thenAccept(why -> fail(why));
        stopped.await();
        return ExitCode.OK;
    }

    private void firstStart(Server server, String key, Path folder) {
        new Access(server.uri(), key).save(folder);
        new Access(server.uri(), key).save(shell.home());
        shell.out().println(shell.say("serve.key", key));
    }

    /** The key stays, the address may be another one than the last time. */
    private void laterStart(Server server, Path folder) {
        Access.savedIn(folder)
                .map(saved -> new Access(server.uri(), saved.key()))
                .ifPresent(access -> {
                    access.save(folder);
                    access.save(shell.home());
                });
    }

    /**
     * The journal cannot be written: what is in memory is not to be trusted, so nothing is closed
     * in order.
     */
    private void fail(Throwable why) {
        shell.err().println("werkmeister: " + why.getMessage());
        Runtime.getRuntime().halt(ExitCode.JOURNAL);
    }
}
