package werkmeister.server.engine.local;

import werkmeister.factory.job.Resources;
import werkmeister.factory.run.AttemptFolder;
import werkmeister.factory.run.Run;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Starts the process of an attempt: a small shell that claims the attempt, runs the worker as its
 * child, and writes down how that ended and how much processor time it took.
 *
 * <p>The shell outlives the server, so an end is on record that no server saw; and its command line
 * carries the token, so that it is told from any later process that gets its number. Where {@code
 * setsid} exists, shell and worker are a session of their own: a Ctrl-C meant for the server does
 * not reach them, and what the worker leaves behind is ended with it.
 */
final class Launch {
    /** $0 token, $1 folder, $2 own or shared (the process group), then the worker's command. */
    private static final String SHELL =
            """
            folder=$1 group=$2
            shift 2
            own="$folder/claim.$$.tmp"
            printf '%s %s' "$$" "$0" >"$own" || exit 73
            ln "$own" "$folder/claim" 2>/dev/null
            rm -f "$own"
            read -r holder token <"$folder/claim"
            [ "$holder" = "$$" ] || exit 75
            nice -n 5 "$@" "$folder"
            code=$?
            { printf 'code=%s\\n' "$code"; times; } >"$folder/exit.tmp"
            sync "$folder/exit.tmp" 2>/dev/null
            mv "$folder/exit.tmp" "$folder/exit"
            [ "$group" = shared ] || kill -s KILL 0
            """;

    /** The worker sees these of the server's settings; keys and passwords are not among them. */
    private static final Set<String> PASSED_ON =
            Set.of(
                    "PATH",
                    "HOME",
                    "LANG",
                    "LC_ALL",
                    "TZ",
                    "TMPDIR",
                    "JAVA_HOME",
                    "LD_LIBRARY_PATH");

    private static final String LOG = "log.txt";

    private Launch() {}

    static Process start(
            AttemptFolder folder, Run run, List<String> workerCommand, Resources resources)
            throws IOException {
        var command = new ArrayList<String>();
        boolean ownGroup = onPath("setsid");
        if (ownGroup) {
            command.add("setsid");
        }
        command.addAll(List.of("sh", "-c", SHELL, run.token()));
        command.add(folder.path().toString());
        command.add(ownGroup ? "own" : "shared");
        command.addAll(workerCommand);

        var log = folder.file(LOG).toFile();
        var builder =
                new ProcessBuilder(command)
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        limit(builder.environment(), resources);
        return builder.start();
    }

    /** Whether the worker has ended and its shell is about to have written down how. */
    static boolean endIsBeingWritten(AttemptFolder folder) {
        return Files.exists(folder.file("exit.tmp"));
    }

    /** The last thing the worker said, cut to a readable length; empty if it said nothing. */
    static String lastWords(AttemptFolder folder) {
        try (var log = Files.newByteChannel(folder.file(LOG))) {
            log.position(Math.max(0, log.size() - 4096));
            var tail = ByteBuffer.allocate(4096);
            while (log.read(tail) > 0) {}
            var lines =
                    new String(tail.array(), 0, tail.position(), StandardCharsets.UTF_8)
                            .strip()
                            .lines()
                            .filter(line -> !line.startsWith("NOTE: Picked up JDK_JAVA_OPTIONS"))
                            .toList();
            var last = lines.isEmpty() ? "" : lines.getLast().strip();
            return last.length() <= 300 ? last : last.substring(0, 300) + " …";
        } catch (IOException e) {
            return "";
        }
    }

    private static void limit(Map<String, String> environment, Resources resources) {
        environment.keySet().retainAll(PASSED_ON);
        var cpus = Long.toString(resources.cpus().cpus());
        long heapMebibytes = Math.max(16, resources.memory().bytes() / 4 * 3 / (1 << 20));
        environment.put("WERKMEISTER_CPUS", cpus);
        environment.put("WERKMEISTER_MEMORY_BYTES", Long.toString(resources.memory().bytes()));
        environment.put("OMP_NUM_THREADS", cpus);
        environment.put(
                "JDK_JAVA_OPTIONS",
                "-XX:ActiveProcessorCount=%s -Xmx%dm".formatted(cpus, heapMebibytes));
    }

    private static boolean onPath(String program) {
        var path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return List.of(path.split(File.pathSeparator)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
