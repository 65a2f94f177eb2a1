package werkmeister.cli.command;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import werkmeister.plant.ingest.Ingest;
import werkmeister.plant.ingest.ReadOptions;
import werkmeister.plant.machine.Unit;
import werkmeister.plant.table.Understanding;
import werkmeister.units.Refusal;

import java.nio.file.Path;
import java.util.Set;

/** What a file holds, found out on this machine: nothing is kept and no server is asked. */
record DryRun(ReadOptions options, Set<String> ignored) {
    JsonNode of(Path file) {
        Understanding understood = Ingest.understand(file, options);
        var names = understood.signals().stream().map(Understanding.Column::name).toList();
        for (String column : ignored) {
            if (!names.contains(column)) {
                throw Refusal.invalid(
                        "The file (%s) has no column (%s) to ignore, only: %s."
                                .formatted(understood.file(), column, String.join(", ", names)));
            }
        }
        return whole(Json.tree(understood));
    }

    /** Every key is there, so that a script need not ask: null where the file says nothing. */
    private static ObjectNode whole(ObjectNode understood) {
        fill(understood, "start", "end", "periodSeconds");
        fill((ObjectNode) understood.path("format"), "timeColumn", "timeFormat", "zone");
        for (JsonNode signal : understood.path("signals")) {
            fill((ObjectNode) signal, "min", "max", "sum");
            Unit.of(signal.path("unit").asString(""))
                    .ifPresent(unit -> ((ObjectNode) signal).put("unece", unit.unece()));
            fill((ObjectNode) signal, "unece");
        }
        return understood;
    }

    private static void fill(ObjectNode node, String... keys) {
        for (String key : keys) {
            if (!node.has(key)) {
                node.putNull(key);
            }
        }
    }
}
