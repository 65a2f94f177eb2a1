package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.node.ObjectNode;

import werkmeister.cli.terminal.Shell;
import werkmeister.cli.terminal.Table;
import werkmeister.cli.text.Writing;
import werkmeister.factory.layout.SiteFile;
import werkmeister.factory.layout.SiteLayout;
import werkmeister.server.json.Json;
import werkmeister.simulator.capacity.CapacityPlan;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Checks the file of a site, draws it, counts it and prices it. */
@Command(name = "plan")
final class SitePlanCommand implements Callable<Integer> {
    private static final int BAR = 24;

    private final Shell shell;

    @Mixin Speech speech = new Speech();

    @Parameters(paramLabel = "FILE", descriptionKey = "site.plan.file")
    Path file = Path.of("");

    SitePlanCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        SiteLayout site = SiteFile.read(file);
        return speech.answer(shell, json(site), () -> print(site));
    }

    private static ObjectNode json(SiteLayout site) {
        ObjectNode json = Json.object();
        json.put("site", site.name());
        json.put("nodes", site.nodes().size());
        json.put("gpus", site.gpus());
        json.put("cpus", site.cpus());
        json.put("memoryBytes", site.memoryBytes());
        json.put("kilowatts", site.kilowatts());
        json.put("euroPerHour", site.euroPerHour());
        var pods = json.putArray("pods");
        for (SiteLayout.Pod pod : site.pods()) {
            ObjectNode one = pods.addObject();
            one.put("name", pod.name());
            one.put("racks", pod.racks().size());
            one.put("nodes", pod.nodes().size());
            one.put("gpus", pod.gpus());
            one.put("kilowatts", pod.kilowatts());
            if (Double.isFinite(pod.limitKilowatts())) {
                one.put("limitKilowatts", pod.limitKilowatts());
            }
        }
        json.set("maintenance", Json.tree(Json.write(site.maintenance())));
        return json;
    }

    private static String models(List<SiteLayout.Node> nodes) {
        return nodes.stream()
                .filter(node -> node.gpus() > 0)
                .collect(
                        Collectors.groupingBy(
                                SiteLayout.Node::model,
                                TreeMap::new,
                                Collectors.summingInt(SiteLayout.Node::gpus)))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private void print(SiteLayout site) {
        Writing writing = shell.writing();
        var table = new Table(List.of(shell.say("site.plan.table").split("\\|")));
        for (SiteLayout.Pod pod : site.pods()) {
            double limit = pod.limitKilowatts();
            boolean limited = Double.isFinite(limit) && limit > 0;
            table.row(
                    pod.name(),
                    writing.count(pod.racks().size()),
                    writing.count(pod.nodes().size()),
                    writing.count(pod.gpus()),
                    models(pod.nodes()),
                    writing.number(pod.kilowatts(), 0) + " kW",
                    limited ? writing.number(limit, 0) + " kW" : "-",
                    limited ? Table.bar(pod.kilowatts(), limit, BAR) : "");
        }
        table.print(shell.out());
        int racks = site.pods().stream().mapToInt(pod -> pod.racks().size()).sum();
        String models = models(site.nodes());
        say(
                "site.plan.sum",
                site.name(),
                writing.count(site.pods().size()),
                writing.count(racks),
                writing.count(site.nodes().size()),
                writing.count(site.gpus()),
                models.isEmpty() ? "-" : models,
                writing.count(site.cpus()),
                writing.bytes(site.memoryBytes()));
        double kilowatts = site.kilowatts();
        say(
                "site.plan.power",
                writing.number(kilowatts, 0),
                writing.number(CapacityPlan.withBesides(kilowatts), 0));
        say(
                "site.plan.price",
                writing.number(site.euroPerHour(), 2),
                writing.number(site.euroPerHour() * CapacityPlan.HOURS_A_YEAR / 1e6, 2));
        for (SiteLayout.Maintenance window : site.maintenance()) {
            say(
                    "site.plan.maintenance",
                    window.pod(),
                    writing.time(window.from()),
                    writing.time(window.to()),
                    window.why());
        }
    }

    private void say(String key, Object... parts) {
        shell.out().println(shell.say(key, parts));
    }
}
