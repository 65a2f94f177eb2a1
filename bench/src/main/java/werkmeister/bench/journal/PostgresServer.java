package werkmeister.bench.journal;

import werkmeister.bench.harness.Unavailable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server of the benchmark's own, from Debian's binaries, with fsync on. */
final class PostgresServer implements AutoCloseable {
    private static final Path ROOT = Path.of("/usr/lib/postgresql");
    private static final String PASSWORD = "only-for-this-run";

    /** Where its user may look, too: a temporary folder of ours would be closed to it. */
    private static final Path PLACE = Path.of("/var/tmp");

    private final Path binaries;
    private final Path folder;
    private final int port;
    private int databases;

    private PostgresServer(Path binaries, Path folder, int port) {
        this.binaries = binaries;
        this.folder = folder;
        this.port = port;
    }

    static PostgresServer start() throws Exception {
        var binaries =
                binaries()
                        .orElseThrow(() ->
                                new Unavailable(
                                        "there is no PostgreSQL server in %s; install one with: apt-get install postgresql"
                                                .formatted(ROOT)));
        var folder = Files.createTempDirectory(PLACE, "werkmeister-postgres");
        var server = new PostgresServer(binaries, folder, freePort());
        server.create();
        server.resume();
        return server;
    }

    private static Optional<Path> binaries() throws IOException {
        if (!Files.isDirectory(ROOT)) {
            return Optional.empty();
        }
        try (var versions = Files.list(ROOT)) {
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
        var password = Files.writeString(folder.resolve("password"), PASSWORD);
        if (root()) {
            run(List.of("chown", "-R", "postgres", folder.toString()));
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
    }

    private void resume() throws IOException, InterruptedException {
        asOwner(
                "pg_ctl",
                "-D",
                data(),
                "-l",
                folder.resolve("log").toString(),
                "-w",
                "-o",
                "-c listen_addresses=127.0.0.1 -c port=%d -c unix_socket_directories=%s -c fsync=on"
                        .formatted(port, folder),
                "start");
    }

    /** The name of a fresh database. */
    String database() throws SQLException {
        var name = "bench" + ++databases;
        try (var connection = DriverManager.getConnection(jdbcUrl("postgres"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return name;
    }

    /** As the product wants it. */
    String url(String database) {
        return "postgresql://werkmeister:%s@127.0.0.1:%d/%s".formatted(PASSWORD, port, database);
    }

    /** As the driver wants it, with batches rewritten as the product has them. */
    String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=werkmeister&password=%s&reWriteBatchedInserts=true"
                .formatted(port, database, PASSWORD);
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

    /** Output goes to a file: a server that was started would keep a pipe open. */
    private static void run(List<String> command) throws IOException, InterruptedException {
        var output = Files.createTempFile("werkmeister", ".out");
        var process =
                new ProcessBuilder(command)
                        .directory(Path.of("/").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        boolean ended = process.waitFor(90, TimeUnit.SECONDS);
        var text = Files.readString(output);
        Files.delete(output);
        if (!ended || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("%s failed: %s".formatted(command, text));
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        asOwner("pg_ctl", "-D", data(), "-w", "-m", "fast", "stop");
        run(List.of("rm", "-rf", folder.toString()));
    }
}
