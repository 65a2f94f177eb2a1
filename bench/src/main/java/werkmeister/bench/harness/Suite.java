package werkmeister.bench.harness;

import java.util.List;

/**
 * Benchmarks that belong together. A suite is used for one measuring: what its benchmarks share is
 * made by the first that needs it and ends with the suite.
 */
public interface Suite extends AutoCloseable {
    String name();

    List<Benchmark> benchmarks();

    @Override
    default void close() throws Exception {}
}
