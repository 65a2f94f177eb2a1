package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.client.Api;
import werkmeister.cli.client.ApiProblem;
import werkmeister.cli.terminal.Progress;
import werkmeister.cli.terminal.Shell;
import werkmeister.units.Refusal;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** Brings a machine's files in, and says what was understood of each. */
@Command(name = "import")
final class ImportCommand implements Callable<Integer> {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    /**
     * By name as people count: {@code 2.csv} before {@code 10.csv}. A live version sees the files
     * in the order in which they come, and a shell sorts by letters.
     */
    private static final Comparator<Path> IN_ORDER =
            Comparator.comparing(ImportCommand::counted).thenComparing(Path::toString);

    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(arity = "1..*", paramLabel = "FILE", descriptionKey = "import.file")
    List<Path> files = new ArrayList<>();

    @Option(
            names = {"-m", "--machine"},
            required = true,
            paramLabel = "MACHINE",
            descriptionKey = "import.machine")
    String machine = "";

    @Option(names = "--add", descriptionKey = "import.add")
    boolean add;

    @Option(names = "--zone", paramLabel = "ZONE", descriptionKey = "option.zone")
    Optional<ZoneId> zone = Optional.empty();

    @Option(names = "--time", paramLabel = "COL", descriptionKey = "reading.time")
    Optional<String> time = Optional.empty();

    @Option(names = "--decimal", paramLabel = "comma|point", descriptionKey = "reading.decimal")
    Optional<String> decimal = Optional.empty();

    @Option(names = "--ignore", paramLabel = "COL", split = ",", descriptionKey = "import.ignore")
    List<String> ignored = new ArrayList<>();

    @Option(names = "--dry-run", descriptionKey = "import.dry-run")
    boolean dryRun;

    ImportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws NoSuchFileException {
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                throw Refusal.invalid(shell.say("no.folder", file));
            }
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(file.toString());
            }
        }
        try (var api = connection.open(shell)) {
            if (add) {
                addMachine(api);
            }
            var answers = importAll(api);
            var all = Json.items(answers);
            return speech.answer(
                    shell, all, () -> answers.forEach(new ImportAccount(shell)::print));
        }
    }

    /** A machine that is already there is what was wanted. */
    private void addMachine(Api api) {
        try {
            api.get("/machines/" + Api.encoded(machine));
        } catch (ApiProblem problem) {
            if (problem.status() != 404) {
                throw problem;
            }
            MachinesCommand.add(api, shell, machine, machine, zone);
        }
    }

    private List<JsonNode> importAll(Api api) {
        var answers = new ArrayList<JsonNode>();
        try (var progress =
                new Progress(shell, shell.say("import.progress", machine), files.size())) {
            for (Path file : files.stream().sorted(IN_ORDER).toList()) {
                progress.at(answers.size(), file.getFileName().toString());
                answers.add(api.upload(path(file), file));
            }
        }
        return answers;
    }

    private static String counted(Path file) {
        return DIGITS.matcher(file.toString())
                .replaceAll(digits -> "%019d".formatted(Long.parseLong(digits.group())));
    }

    private String path(Path file) {
        String path =
                "/machines/%s/imports?name=%s"
                        .formatted(
                                Api.encoded(machine), Api.encoded(file.getFileName().toString()));
        path += zone.map(given -> "&zone=" + Api.encoded(given.getId())).orElse("");
        path += time.map(column -> "&time=" + Api.encoded(column)).orElse("");
        path += decimal.map(mark -> "&decimal=" + Api.encoded(mark)).orElse("");
        path += ignored.isEmpty() ? "" : "&ignore=" + Api.encoded(String.join(",", ignored));
        return path + (dryRun ? "&dryRun=true" : "");
    }
}
