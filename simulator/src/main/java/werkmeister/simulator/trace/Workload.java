package werkmeister.simulator.trace;

import werkmeister.factory.placement.Shape;
import werkmeister.units.Refusal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Works to be placed, as they came.
 *
 * @param name of its file, without its ending
 */
public record Workload(String name, List<Shape> works) {
    /** A model that no node has: whoever asks for it alone fits nowhere. */
    private static final int NOWHERE = 62;

    private static final String[] COLUMNS = {"cpu_milli", "memory_mib", "num_gpu", "gpu_milli"};

    public Workload {
        works = List.copyOf(works);
    }

    /** Whether a file is a list of works by its first line. */
    public static boolean is(Path file) {
        return TraceTable.has(file, COLUMNS);
    }

    /**
     * Reads Alibaba's list of pods of 2023: cpu_milli, memory_mib, num_gpu, gpu_milli, and maybe
     * gpu_spec, the models that will do, parted by bars.
     */
    public static Workload read(Path file, Inventory inventory) {
        TraceTable table = TraceTable.read(file);
        if (!table.has(COLUMNS)) {
            throw Refusal.invalid(
                    "%s is no list of works: cpu_milli, memory_mib, num_gpu, gpu_milli are needed, there are %s."
                            .formatted(file, table.names()));
        }
        var works = new ArrayList<Shape>();
        for (int row = 0; row < table.rows().size(); row++) {
            int gpus = table.whole(row, "num_gpu");
            int milli = gpus == 0 ? 0 : Math.min(Shape.WHOLE, table.whole(row, "gpu_milli"));
            works.add(
                    new Shape(
                            table.whole(row, "cpu_milli"),
                            table.whole(row, "memory_mib"),
                            gpus,
                            milli,
                            table.has("gpu_spec")
                                    ? models(table.text(row, "gpu_spec"), inventory)
                                    : 0));
        }
        return new Workload(table.name(), works);
    }

    private static long models(String spec, Inventory inventory) {
        long models = 0;
        for (String model : spec.isEmpty() ? new String[0] : spec.split("\\|")) {
            int number = inventory.models().indexOf(model);
            models |= 1L << (number < 0 ? NOWHERE : number);
        }
        return models;
    }
}
