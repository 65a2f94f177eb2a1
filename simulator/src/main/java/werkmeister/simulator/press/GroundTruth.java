package werkmeister.simulator.press;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * What the simulation knows and the files do not say, as JSON: the planted faults and the harmless
 * trials.
 */
public final class GroundTruth {
    private GroundTruth() {}

    public static void write(PressLine line, Path file) throws IOException {
        Files.writeString(file, json(line));
    }

    static String json(PressLine line) {
        var faults =
                line.plan().stream()
                        .map(fault ->
                                "    {\"machine\": \"%s\", \"kind\": \"%s\", \"from\": \"%s\", \"to\": \"%s\"}"
                                        .formatted(
                                                fault.machine(),
                                                fault.kind(),
                                                fault.span().from(),
                                                fault.span().to()))
                        .collect(Collectors.joining(",\n"));
        var trials =
                line.trials().stream()
                        .map(trial ->
                                "    {\"machine\": \"%s\", \"kind\": \"TRIAL\", \"from\": \"%s\", \"to\": \"%s\"}"
                                        .formatted(
                                                trial.machine(),
                                                trial.span().from(),
                                                trial.span().to()))
                        .collect(Collectors.joining(",\n"));
        return """
        {
          "seed": %d,
          "heldOutFrom": "%s",
          "faults": [
        %s
          ],
          "trials": [
        %s
          ]
        }
        """
                .formatted(line.seed(), line.heldOutFrom(), faults, trials);
    }
}
