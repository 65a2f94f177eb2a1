package werkmeister.bench.start;

import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Contest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the server and asks for its health until it answers; the floor starts a Java program that
 * says hello. The first lap leaves the class data that the next ones share.
 */
final class StartContest implements Contest {
    private final Bench bench;
    private final Launch launch;
    private final boolean fresh;
    private final Path used;
    private int laps;

    StartContest(Bench bench, Launch launch, boolean fresh) throws IOException {
        this.bench = bench;
        this.launch = launch;
        this.fresh = fresh;
        this.used = Files.createTempDirectory(bench.folder(), "used");
    }

    @Override
    public Lap lap() throws Exception {
        double floor = hello();
        double ours = serve(fresh ? Files.createTempDirectory(bench.folder(), "fresh") : used);
        laps++;
        if (laps == 1 && !launch.archive().map(Files::exists).orElse(true)) {
            throw new IllegalStateException(
                    "The server left no class data at (%s).".formatted(launch.archive().get()));
        }
        return Lap.of(ours, floor);
    }

    private double hello() throws Exception {
        var command = new ArrayList<>(List.of(Launch.java()));
        command.addAll(Launch.OPTIONS);
        command.addAll(List.of("-cp", classes(), Hello.class.getName()));
        var said =
                bench.pace()
                        .timed(() -> {
                            var process = new ProcessBuilder(command).start();
                            try (var lines = process.inputReader()) {
                                return lines.readLine();
                            }
                        });
        if (!"hello".equals(said.made())) {
            throw new IllegalStateException("The program that says hello did not.");
        }
        return said.seconds();
    }

    private static String classes() throws URISyntaxException {
        return Path.of(Hello.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    private double serve(Path data) throws Exception {
        int port = freePort();
        var log = bench.folder().resolve("server.log");
        var builder =
                new ProcessBuilder(launch.serve(data, port))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        // The person's own keys and class data stay as they are.
        builder.environment().put("XDG_DATA_HOME", bench.folder().resolve("data-home").toString());
        builder.environment()
                .put("XDG_CACHE_HOME", bench.folder().resolve("cache-home").toString());
        var answer =
                bench.pace()
                        .timed(() -> {
                            var process = builder.start();
                            return new Answered(process, answers(process, port));
                        });
        end(answer.made().process());
        if (!answer.made().well()) {
            throw new IllegalStateException(
                    "The server did not answer: " + Files.readString(log).strip());
        }
        return answer.seconds();
    }

    private record Answered(Process process, boolean well) {}

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers(Process process, int port) throws Exception {
        long deadline = bench.nanos().getAsLong() + 60_000_000_000L;
        while (process.isAlive() && bench.nanos().getAsLong() < deadline) {
            if (Health.isWell(port)) {
                return true;
            }
            Thread.sleep(2);
        }
        return false;
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
