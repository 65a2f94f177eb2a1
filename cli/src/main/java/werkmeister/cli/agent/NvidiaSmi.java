package werkmeister.cli.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Asks NVIDIA's {@code nvidia-smi} for GPUs and uncorrected memory errors, and the kernel's log for
 * Xid errors after which a GPU needs a reset. A GPU that nvidia-smi does not list cannot be counted
 * here: who compares with what the node offers, misses it.
 */
public final class NvidiaSmi {
    /** One line a GPU: where it is plugged in, and uncorrected errors since the driver came up. */
    static final String QUERY = "--query-gpu=pci.bus_id,ecc.errors.uncorrected.volatile.total";

    /**
     * Errors of the GPU and not of what runs on it, by NVIDIA's catalogue of Xids: memory (48, 64,
     * 95), NVLink (74), fallen off the bus (79), its own processor (119, 120).
     */
    private static final Set<Integer> XIDS = Set.of(48, 64, 74, 79, 95, 119, 120);

    private static final Pattern BUS =
            Pattern.compile("[0-9a-f]{4}([0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2})\\.[0-9a-f]");
    private static final Pattern XID =
            Pattern.compile(
                    "NVRM: Xid \\(PCI:([0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2})[^)]*\\): (\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String program;
    private final String kernelLog;

    /**
     * @param program {@code nvidia-smi}, or where it lies
     * @param kernelLog {@code dmesg}, likewise; where it may not be read, Xids are not seen
     */
    public NvidiaSmi(String program, String kernelLog) {
        this.program = program;
        this.kernelLog = kernelLog;
    }

    /** None where there is no nvidia-smi, or it hangs or fails: its driver is not well then. */
    public Gpus look() {
        Optional<List<String>> lines = run(program, QUERY, "--format=csv,noheader,nounits");
        if (lines.isEmpty()) {
            return Gpus.NONE;
        }
        return count(lines.get(), run(kernelLog).orElse(List.of()));
    }

    static Gpus count(List<String> gpus, List<String> kernel) {
        var broken = new HashSet<String>();
        for (String line : kernel) {
            var xid = XID.matcher(line);
            if (xid.find() && XIDS.contains(Integer.valueOf(xid.group(2)))) {
                broken.add(xid.group(1));
            }
        }
        int count = 0;
        int healthy = 0;
        for (String line : gpus) {
            String[] fields = line.toLowerCase(Locale.ROOT).split(" *, *");
            var bus = BUS.matcher(fields[0].strip());
            if (bus.matches()) {
                count++;
                boolean well = fields.length > 1 && noErrors(fields[1].strip());
                healthy += well && !broken.contains(bus.group(1)) ? 1 : 0;
            }
        }
        return new Gpus(count, healthy);
    }

    /** GPUs without error-correcting memory say {@code [n/a]}. */
    private static boolean noErrors(String errors) {
        return errors.matches("0+|\\[?(n/a|not supported)]?");
    }

    private static Optional<List<String>> run(String... command) {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return Optional.empty();
        }
        var lines = CompletableFuture.supplyAsync(() -> lines(process.getInputStream()));
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        return process.exitValue() == 0 ? Optional.of(lines.join()) : Optional.empty();
    }

    private static List<String> lines(InputStream in) {
        try (in) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new ArrayList<>(text.lines().toList());
        } catch (IOException e) {
            return List.of();
        }
    }
}
