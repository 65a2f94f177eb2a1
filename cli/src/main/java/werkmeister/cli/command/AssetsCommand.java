package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Shell;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Where the machines stand: the tree of ISA-95, shown or taken from a table. */
@Command(name = "assets")
final class AssetsCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(arity = "0..1", paramLabel = "FILE", descriptionKey = "assets.file")
    Optional<Path> file = Optional.empty();

    @Option(names = "--add", descriptionKey = "assets.add")
    boolean add;

    @Option(names = "--zone", paramLabel = "ZONE", descriptionKey = "option.zone")
    Optional<ZoneId> zone = Optional.empty();

    @Option(names = "--dry-run", descriptionKey = "assets.dry-run")
    boolean dryRun;

    AssetsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws NoSuchFileException {
        if (file.isPresent() && !Files.isRegularFile(file.get())) {
            throw new NoSuchFileException(file.get().toString());
        }
        try (var api = connection.open(shell)) {
            var tree =
                    file.isPresent()
                            ? api.upload(path(file.get()), file.get())
                            : api.get("/assets");
            return speech.answer(shell, tree, () -> print(tree));
        }
    }

    private String path(Path file) {
        return "/assets?name=%s&add=%s&dryRun=%s&zone=%s"
                .formatted(
                        Api.encoded(String.valueOf(file.getFileName())),
                        add,
                        dryRun,
                        Api.encoded(zone.orElse(shell.zone()).getId()));
    }

    private void print(JsonNode tree) {
        List<Line> enterprises = nodes(tree.path("enterprises"));
        for (Line enterprise : enterprises) {
            shell.out().println(enterprise.text());
            branches(enterprise.below(), "");
        }
        List<Line> unplaced = leaves(tree.path("unplaced"));
        if (!unplaced.isEmpty()) {
            shell.out().println(shell.say("assets.unplaced"));
            branches(unplaced, "");
        }
        if (enterprises.isEmpty() && unplaced.isEmpty()) {
            shell.out().println(shell.say("machines.none"));
        }
    }

    /** A branch or a machine, and what hangs below it. */
    private record Line(String text, List<Line> below) {}

    private void branches(List<Line> lines, String before) {
        for (Line line : lines) {
            boolean last = line == lines.getLast();
            shell.out().println(before + (last ? "└─ " : "├─ ") + line.text());
            branches(line.below(), before + (last ? "   " : "│  "));
        }
    }

    private static List<Line> nodes(JsonNode nodes) {
        List<Line> lines = new ArrayList<>();
        for (JsonNode node : nodes) {
            List<Line> below = new ArrayList<>(nodes(node.path("branches")));
            below.addAll(leaves(node.path("machines")));
            lines.add(new Line(Json.text(node, "name"), below));
        }
        return lines;
    }

    private static List<Line> leaves(JsonNode machines) {
        List<Line> lines = new ArrayList<>();
        for (JsonNode machine : machines) {
            String id = Json.text(machine, "machine");
            String name = Json.text(machine, "name");
            lines.add(new Line(name.equals(id) ? id : "%s (%s)".formatted(id, name), List.of()));
        }
        return lines;
    }
}
