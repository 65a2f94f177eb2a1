package werkmeister.factory.cluster;

/** The latest changes of nodes, so that whoever knows something of each can follow. */
final class Changes {
    /** Who is further behind looks at every node. */
    private static final int KEPT = 1 << 12;

    private final int[] nodes = new int[KEPT];
    private int count;

    void add(int node) {
        nodes[count & (KEPT - 1)] = node;
        count++;
    }

    int count() {
        return count;
    }

    boolean reaches(int seen) {
        return count - seen <= KEPT;
    }

    int node(int at) {
        return nodes[at & (KEPT - 1)];
    }
}
