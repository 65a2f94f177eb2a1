package werkmeister.cli.command;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import werkmeister.cli.terminal.Progress;
import werkmeister.cli.terminal.Shell;
import werkmeister.cli.terminal.Table;
import werkmeister.cli.text.Writing;
import werkmeister.server.json.Json;
import werkmeister.simulator.capacity.Assistant;
import werkmeister.simulator.capacity.ServingCost;
import werkmeister.simulator.serving.PlanCheck;
import werkmeister.simulator.serving.RequestTrace;
import werkmeister.simulator.serving.ServingReport;
import werkmeister.units.Refusal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A plan against recorded requests, as scripts and people read it. */
record PlanCheckAccount(Shell shell, ServingCost cost, Assistant use, long seed) {
    /** A list a trace. */
    List<List<PlanCheck>> check(Path place, int gpus) {
        List<Path> files = Files.exists(place) ? RequestTrace.files(place) : List.of();
        if (files.isEmpty()) {
            throw Refusal.notFound(shell.say("plan.check.none", place));
        }
        var checks = new ArrayList<List<PlanCheck>>();
        try (var progress = new Progress(shell, shell.say("plan.check.progress"), files.size())) {
            for (int i = 0; i < files.size(); i++) {
                progress.at(i, String.valueOf(files.get(i).getFileName()));
                checks.add(PlanCheck.all(RequestTrace.read(files.get(i)), cost, use, gpus, seed));
            }
        }
        return checks;
    }

    JsonNode json(List<List<PlanCheck>> checks) {
        ObjectNode json = Json.object();
        json.put("model", cost.model());
        json.put("gpu", cost.gpu());
        json.put("prefixHit", use.prefixHit());
        json.put("firstTokenSeconds", use.firstTokenSeconds());
        json.put("tokensPerSecond", use.tokensPerSecond());
        json.put("plannedHeadroom", use.headroom());
        var all = json.putArray("checks");
        checks.forEach(one -> one.forEach(check -> all.add(Json.object(check))));
        return json;
    }

    void print(List<List<PlanCheck>> checks) {
        Writing writing = shell.writing();
        say(
                "plan.check.head",
                cost.model(),
                writing.count(checks.getFirst().getFirst().gpus()),
                cost.gpu(),
                writing.number(use.firstTokenSeconds(), 1),
                writing.number(use.tokensPerSecond(), 0));
        checks.forEach(this::printOne);
        say("plan.source", cost.source(), cost.date());
    }

    private void printOne(List<PlanCheck> checks) {
        Writing writing = shell.writing();
        PlanCheck first = checks.getFirst();
        shell.out().println();
        say(
                "plan.check.trace",
                first.workload(),
                writing.number(first.promptTokens(), 0),
                writing.number(first.answerTokens(), 0),
                writing.number(first.plannedPerGpu(), 2));
        var found = new Table(List.of(shell.say("plan.check.table").split("\\|")));
        var fared = new Table(List.of(shell.say("plan.check.fared").split("\\|")));
        for (PlanCheck check : checks) {
            found.row(
                    arrivals(check),
                    writing.number(check.sustainedPerGpu(), 2),
                    writing.number(check.ratio(), 2),
                    writing.number(check.headroom(), 2));
            fared(fared, check, "plan.check.planned", check.planned());
            check.sustained().ifPresent(most -> fared(fared, check, "plan.check.most", most));
        }
        found.print(shell.out());
        shell.out().println();
        fared.print(shell.out());
        shell.out().println();
        checks.forEach(check -> shell.out().println(verdict(check)));
    }

    private void fared(Table table, PlanCheck check, String load, ServingReport report) {
        Writing writing = shell.writing();
        table.row(
                arrivals(check) + ", " + shell.say(load),
                writing.number(report.offeredPerSecond(), 1),
                writing.number(report.servedPerSecond(), 1),
                writing.percent(report.utilisation()),
                writing.seconds(report.waitP50()),
                writing.seconds(report.waitP95()),
                writing.seconds(report.waitP99()),
                writing.seconds(report.firstTokenP50()),
                writing.seconds(report.firstTokenP95()),
                writing.number(report.tokensPerSecondP50(), 0),
                writing.number(report.tokensPerSecondP5(), 0));
    }

    private String arrivals(PlanCheck check) {
        return switch (check.arrivals()) {
            case TOGETHER -> shell.say("plan.check.together");
            case APART -> shell.say("plan.check.apart");
            case MEMORYLESS -> shell.say("plan.check.memoryless");
        };
    }

    private String verdict(PlanCheck check) {
        Writing writing = shell.writing();
        String how = arrivals(check);
        String headroom = writing.number(check.headroom(), 2);
        String planned = writing.number(use.headroom(), 2);
        if (check.ratio() == 0) {
            return shell.say("plan.check.never", how);
        }
        if (check.ratio() < 1) {
            String by = writing.percent(1 / check.ratio() - 1);
            return shell.say("plan.check.optimistic", how, by, headroom, planned);
        }
        String by = writing.percent(check.ratio() - 1);
        return shell.say("plan.check.pessimistic", how, by, headroom, planned);
    }

    private void say(String key, Object... parts) {
        shell.out().println(shell.say(key, parts));
    }
}
