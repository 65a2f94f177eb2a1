package werkmeister.server;

import werkmeister.server.fleet.NodeWatch;
import werkmeister.units.Refusal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * How a server is to run.
 *
 * @param data the folder that holds everything
 * @param listen the address, {@code 127.0.0.1} unless someone decided otherwise
 * @param port 0 for any that is free
 * @param databaseUrl of a PostgreSQL that keeps the journal instead of the folder's own SQLite file
 * @param worker the command that an attempt's folder is appended to
 * @param nodeGrace how long a node that has an agent may be silent before it is lost
 */
public record Settings(
        Path data,
        String listen,
        int port,
        Optional<String> databaseUrl,
        List<String> worker,
        InstantSource clock,
        Duration nodeGrace) {
    private static final int PORT_MAX = 65_535;

    public Settings {
        if (port < 0 || port > PORT_MAX) {
            throw Refusal.invalid(
                    "The port (%d) must be 0 to %d; 0 takes any that is free."
                            .formatted(port, PORT_MAX));
        }
        data = data.toAbsolutePath().normalize();
        worker = List.copyOf(worker);
    }

    /** Agents may be silent as long as they usually may. */
    public Settings(
            Path data,
            String listen,
            int port,
            Optional<String> databaseUrl,
            List<String> worker,
            InstantSource clock) {
        this(data, listen, port, databaseUrl, worker, clock, NodeWatch.GRACE_DEFAULT);
    }
}
