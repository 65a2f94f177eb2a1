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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;

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

    @ArgGroup(multiplicity = "0..1")
    Whose whose = new Whose();

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
        List<JsonNode> answers = dryRun ? understandAll(deliveries.all()) : importAll(deliveries);
        var account = new ImportAccount(shell);
        JsonNode answer = dryRun && answers.size() == 1 ? answers.getFirst() : Json.items(answers);
        return speech.answer(shell, answer, () -> answers.forEach(account::print));
    }

    /** What is understood is found out here: nothing leaves this machine, no server is needed. */
    private List<JsonNode> understandAll(List<Delivery> deliveries) {
        ReadOptions options = reading();
        return each(
                "dry.progress",
                deliveries,
                each -> new DryRun(each.in(options), Set.copyOf(ignored)).of(each.file()));
    }

    /** Local times are those of the machine's place, where a machine is named that has one. */
    private ReadOptions reading() {
        ReadOptions options = reading.options();
        if (whose.machine.isEmpty() || options.zone().isPresent() || add) {
            return options;
        }
        try (var api = connection.open(shell)) {
            var known = api.get("/machines/" + Api.encoded(whose.machine.get()));
            return options.withZone(ZoneId.of(Json.text(known, "zone")));
        }
    }

    private List<JsonNode> importAll(Deliveries deliveries) {
        if (whose.machine.isEmpty() && !whose.perMachine && !whose.perFolder) {
            throw Refusal.invalid(shell.say("import.which"));
        }
        try (var api = connection.open(shell)) {
            if (add && !whose.perMachine) {
                addMachines(api, deliveries);
            }
            return each(
                    "import.progress", deliveries.all(), one -> api.upload(path(one), one.file()));
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
            MachinesCommand.add(api, shell, id, name, reading.zone);
        }
    }

    private List<JsonNode> each(
            String label, List<Delivery> deliveries, Function<Delivery, JsonNode> answer) {
        var answers = new ArrayList<JsonNode>();
        String whom = whose.machine.orElse(shell.say("import.several"));
        try (var progress = new Progress(shell, shell.say(label, whom), deliveries.size())) {
            for (Delivery each : deliveries) {
                progress.at(answers.size(), each.file().getFileName().toString());
                answers.add(answer.apply(each));
            }
        }
        return answers;
    }

    private String path(Delivery delivery) {
        String machine = whose.perMachine ? "" : "/machines/" + Api.encoded(machineOf(delivery));
        String path =
                "%s/imports?name=%s"
                        .formatted(machine, Api.encoded(delivery.file().getFileName().toString()));
        path += reading.query() + (whose.perMachine ? severally() : "");
        path += reading.signal.isPresent() ? "" : query("signal", delivery.signal());
        path += query("component", delivery.component());
        return path
                + (ignored.isEmpty()
                        ? ""
                        : query("ignore", Optional.of(String.join(",", ignored))));
    }

    /** What a person named is sent as it is, so that a slip of the pen is refused. */
    private String machineOf(Delivery delivery) {
        return whose.machine.orElseGet(() -> Deliveries.id(delivery.machine()).value());
    }

    /** New machines stand where this computer does, unless told otherwise. */
    private String severally() {
        return (reading.zone.isPresent() ? "" : query("zone", Optional.of(shell.zone().getId())))
                + (add ? "&add=true" : "");
    }

    private static String query(String name, Optional<String> value) {
        return value.map(given -> "&" + name + "=" + Api.encoded(given)).orElse("");
    }
}
