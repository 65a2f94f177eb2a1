package werkmeister.factory.job;

import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.Refusal;

/** What a run holds on its node from start to end. */
public record Resources(CpuCount cpus, Memory memory, GpuCount gpus) {
    public static final Resources NONE = new Resources(CpuCount.ZERO, Memory.ZERO, GpuCount.ZERO);

    public Resources plus(Resources other) {
        return new Resources(
                cpus.plus(other.cpus), memory.plus(other.memory), gpus.plus(other.gpus));
    }

    public Resources minus(Resources other) {
        return new Resources(
                cpus.minus(other.cpus), memory.minus(other.memory), gpus.minus(other.gpus));
    }

    /** Whether all of this is within the room given. */
    public boolean fits(Resources room) {
        return cpus.compareTo(room.cpus) <= 0
                && memory.compareTo(room.memory) <= 0
                && gpus.compareTo(room.gpus) <= 0;
    }

    /** For people: {@code 2 CPU, 512 MiB, 1 GPU}. */
    public String words() {
        var text = "%d CPU, %d MiB".formatted(cpus.cpus(), Math.ceilDiv(memory.bytes(), 1L << 20));
        return gpus.gpus() == 0 ? text : text + ", %d GPU".formatted(gpus.gpus());
    }

    static void check(Resources asked) {
        if (asked.cpus.cpus() == 0 || asked.memory.bytes() == 0) {
            throw Refusal.invalid(
                    "A job must ask for at least one core and some memory (%s)."
                            .formatted(asked.words()));
        }
    }
}
