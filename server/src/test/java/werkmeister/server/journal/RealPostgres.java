package werkmeister.server.journal;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server of the test's own, from the binaries of this machine, with fsync on. Where
 * they are missing the test is skipped with a clear line, but fails when CI=true.
 */
final class RealPostgres implements AutoCloseable {
    private static final String PASSWORD = "only for this test";

    private final Path binaries;
    private final Path folder;
    private final int port;
    private int databases;

    private RealPostgres(Path binaries, Path folder, int port) {
        this.binaries = binaries;
        this.folder = folder;
        this.port = port;
    }

    static RealPostgres start() throws IOException, InterruptedException {
        var binaries = binaries();
        if (binaries.isEmpty()) {
            var line =
                    "No PostgreSQL server in /usr/lib/postgresql: its tests are skipped; install it"
                            + " with: apt-get install postgresql";
            System.out.println("NOTE: " + line);
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(line);
            }
            abort(line);
        }
        var server =
                new RealPostgres(
                        binaries.get(),
                        Files.createTempDirectory("werkmeister-postgres"),
                        freePort());
        server.create();
        server.resume();
        return server;
    }

    private static Optional<Path> binaries() throws IOException {
        var root = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(root)) {
            return Optional.empty();
        }
        try (var versions = Files.list(root)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparing(Path::toString));
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void create() throws IOException, InterruptedException {
        if (root()) {
            run(List.of("chown", "postgres", folder.toString()));
        }
        var password =
                Files.writeString(Files.createTempFile("werkmeister", ".password"), PASSWORD);
        if (root()) {
            run(List.of("chown", "postgres", password.toString()));
        }
        asOwner(
                "initdb",
                "-D",
                data(),
                "-U",
                "werkmeister",
                "-A",
                "scram-sha-256",
                "--pwfile",
                password.toString(),
                "-E",
                "UTF8",
                "--no-locale",
                "--no-sync");
        Files.delete(password);
    }

    /** Starts the server, also after a crash. */
    void resume(String... settings) throws IOException, InterruptedException {
        var options =
                new StringBuilder("-c listen_addresses=127.0.0.1 -c fsync=on")
                        .append(" -c port=" + port + " -c unix_socket_directories=" + folder)
                        // After a crash it makes sure of all its files: one by one that takes a
                        // slow disk more than a minute.
                        .append(" -c recovery_init_sync_method=syncfs");
        for (var setting : settings) {
            options.append(" -c ").append(setting);
        }
        asOwner(
                "pg_ctl",
                "-D",
                data(),
                "-l",
                folder.resolve("log").toString(),
                "-w",
                "-t",
                "300",
                "-o",
                options.toString(),
                "start");
    }

    /** Stops it: "fast" in good order, "immediate" like a crash. */
    void stop(String mode) throws IOException, InterruptedException {
        asOwner("pg_ctl", "-D", data(), "-w", "-m", mode, "stop");
    }

    /** The URL of a fresh database. */
    String database() throws SQLException {
        var name = "journal" + ++databases;
        try (var connection = DriverManager.getConnection(jdbc("postgres"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return url(name);
    }

    String url(String database) {
        return "postgresql://werkmeister:%s@127.0.0.1:%d/%s".formatted(PASSWORD, port, database);
    }

    /** For the driver itself, from a database or from one of our URLs. */
    String jdbc(String database) {
        var name = database.substring(database.lastIndexOf('/') + 1);
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=werkmeister&password=%s"
                .formatted(port, name, PASSWORD.replace(" ", "%20"));
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** PostgreSQL refuses to run as root. */
    private void asOwner(String program, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        if (root()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(binaries.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        // Output to a file: a server that was started would keep a pipe open.
        var output = Files.createTempFile("werkmeister", ".out");
        var process =
                new ProcessBuilder(command)
                        .directory(Path.of("/").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        boolean ended = process.waitFor(330, TimeUnit.SECONDS);
        var text = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        if (!ended || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("%s failed: %s".formatted(command, text));
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stop("immediate");
        run(List.of("rm", "-rf", folder.toString()));
    }
}
