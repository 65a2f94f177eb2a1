package werkmeister.cli.simulate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import werkmeister.cli.terminal.Progress;
import werkmeister.cli.terminal.Shell;
import werkmeister.factory.fleet.Site;
import werkmeister.server.json.Json;
import werkmeister.simulator.trace.JobTrace;
import werkmeister.simulator.virtual.FactoryReplay;
import werkmeister.simulator.virtual.Scenario;
import werkmeister.simulator.virtual.Scenario.Failures;
import werkmeister.simulator.virtual.Scenarios;
import werkmeister.simulator.virtual.SiteReport;
import werkmeister.simulator.virtual.VirtualSite;
import werkmeister.simulator.virtual.WhatIf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A whole site in virtual time under the factory's own rules: as it is, and beside it as it would
 * be if something were different.
 *
 * @param reports the first as it is
 */
public record SiteSimulation(List<String> whatIf, List<SiteReport> reports) {
    private static final Duration REPAIR = Duration.ofHours(8);

    public SiteSimulation {
        whatIf = List.copyOf(whatIf);
        reports = List.copyOf(reports);
    }

    /**
     * What is asked beyond other simulations.
     *
     * @param days of the made-up mix
     * @param failureDays mean days between two failures of a node; 0: none
     */
    public record Ask(int days, int failureDays, List<String> whatIf, Optional<Path> html) {
        public Ask {
            whatIf = List.copyOf(whatIf);
        }
    }

    /** Whether the factory itself is to be simulated. */
    public static boolean wanted(SimulationRequest request) {
        return request.trace().toString().equals(Scenarios.WORKSHOP)
                || request.policy().filter(FactoryReplay.POLICY::equals).isPresent();
    }

    public static SiteSimulation of(Shell shell, SimulationRequest request, Ask ask)
            throws IOException {
        Simulation.checkLoad(shell, request);
        Site site = Scenarios.site(Simulation.existing(shell, request.site()));
        var questions = new ArrayList<WhatIf>();
        questions.add(WhatIf.NOTHING);
        if (!ask.whatIf().isEmpty()) {
            questions.add(new WhatIf(ask.whatIf()));
        }
        // All of them are judged before the first is played: that may take long.
        var scenarios = new ArrayList<Scenario>();
        for (WhatIf question : questions) {
            scenarios.add(scenario(shell, request, ask, site, question));
        }
        var reports = new ArrayList<SiteReport>();
        for (Scenario scenario : scenarios) {
            try (var progress =
                    new Progress(shell, shell.say("simulate.progress"), scenario.days())) {
                reports.add(
                        VirtualSite.run(
                                scenario,
                                load(request),
                                request.orderSeed(),
                                day -> progress.at(day)));
            }
        }
        var simulation = new SiteSimulation(ask.whatIf(), reports);
        if (ask.html().isPresent()) {
            Files.writeString(ask.html().get(), new SitePage(shell).of(simulation));
        }
        return simulation;
    }

    private static double load(SimulationRequest request) {
        return request.load().orElse(Simulation.REPLAY_LOAD);
    }

    private static Scenario scenario(
            Shell shell, SimulationRequest request, Ask ask, Site site, WhatIf question) {
        var failures =
                ask.failureDays() == 0
                        ? Failures.NONE
                        : new Failures(Duration.ofDays(ask.failureDays()), REPAIR);
        if (request.trace().toString().equals(Scenarios.WORKSHOP)) {
            return Scenarios.workshop(
                    site, load(request), ask.days(), failures, question, request.seed());
        }
        return Scenarios.replay(
                JobTrace.read(Simulation.existing(shell, request.trace())),
                site,
                load(request),
                failures,
                question,
                request.seed());
    }

    /** {@code {"results":[…]}}: as it is, then with what is asked. */
    public JsonNode json() {
        ObjectNode json = Json.object();
        var results = json.putArray("results");
        for (int i = 0; i < reports.size(); i++) {
            ObjectNode result = Json.object(reports.get(i));
            if (i > 0) {
                var asked = result.putArray("whatIf");
                whatIf.forEach(asked::add);
            }
            results.add(result);
        }
        return json;
    }

    public void print(Shell shell) {
        new SiteAccount(shell).print(this);
    }
}
