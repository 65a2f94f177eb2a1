package werkmeister.bench.models;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A published way to try models on published data. */
interface Protocol {
    /** So many seeds where chance has a part. */
    List<Long> SEEDS = List.of(1L, 2L, 3L);

    String name();

    /** The folder of its data within that of all data; empty where data are generated. */
    Optional<String> folder();

    Outcome run(Path folder, LongSupplier nanoTime);

    /** All there are, the quick ones first. */
    static List<Protocol> all() {
        return List.of(
                new SkabProtocol(),
                new TepProtocol(),
                new NabProtocol(),
                new CmapssProtocol(),
                new AiProtocol(),
                new SteelProtocol(),
                new HydraulicProtocol(),
                new EttProtocol(),
                new FeedbackProtocol(),
                new FleetProtocol());
    }
}
