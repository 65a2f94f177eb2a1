package werkmeister.factory.layout;

import java.time.Instant;
import java.util.List;

/**
 * A site as planned.
 *
 * @param euroPerGpuHour price of a GPU and hour, {@code euroPerCpuHour} of a core
 */
public record SiteLayout(
        String name,
        double euroPerGpuHour,
        double euroPerCpuHour,
        List<Pod> pods,
        List<Maintenance> maintenance) {
    public SiteLayout {
        pods = List.copyOf(pods);
        maintenance = List.copyOf(maintenance);
    }

    /**
     * Racks that are powered and cooled together.
     *
     * @param powerKilowatts that it may draw, {@code coolingKilowatts} that can be cooled; infinite
     *     where nothing is said
     */
    public record Pod(
            String name, double powerKilowatts, double coolingKilowatts, List<Rack> racks) {
        public Pod {
            racks = List.copyOf(racks);
        }

        public List<Node> nodes() {
            return racks.stream().flatMap(rack -> rack.nodes().stream()).toList();
        }

        public int gpus() {
            return nodes().stream().mapToInt(Node::gpus).sum();
        }

        /** The lower of its limits; infinite where nothing is said. */
        public double limitKilowatts() {
            return Math.min(powerKilowatts, coolingKilowatts);
        }

        /** At nameplate. */
        public double kilowatts() {
            return nodes().stream().mapToDouble(Node::kilowatts).sum();
        }
    }

    /** A rack and its nodes. */
    public record Rack(String name, List<Node> nodes) {
        public Rack {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * A computer.
     *
     * @param gpuMemoryBytes of each GPU
     * @param nvlink name of the domain in which its GPUs reach each other by NVLink
     * @param kilowatts at nameplate
     */
    public record Node(
            String name,
            int cpus,
            long memoryBytes,
            int gpus,
            String model,
            long gpuMemoryBytes,
            String nvlink,
            double kilowatts) {}

    /** Time in which a pod takes no work. */
    public record Maintenance(String pod, Instant from, Instant to, String why) {}

    public List<Node> nodes() {
        return pods.stream().flatMap(pod -> pod.nodes().stream()).toList();
    }

    public int gpus() {
        return pods.stream().mapToInt(Pod::gpus).sum();
    }

    public long cpus() {
        return nodes().stream().mapToLong(Node::cpus).sum();
    }

    public long memoryBytes() {
        return nodes().stream().mapToLong(Node::memoryBytes).sum();
    }

    /** At nameplate. */
    public double kilowatts() {
        return pods.stream().mapToDouble(Pod::kilowatts).sum();
    }

    /** Of the whole site, all of its GPUs and cores used. */
    public double euroPerHour() {
        return gpus() * euroPerGpuHour + cpus() * euroPerCpuHour;
    }
}
