package werkmeister.cli.simulate;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is to be simulated.
 *
 * @param site list of nodes
 * @param trace works to place or jobs to run, or a folder of such files
 * @param policy empty: ours
 * @param load asked for as a share of all GPUs; empty: 1.3 of works, 0.85 of jobs
 * @param orderSeed of the order of nodes, {@code seed} of the arrivals of works
 */
public record SimulationRequest(
        Path site,
        Path trace,
        Optional<String> policy,
        Optional<Double> load,
        long orderSeed,
        long seed) {}
