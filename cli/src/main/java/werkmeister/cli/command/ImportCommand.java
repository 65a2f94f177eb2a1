package werkmeister.cli.command;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.client.Api;
import werkmeister.cli.client.ApiProblem;
import werkmeister.cli.command.Deliveries.Delivery;
import werkmeister.cli.terminal.Progress;
import werkmeister.cli.terminal.Shell;
import werkmeister.plant.ingest.ReadOptions;
import werkmeister.units.Refusal;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Brings a machine's files in, and says what was understood of each. */
@Command(name = "import")
final class ImportCommand implements Callable<Integer> {
    /** Whose the files are. */
    static final class Whose {
        @Option(
                names = {"-m", "--machine"},
                paramLabel = "MACHINE",
                descriptionKey = "import.machine")
        Optional<String> machine = Optional.empty();

        @Option(names = "--per-machine", descriptionKey = "import.per-machine")
        boolean perMachine;

        @Option(names = "--per-folder", descriptionKey = "import.per-folder")
        boolean perFolder;
    }

    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(arity = "1..*", paramLabel = "FILE", descriptionKey = "import.file")
    List<Path> files = new ArrayList<>();

    @ArgGroup(multiplicity = "1")
    Whose whose = new Whose();

    @Option(names = "--add", descriptionKey = "import.add")
    boolean add;

    @Option(names = "--zone", paramLabel = "ZONE", descriptionKey = "option.zone")
    Optional<ZoneId> zone = Optional.empty();

    @Option(names = "--time", paramLabel = "COL", descriptionKey = "reading.time")
    Optional<String> time = Optional.empty();

    @Option(names = "--decimal", paramLabel = "comma|point", descriptionKey = "reading.decimal")
    Optional<String> decimal = Optional.empty();

    @Option(names = "--turned", descriptionKey = "import.turned")
    boolean turned;

    @Option(
            names = {"--sheet", "--part"},
            paramLabel = "NAME",
            descriptionKey = "import.part")
    Optional<String> part = Optional.empty();

    @Option(names = "--signal", paramLabel = "NAME", descriptionKey = "import.signal")
    Optional<String> signal = Optional.empty();

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
            if (!Files.isRegularFile(file) && !Files.isDirectory(file)) {
                throw new NoSuchFileException(file.toString());
            }
        }
        var deliveries = deliveries();
        if (deliveries.all().isEmpty()) {
            throw Refusal.invalid(shell.say("import.no-data", files.getFirst()));
        }
        deliveries
                .leftOut()
                .forEach(file -> shell.err().println(shell.say("import.passed-over", file)));
        try (var api = connection.open(shell)) {
            if (add && !whose.perMachine) {
                addMachines(api, deliveries);
            }
            var answers = importAll(api, deliveries.all());
            var all = Json.items(answers);
            var account = new ImportAccount(shell);
            return speech.answer(shell, all, () -> answers.forEach(account::print));
        }
    }

    private Deliveries deliveries() {
        var options = ReadOptions.guess();
        return whose.perFolder
                ? Deliveries.perFolder(files, options)
                : Deliveries.of(whose.machine.orElse(""), files, options);
    }

    private void addMachines(Api api, Deliveries deliveries) {
        if (whose.machine.isPresent()) {
            addMachine(api, whose.machine.get(), whose.machine.get());
        } else {
            deliveries.machines().forEach((id, name) -> addMachine(api, id.value(), name));
        }
    }

    /** A machine that is already there is what was wanted. */
    private void addMachine(Api api, String id, String name) {
        try {
            api.get("/machines/" + Api.encoded(id));
        } catch (ApiProblem problem) {
            if (problem.status() != 404) {
                throw problem;
            }
            MachinesCommand.add(api, shell, id, name, zone);
        }
    }

    private List<JsonNode> importAll(Api api, List<Delivery> deliveries) {
        var answers = new ArrayList<JsonNode>();
        String whom = whose.machine.orElse(shell.say("import.several"));
        try (var progress =
                new Progress(shell, shell.say("import.progress", whom), deliveries.size())) {
            for (Delivery each : deliveries) {
                progress.at(answers.size(), each.file().getFileName().toString());
                answers.add(api.upload(path(each), each.file()));
            }
        }
        return answers;
    }

    private String path(Delivery delivery) {
        String machine = "/machines/" + Api.encoded(machineOf(delivery));
        String path =
                "%s/imports?name=%s"
                        .formatted(
                                whose.perMachine ? "" : machine,
                                Api.encoded(delivery.file().getFileName().toString()));
        path += whose.perMachine ? severally() : query("zone", zone.map(ZoneId::getId));
        path += query("time", time) + query("decimal", decimal) + query("part", part);
        path += query("signal", signal.or(delivery::signal));
        path += query("component", delivery.component());
        path += turned ? "&turned=true" : "";
        path += ignored.isEmpty() ? "" : query("ignore", Optional.of(String.join(",", ignored)));
        return path + (dryRun ? "&dryRun=true" : "");
    }

    /** What a person named is sent as it is, so that a slip of the pen is refused. */
    private String machineOf(Delivery delivery) {
        return whose.machine.orElseGet(() -> Deliveries.id(delivery.machine()).value());
    }

    /** New machines stand where this computer does, unless told otherwise. */
    private String severally() {
        return query("zone", Optional.of(zone.orElse(shell.zone()).getId()))
                + (add ? "&add=true" : "");
    }

    private static String query(String name, Optional<String> value) {
        return value.map(given -> "&" + name + "=" + Api.encoded(given)).orElse("");
    }
}
