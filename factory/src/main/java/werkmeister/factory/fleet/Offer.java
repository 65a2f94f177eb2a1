package werkmeister.factory.fleet;

import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.Refusal;

/** What a node gives to runs, and its price. */
public record Offer(CpuCount cpus, Memory memory, GpuCount gpus, Price price) {
    public Offer {
        if (cpus.cpus() == 0 || memory.bytes() == 0) {
            throw Refusal.invalid(
                    "A node must offer at least one core and some memory (cores %d, bytes %d)."
                            .formatted(cpus.cpus(), memory.bytes()));
        }
    }
}
