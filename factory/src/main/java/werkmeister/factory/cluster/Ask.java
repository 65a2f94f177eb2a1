package werkmeister.factory.cluster;

import werkmeister.factory.job.Together;
import werkmeister.factory.placement.Shape;

import java.util.Optional;

/**
 * What a job asks of the site: equal asks find room, or none, together.
 *
 * @param shape of each part
 * @param parts that start together
 * @param leastParts with which it begins if there is no room for all
 */
public record Ask(Shape shape, int parts, int leastParts, Optional<Together> together) {
    /** Thousandths of GPUs of all parts. */
    public long gpuMilli() {
        return (long) shape.totalMilli() * parts;
    }

    /** The same with fewer parts, whole segments of them. */
    public Ask atMost(int fewer) {
        int segment = together.map(Together::segment).filter(each -> each > 0).orElse(1);
        return new Ask(shape, fewer - fewer % segment, leastParts, together);
    }

    boolean single() {
        return parts == 1;
    }
}
