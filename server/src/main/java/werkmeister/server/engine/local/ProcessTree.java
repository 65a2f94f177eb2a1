package werkmeister.server.engine.local;

import werkmeister.factory.run.AttemptFolder;
import werkmeister.units.CpuTime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The shell of a run and everything below it. */
final class ProcessTree {
    /**
     * The kernel counts processor time for user space in hundredths of a second on every platform.
     */
    private static final long MILLISECONDS_PER_TICK = 10;

    private final ProcessHandle shell;

    private ProcessTree(ProcessHandle shell) {
        this.shell = shell;
    }

    /**
     * The processes of a run, if its shell is alive. A process number alone proves nothing, as
     * numbers are used again; the token in the command line does. A zombie has no command line.
     */
    static Optional<ProcessTree> of(long pid, String token) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> commandLine(process).contains(token))
                .map(ProcessTree::new);
    }

    /** What all of them used so far, those that have ended and were waited for included. */
    CpuTime cpuTime() {
        return new CpuTime(all().mapToLong(ProcessTree::milliseconds).sum());
    }

    /**
     * Ends everything below the shell, which then writes down the end; does nothing where it has
     * begun to. That is asked after the list was made, as what is on it is then none of the
     * programs that the shell writes with: ending one of those would lose the end.
     */
    void endWorker(AttemptFolder folder) {
        var worker = shell.descendants().toList();
        if (!Launch.endIsBeingWritten(folder)) {
            worker.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private Stream<ProcessHandle> all() {
        return Stream.concat(Stream.of(shell), shell.descendants());
    }

    private static String commandLine(ProcessHandle process) {
        return proc(process, "cmdline").orElseGet(() -> process.info().commandLine().orElse(""));
    }

    private static long milliseconds(ProcessHandle process) {
        return proc(process, "stat")
                .flatMap(ProcessTree::ticks)
                .map(ticks -> ticks * MILLISECONDS_PER_TICK)
                .orElseGet(
                        () -> process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis());
    }

    /**
     * User and system time of the process and of its children, fields 14 to 17 of proc(5)'s stat.
     */
    private static Optional<Long> ticks(String stat) {
        // The second field is the program's name in brackets and may hold anything.
        var fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        if (fields.length < 15) {
            return Optional.empty();
        }
        return Optional.of(Stream.of(fields).skip(11).limit(4).mapToLong(Long::parseLong).sum());
    }

    private static Optional<String> proc(ProcessHandle process, String name) {
        try {
            var bytes = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), name));
            return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
