package werkmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * strace on a running server: kills it before the n-th system call of a kind. strace counts for
 * each thread by itself, so the n-th call of whichever thread comes to it first is the one; its
 * record says which call that was, on which file.
 */
final class Strace implements AutoCloseable {
    /**
     * Where to kill.
     *
     * @param call the system call's name
     * @param n which one, from 1
     * @param only calls on this file; empty for calls on whatever file or socket
     */
    record Fault(String call, int n, Optional<Path> only) {
        List<String> options(Path log) {
            var options = new ArrayList<>(List.of("strace", "-f", "-y", "-o", log.toString()));
            options.addAll(List.of("-e", "trace=" + call));
            options.addAll(List.of("-e", "inject=%s:signal=SIGKILL:when=%d".formatted(call, n)));
            only.ifPresent(file -> options.addAll(List.of("-P", file.toString())));
            return options;
        }
    }

    /** A call that did not come back. */
    private static final Pattern HIT =
            Pattern.compile("(?m)^\\d+ +(\\w+)\\((?!.*\\) += -?\\d)(.*)$");

    private static final Pattern FILE = Pattern.compile("<([^>]*)>|\"([^\"]*)\"");

    private final Process process;
    private final Path log;

    private Strace(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** When it returns, the process and all its threads are watched. */
    static Strace attach(long pid, Fault fault, Path log) throws IOException {
        Files.deleteIfExists(log);
        var command = fault.options(log);
        command.addAll(List.of("-p", Long.toString(pid)));
        var process = new ProcessBuilder(command).start();
        // The first line says that it is attached; the rest must not fill the pipe.
        var lines = process.errorReader(StandardCharsets.UTF_8);
        String first = String.valueOf(lines.readLine());
        assertThat(first).contains("attached");
        Thread.ofVirtual().start(() -> drain(lines));
        Thread.ofVirtual().start(() -> letGoAfterTheFirst(process, log));
        return new Strace(process, log);
    }

    private static void drain(BufferedReader lines) {
        try {
            lines.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // strace was let go.
        }
    }

    /** One kill is enough: what is started in place of a killed worker must live. */
    private static void letGoAfterTheFirst(Process process, Path log) {
        try {
            while (process.isAlive() && hit(log).isEmpty()) {
                Thread.sleep(20);
            }
            process.destroyForcibly();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What was about to happen when a process was killed, as {@code call file}; empty if none was.
     */
    static Optional<String> hit(Path log) throws IOException {
        String record;
        try {
            record = Files.readString(log, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (!record.contains("+++ killed by SIGKILL +++")) {
            return Optional.empty();
        }
        return HIT.matcher(record)
                .results()
                .reduce((_, last) -> last)
                .map(last -> last.group(1) + " " + file(last.group(2)))
                .or(() -> Optional.of("somewhere"));
    }

    private static String file(String arguments) {
        var file = FILE.matcher(arguments);
        String name =
                file.find()
                        ? String.valueOf(file.group(1) == null ? file.group(2) : file.group(1))
                        : "";
        return name.startsWith("TCP") || name.startsWith("socket") ? "socket" : name;
    }

    /**
     * Lets go of every process that lives. The kernel does that for a tracer that is killed; asked
     * politely, strace waits for ever for threads that died meanwhile.
     */
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Without strace the test is skipped with a line that says so; in CI it fails. */
    static void require() throws InterruptedException {
        boolean works;
        try {
            works =
                    new ProcessBuilder("strace", "-f", "-o", "/dev/null", "true").start().waitFor()
                            == 0;
        } catch (IOException e) {
            works = false;
        }
        if (!works) {
            var line =
                    "strace is missing or may not trace: kills of the whole server are skipped;"
                            + " install it with: apt-get install strace";
            System.out.println("NOTE: " + line);
            assertThat(System.getenv("CI")).as(line).isNotEqualTo("true");
            assumeTrue(false, line);
        }
    }
}
