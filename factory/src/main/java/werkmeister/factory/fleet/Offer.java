package werkmeister.factory.fleet;

import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.Refusal;

import java.util.Optional;

/**
 * What a node gives to runs, and its price.
 *
 * @param model of its GPUs, such as {@code B200}
 * @param watts that it draws when all of its GPUs work
 */
public record Offer(
        CpuCount cpus,
        Memory memory,
        GpuCount gpus,
        Price price,
        Optional<String> model,
        Optional<Integer> watts) {
    public Offer {
        if (cpus.cpus() == 0 || memory.bytes() == 0) {
            throw Refusal.invalid(
                    "A node must offer at least one core and some memory (cores %d, bytes %d)."
                            .formatted(cpus.cpus(), memory.bytes()));
        }
    }

    /** GPUs of no particular model, power not told. */
    public Offer(CpuCount cpus, Memory memory, GpuCount gpus, Price price) {
        this(cpus, memory, gpus, price, Optional.empty(), Optional.empty());
    }
}
