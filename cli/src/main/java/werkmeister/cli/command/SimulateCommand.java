package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import werkmeister.cli.simulate.Simulation;
import werkmeister.cli.simulate.SimulationRequest;
import werkmeister.cli.simulate.SiteSimulation;
import werkmeister.cli.terminal.Shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Plays traces on a site in virtual time. */
@Command(name = "simulate")
final class SimulateCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();

    @Option(
            names = "--site",
            required = true,
            paramLabel = "FILE",
            descriptionKey = "simulate.site")
    Path site = Path.of("");

    @Option(
            names = "--trace",
            required = true,
            paramLabel = "DIR|FILE",
            descriptionKey = "simulate.trace")
    Path trace = Path.of("");

    @Option(names = "--policy", paramLabel = "NAME", descriptionKey = "simulate.policy")
    Optional<String> policy = Optional.empty();

    @Option(names = "--load", paramLabel = "X", descriptionKey = "simulate.load")
    Optional<Double> load = Optional.empty();

    @Option(names = "--order-seed", paramLabel = "N", descriptionKey = "simulate.order-seed")
    long orderSeed = 1;

    @Option(names = "--seed", paramLabel = "N", descriptionKey = "simulate.seed")
    long seed = 42;

    @Option(names = "--days", paramLabel = "N", descriptionKey = "simulate.days")
    int days = 28;

    @Option(names = "--failures", paramLabel = "DAYS", descriptionKey = "simulate.failures")
    int failureDays;

    @Option(names = "--what-if", paramLabel = "QUESTION", descriptionKey = "simulate.what-if")
    List<String> whatIf = List.of();

    @Option(names = "--html", paramLabel = "FILE", descriptionKey = "simulate.html")
    Optional<Path> html = Optional.empty();

    SimulateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var request = new SimulationRequest(site, trace, policy, load, orderSeed, seed);
        if (SiteSimulation.wanted(request)) {
            var ask = new SiteSimulation.Ask(days, failureDays, whatIf, html);
            SiteSimulation site = SiteSimulation.of(shell, request, ask);
            return speech.answer(shell, site.json(), () -> site.print(shell));
        }
        Simulation simulation = Simulation.of(shell, request);
        return speech.answer(shell, simulation.json(), () -> simulation.print(shell));
    }
}
