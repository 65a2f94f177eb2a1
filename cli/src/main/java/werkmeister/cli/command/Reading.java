package werkmeister.cli.command;

import picocli.CommandLine.Option;

import werkmeister.plant.ingest.ReadOptions;

import java.time.ZoneId;
import java.util.Optional;

/** How a file is to be read where it leaves two readings open; else all is found out. */
final class Reading {
    @Option(names = "--time", paramLabel = "COL", descriptionKey = "reading.time")
    Optional<String> time = Optional.empty();

    @Option(names = "--zone", paramLabel = "ZONE", descriptionKey = "option.zone")
    Optional<ZoneId> zone = Optional.empty();

    @Option(names = "--decimal", paramLabel = "comma|point", descriptionKey = "reading.decimal")
    Optional<String> decimal = Optional.empty();

    @Option(names = "--date-order", paramLabel = "dmy|mdy|ymd", descriptionKey = "reading.dates")
    Optional<String> dateOrder = Optional.empty();

    @Option(names = "--machine", paramLabel = "NAME", descriptionKey = "reading.machine")
    Optional<String> machine = Optional.empty();

    ReadOptions options() {
        return new ReadOptions(
                Optional.empty(),
                decimal,
                zone,
                time,
                Optional.empty(),
                dateOrder,
                Optional.empty(),
                machine,
                java.util.List.of());
    }
}
