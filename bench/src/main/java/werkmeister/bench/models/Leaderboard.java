package werkmeister.bench.models;

import werkmeister.bench.harness.Bench;
import werkmeister.units.Refusal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the protocols whose data are there. */
public final class Leaderboard {
    private Leaderboard() {}

    /** Where the data lie: as said, else by WERKMEISTER_DATA, else beside the checkout. */
    public static Path data(Optional<Path> said, Optional<String> environment, Path home) {
        return said.or(() -> environment.map(Path::of))
                .orElse(home.resolve("../shared/datasets").normalize());
    }

    public static List<String> names() {
        return Protocol.all().stream().map(Protocol::name).toList();
    }

    /** Those that are wanted, all if none is named; where data lack, a note says so. */
    public static List<Outcome> run(Bench bench, Path data, List<String> only) {
        for (String name : only) {
            if (!names().contains(name)) {
                throw Refusal.invalid(
                        "There is no protocol (%s); there are %s."
                                .formatted(name, String.join(", ", names())));
            }
        }
        var wanted =
                Protocol.all().stream()
                        .filter(protocol -> only.isEmpty() || only.contains(protocol.name()))
                        .toList();
        var outcomes = new ArrayList<Outcome>();
        try (var progress = bench.progress("models", wanted.size())) {
            for (int i = 0; i < wanted.size(); i++) {
                Protocol protocol = wanted.get(i);
                progress.at(i, protocol.name());
                Path folder = protocol.folder().map(data::resolve).orElse(data);
                if (protocol.folder().isEmpty() || Files.isDirectory(folder)) {
                    outcomes.add(protocol.run(folder, bench.nanos()));
                } else {
                    bench.shell()
                            .err()
                            .println(
                                    "NOTE: %s is left out: its data (%s) are absent; name their folder with --data or WERKMEISTER_DATA."
                                            .formatted(protocol.name(), folder));
                }
            }
        }
        return outcomes;
    }
}
