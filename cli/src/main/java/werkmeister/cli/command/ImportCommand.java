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
import werkmeister.plant.ingest.ReadOptions;
import werkmeister.units.Refusal;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
            paramLabel = "MACHINE",
            descriptionKey = "import.machine")
    Optional<String> machine = Optional.empty();

    @Option(names = "--add", descriptionKey = "import.add")
    boolean add;

    @Mixin Reading reading = new Reading();

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
        List<JsonNode> answers = dryRun ? understandAll() : importAll();
        var account = new ImportAccount(shell);
        JsonNode answer = dryRun && answers.size() == 1 ? answers.getFirst() : Json.items(answers);
        return speech.answer(shell, answer, () -> answers.forEach(account::print));
    }

    /** What is understood is found out here: nothing leaves this machine, no server is needed. */
    private List<JsonNode> understandAll() {
        var dryRun = new DryRun(reading(), Set.copyOf(ignored));
        return each("dry.progress", file -> dryRun.of(file));
    }

    /** Local times are those of the machine's place, where a machine is named that has one. */
    private ReadOptions reading() {
        ReadOptions options = reading.options();
        if (machine.isEmpty() || options.zone().isPresent() || add) {
            return options;
        }
        try (var api = connection.open(shell)) {
            var known = api.get("/machines/" + Api.encoded(machine.get()));
            return options.withZone(ZoneId.of(Json.text(known, "zone")));
        }
    }

    private List<JsonNode> importAll() {
        String into = machine.orElseThrow(() -> Refusal.invalid(shell.say("import.which")));
        try (var api = connection.open(shell)) {
            if (add) {
                addMachine(api, into);
            }
            return each("import.progress", file -> api.upload(path(file, into), file));
        }
    }

    private List<JsonNode> each(String label, Function<Path, JsonNode> answer) {
        var answers = new ArrayList<JsonNode>();
        try (var progress =
                new Progress(shell, shell.say(label, machine.orElse("")), files.size())) {
            for (Path file : files.stream().sorted(IN_ORDER).toList()) {
                progress.at(answers.size(), file.getFileName().toString());
                answers.add(answer.apply(file));
            }
        }
        return answers;
    }

    /** A machine that is already there is what was wanted. */
    private void addMachine(Api api, String into) {
        try {
            api.get("/machines/" + Api.encoded(into));
        } catch (ApiProblem problem) {
            if (problem.status() != 404) {
                throw problem;
            }
            MachinesCommand.add(api, shell, into, into, reading.zone);
        }
    }

    private static String counted(Path file) {
        return DIGITS.matcher(file.toString())
                .replaceAll(digits -> "%019d".formatted(Long.parseLong(digits.group())));
    }

    private String path(Path file, String into) {
        String path =
                "/machines/%s/imports?name=%s"
                        .formatted(Api.encoded(into), Api.encoded(file.getFileName().toString()));
        path += ignored.isEmpty() ? "" : "&ignore=" + Api.encoded(String.join(",", ignored));
        return path + reading.query();
    }
}
