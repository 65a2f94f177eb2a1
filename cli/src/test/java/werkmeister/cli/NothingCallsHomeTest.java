package werkmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.simulator.press.PressFiles;
import werkmeister.simulator.press.PressLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The real processes in a network that has nothing but the machine itself: they work, and they do
 * not even try to reach anybody. Every connect of every thread and child is written down by strace.
 */
@Tag("slow")
class NothingCallsHomeTest {
    private static final List<String> ALONE =
            List.of("unshare", "--net", "--", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh");

    private static final Pattern ADDRESS =
            Pattern.compile("(?:inet_addr\\(|inet_pton\\(AF_INET6, )\"([^\"]+)\"");

    private static final Pattern OWN = Pattern.compile("127\\..*|::1|::ffff:127\\..*");

    @TempDir Path folder;

    @BeforeEach
    void mayBeAlone() throws IOException, InterruptedException {
        boolean root = "root".equals(System.getProperty("user.name"));
        boolean able = root && run(folder, "ip link show lo && strace -V").code() == 0;
        if (able) {
            return;
        }
        String why =
                "That nothing calls home is not tested here: it takes root's right to a network"
                        + " namespace, ip (iproute2) and strace.";
        assertThat(root && "true".equals(System.getenv("CI"))).as(why).isFalse();
        System.out.println("SKIPPED: " + why);
        Assumptions.abort(why);
    }

    @Test
    void theServerWorksAloneAndReachesForNobody() throws Exception {
        Path file = history();
        var outcome =
                run(
                        folder,
                        """
                        %1$s serve --data data --port 7411 >serve.out 2>serve.err &
                        server=$!
                        tries=0
                        until grep -q http serve.out; do
                            tries=$((tries + 1))
                            [ $tries -lt 300 ] && kill -0 $server || { cat serve.err; exit 90; }
                            sleep 0.2
                        done
                        %2$s import '%3$s' --machine press-1 --add --zone Europe/Berlin --data data &&
                        %2$s train press-1 --data data &&
                        %2$s gate press-1/v1 --budget 2 --data data &&
                        %2$s release press-1/v1 --reason alone --force --data data &&
                        %2$s check --all --data data
                        code=$?
                        # The trace ends with the server, which is its child.
                        kill $(cat /proc/$server/task/$server/children)
                        wait $server
                        exit $code
                        """
                                .formatted(traced("server"), werkmeister(), file));
        assertThat(outcome.code()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("press-1/v1");
        assertThat(strangers("server")).isEmpty();
    }

    @Test
    void theBacktestWorksAloneAndReachesForNobody() throws Exception {
        var outcome =
                run(folder, "%s backtest '%s' --json".formatted(traced("backtest"), history()));
        assertThat(outcome.code()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("\"trainRows\"");
        assertThat(strangers("backtest")).isEmpty();
    }

    @Test
    void theCommandsReachForTheServerOnThisMachineOnly() throws Exception {
        var outcome =
                run(
                        folder,
                        traced("command")
                                + " machines --server http://127.0.0.1:7412 --key"
                                + " wm_00000000_none");
        assertThat(outcome.code()).isNotZero();
        assertThat(addresses("command")).isNotEmpty();
        assertThat(strangers("command")).isEmpty();
    }

    /** The proof itself is proved: somebody who does call home is seen. */
    @Test
    void whoCallsHomeIsSeen() throws Exception {
        run(
                folder,
                "strace -f -e trace=connect -o caller.trace"
                        + " bash -c 'exec 3<>/dev/tcp/192.0.2.1/9' || true");
        assertThat(strangers("caller")).contains("192.0.2.1");
    }

    private Path history() throws IOException {
        var settings = new PressLine.Settings(LocalDate.of(2025, 1, 1), 1, Duration.ofMinutes(30));
        var line = PressLine.of(1, settings);
        Path file = folder.resolve("press.csv");
        PressFiles.writeGermanCsv(line, line.machines().getFirst(), line.history(), file);
        return file;
    }

    private static String werkmeister() {
        return "'%s' -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp '%s' werkmeister.cli.Main"
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"));
    }

    private static String traced(String name) {
        return "strace -f --seccomp-bpf -e trace=connect -o %s.trace %s"
                .formatted(name, werkmeister());
    }

    private List<String> addresses(String name) throws IOException {
        return ADDRESS.matcher(Files.readString(folder.resolve(name + ".trace")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private List<String> strangers(String name) throws IOException {
        return addresses(name).stream().filter(one -> !OWN.matcher(one).matches()).toList();
    }

    private record Outcome(int code, String output) {}

    /** Runs a shell's lines in a network of their own. */
    private static Outcome run(Path folder, String script)
            throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        var command = new java.util.ArrayList<>(ALONE);
        command.addAll(List.of("sh", "-c", script));
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("XDG_DATA_HOME", folder.resolve("home").toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        int code = builder.start().waitFor();
        return new Outcome(code, Files.readString(output));
    }
}
