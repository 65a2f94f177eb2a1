package werkmeister.bench.harness;

import werkmeister.server.Server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine that figures were taken on, as it describes itself.
 *
 * @param load processes that wanted to run when the measuring began, averaged over a minute: on an
 *     idle machine about 0
 * @param fileSystem of the folder that was written to
 * @param version of the product
 */
public record Machine(
        Optional<String> cpu,
        int cores,
        double memoryGiB,
        String system,
        String java,
        String fileSystem,
        Optional<Double> load,
        String version,
        Instant at) {
    private static final Path CPUS = Path.of("/proc/cpuinfo");

    public static Machine here(Path folder, InstantSource clock) throws IOException {
        var system =
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        double load = system.getSystemLoadAverage();
        return new Machine(
                processor(),
                Runtime.getRuntime().availableProcessors(),
                Math.round(system.getTotalMemorySize() / (double) (1 << 30) * 10) / 10.0,
                "%s %s %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")),
                "%s (%s)"
                        .formatted(
                                System.getProperty("java.vm.version"),
                                System.getProperty("java.vm.vendor")),
                Files.getFileStore(folder).type(),
                load < 0 ? Optional.empty() : Optional.of(Math.round(load * 100) / 100.0),
                Server.version(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    /** Only Linux says it in a file; elsewhere it is left out. */
    private static Optional<String> processor() throws IOException {
        if (!Files.isReadable(CPUS)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(CPUS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        }
    }
}
