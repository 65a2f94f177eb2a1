package werkmeister.factory.placement;

import java.util.Arrays;

/** What is free on one node. */
public final class NodeSpace {
    /** A kubelet's usual limit, far above what GPUs let through. */
    private static final int WORKS_MAX = 1_001;

    private final NodeSize size;
    private final int[] gpuMilli;
    private final int[] held = new int[Kind.values().length];
    private int cpuMilli;
    private int memoryMib;
    private int works;
    private int version;

    /** What work is counted as where kinds are kept together. */
    enum Kind {
        CPU_ONLY,
        SHARED,
        ONE,
        TWO,
        FOUR,
        EIGHT;

        static Kind of(Shape shape) {
            if (shape.gpus() == 0) {
                return CPU_ONLY;
            }
            if (shape.shared()) {
                return SHARED;
            }
            return shape.gpus() == 1
                    ? ONE
                    : shape.gpus() == 2 ? TWO : shape.gpus() <= 4 ? FOUR : EIGHT;
        }
    }

    public NodeSpace(NodeSize size) {
        this.size = size;
        gpuMilli = new int[size.gpus()];
        Arrays.fill(gpuMilli, Shape.WHOLE);
        cpuMilli = size.cpuMilli();
        memoryMib = size.memoryMib();
    }

    public NodeSize size() {
        return size;
    }

    public int cpuMilli() {
        return cpuMilli;
    }

    public int memoryMib() {
        return memoryMib;
    }

    /** Free thousandths of a GPU. */
    public int gpuMilli(int device) {
        return gpuMilli[device];
    }

    /** Free thousandths of all GPUs. */
    public int idleMilli() {
        return Gpus.idle(gpuMilli);
    }

    int[] free() {
        return gpuMilli.clone();
    }

    public int wholeGpus() {
        return Gpus.whole(gpuMilli);
    }

    boolean holds(Kind kind) {
        return held[kind.ordinal()] > 0;
    }

    boolean holdsOther(Kind kind) {
        int others = 0;
        for (int k = Kind.SHARED.ordinal(); k < held.length; k++) {
            others += k == kind.ordinal() ? 0 : held[k];
        }
        return others > 0;
    }

    /** How many such works fit, one after the other. */
    public int copies(Shape shape) {
        if (shape.gpus() > 0 && !shape.allows(size.model())) {
            return 0;
        }
        int copies = WORKS_MAX - works;
        copies = shape.cpuMilli() == 0 ? copies : Math.min(copies, cpuMilli / shape.cpuMilli());
        copies = shape.memoryMib() == 0 ? copies : Math.min(copies, memoryMib / shape.memoryMib());
        if (shape.gpus() > 0 && copies > 0) {
            int fitting = 0;
            for (int free : gpuMilli) {
                fitting += Math.max(0, free) / shape.gpuMilli();
            }
            copies = Math.min(copies, fitting / shape.gpus());
        }
        return Math.max(0, copies);
    }

    /** Another one with the same works. */
    public NodeSpace copy() {
        var copy = new NodeSpace(size);
        System.arraycopy(gpuMilli, 0, copy.gpuMilli, 0, gpuMilli.length);
        System.arraycopy(held, 0, copy.held, 0, held.length);
        copy.cpuMilli = cpuMilli;
        copy.memoryMib = memoryMib;
        copy.works = works;
        return copy;
    }

    /** Counts up with each change. */
    public int version() {
        return version;
    }

    public boolean fits(Shape shape) {
        if (shape.cpuMilli() > cpuMilli
                || shape.memoryMib() > memoryMib
                || works >= WORKS_MAX
                || shape.gpus() > 0 && !shape.allows(size.model())) {
            return false;
        }
        int fitting = 0;
        for (int free : gpuMilli) {
            fitting += free >= shape.gpuMilli() ? 1 : 0;
        }
        return fitting >= shape.gpus();
    }

    /** The GPU that shared work would leave least of; -1 where it shares none. */
    public int tightest(Shape shape) {
        return Gpus.tightest(gpuMilli, shape);
    }

    /** The GPUs that work would get: the one named if it shares one, else the first free ones. */
    public long devices(Shape shape, int device) {
        return Gpus.devices(gpuMilli, shape, device);
    }

    public void take(Shape shape, long devices) {
        move(shape, devices, 1);
    }

    public void give(Shape shape, long devices) {
        move(shape, devices, -1);
    }

    private void move(Shape shape, long devices, int sign) {
        cpuMilli -= sign * shape.cpuMilli();
        memoryMib -= sign * shape.memoryMib();
        for (int i = 0; i < gpuMilli.length; i++) {
            if ((devices >> i & 1) == 1) {
                gpuMilli[i] -= sign * shape.gpuMilli();
            }
        }
        held[Kind.of(shape).ordinal()] += sign;
        works += sign;
        version++;
    }
}
