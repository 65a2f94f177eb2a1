package werkmeister.cli.command;

import picocli.CommandLine.Option;

import werkmeister.cli.client.Api;
import werkmeister.plant.ingest.ReadOptions;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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

    @Option(names = "--separator", paramLabel = "CHAR", descriptionKey = "reading.separator")
    Optional<String> separator = Optional.empty();

    @Option(names = "--header", paramLabel = "yes|no", descriptionKey = "reading.header")
    Optional<YesNo> header = Optional.empty();

    @Option(names = "--encoding", paramLabel = "NAME", descriptionKey = "reading.encoding")
    Optional<String> encoding = Optional.empty();

    @Option(
            names = "--no-value",
            paramLabel = "TEXT",
            split = ",",
            descriptionKey = "reading.no-value")
    List<String> nullTokens = new ArrayList<>();

    @Option(names = "--turned", descriptionKey = "import.turned")
    boolean turned;

    @Option(
            names = {"--sheet", "--part"},
            paramLabel = "NAME",
            descriptionKey = "import.part")
    Optional<String> part = Optional.empty();

    @Option(names = "--signal", paramLabel = "NAME", descriptionKey = "import.signal")
    Optional<String> signal = Optional.empty();

    /** Words of an option. */
    enum YesNo {
        yes,
        no
    }

    /** To read a file here. */
    ReadOptions options() {
        return options(time);
    }

    /** The same where the column of the time may merely count. */
    ReadOptions optionsWithoutTime() {
        return options(Optional.empty());
    }

    private ReadOptions options(Optional<String> timeColumn) {
        return new ReadOptions(
                separator,
                decimal,
                zone,
                timeColumn,
                header.map(YesNo.yes::equals),
                dateOrder,
                encoding,
                Optional.empty(),
                nullTokens,
                new ReadOptions.Arrangement(turned, part, signal, Optional.empty()));
    }

    /** The same for a server, to stand in a URL after others: {@code &zone=…}. */
    String query() {
        Map<String, String> asked = new LinkedHashMap<>();
        zone.ifPresent(given -> asked.put("zone", given.getId()));
        time.ifPresent(column -> asked.put("time", column));
        decimal.ifPresent(mark -> asked.put("decimal", mark));
        dateOrder.ifPresent(order -> asked.put("dateOrder", order));
        separator.ifPresent(mark -> asked.put("separator", mark));
        header.ifPresent(there -> asked.put("header", String.valueOf(there == YesNo.yes)));
        encoding.ifPresent(name -> asked.put("encoding", name));
        if (!nullTokens.isEmpty()) {
            asked.put("noValue", String.join(",", nullTokens));
        }
        part.ifPresent(name -> asked.put("part", name));
        signal.ifPresent(name -> asked.put("signal", name));
        if (turned) {
            asked.put("turned", "true");
        }
        return asked.entrySet().stream()
                .map(one -> "&" + one.getKey() + "=" + Api.encoded(one.getValue()))
                .collect(Collectors.joining());
    }
}
