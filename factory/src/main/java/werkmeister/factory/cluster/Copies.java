package werkmeister.factory.cluster;

import werkmeister.factory.placement.Shape;

/** How many parts of one shape each node can take now; follows the nodes' changes. */
final class Copies {
    private final Shape shape;
    private final int[] copies;
    private long sum;
    private int seen;

    Copies(Shape shape, int nodes) {
        this.shape = shape;
        this.copies = new int[nodes];
        this.seen = -1;
    }

    /** Says of a node how many parts of a shape it can take now. */
    interface Counter {
        int count(int node, Shape shape);
    }

    /** Brings itself up to the last change. */
    void follow(Changes changes, Counter counter) {
        if (seen < 0 || !changes.reaches(seen)) {
            sum = 0;
            for (int i = 0; i < copies.length; i++) {
                copies[i] = counter.count(i, shape);
                sum += copies[i];
            }
        } else {
            for (int at = seen; at < changes.count(); at++) {
                int node = changes.node(at);
                sum -= copies[node];
                copies[node] = counter.count(node, shape);
                sum += copies[node];
            }
        }
        seen = changes.count();
    }

    long sum() {
        return sum;
    }

    int[] each() {
        return copies.clone();
    }

    int of(int node) {
        return copies[node];
    }
}
