package werkmeister.simulator.virtual;

import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.fleet.Closure;
import werkmeister.factory.fleet.Location;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Site;
import werkmeister.simulator.virtual.Scenario.Change;
import werkmeister.units.Refusal;
import werkmeister.units.TimeSpan;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question to the simulator: what would be different if a pod were added ({@code pod}), a tenant
 * sent more jobs ({@code tenant=NAME:FACTOR}) or a pod lost part of its cooling for a time ({@code
 * cooling=POD:FROM..TO:PERCENT}, dates, percent of its nodes that are out).
 */
public record WhatIf(List<String> questions) {
    public static final WhatIf NOTHING = new WhatIf(List.of());

    private static final Pattern TENANT =
            Pattern.compile("tenant=([^:]+):([0-9]{1,3}(?:\\.[0-9]{1,6})?)");
    private static final Pattern COOLING =
            Pattern.compile("cooling=([^:]+):([0-9-]+)\\.\\.([0-9-]+):([0-9]{1,3})");

    public WhatIf {
        questions = List.copyOf(questions);
        for (String question : questions) {
            var cooling = COOLING.matcher(question);
            if (cooling.matches()) {
                closure(cooling);
            } else if (!question.equals("pod") && !TENANT.matcher(question).matches()) {
                throw Refusal.invalid(
                        "What-if (%s) must be pod, tenant=NAME:FACTOR or cooling=POD:FROM..TO:PERCENT with dates such as 2026-07-01."
                                .formatted(question));
            }
        }
    }

    /** The site with all pods that are asked for: copies of its last one. */
    Site site(Site site) {
        Site grown = site;
        for (String question : questions) {
            grown = question.equals("pod") ? grown(grown) : grown;
        }
        checkPods(grown);
        return grown;
    }

    private void checkPods(Site site) {
        List<String> pods = site.pods().stream().map(Pod::name).toList();
        for (String question : questions) {
            var parts = COOLING.matcher(question);
            if (parts.matches() && !pods.contains(parts.group(1))) {
                throw Refusal.invalid(
                        "What-if (%s) names a pod that the site %s has not; it has %s."
                                .formatted(question, site.name(), pods));
            }
        }
    }

    /** A trace has its jobs: there can be no more of a tenant's. */
    void checkForTrace() {
        for (String question : questions) {
            if (TENANT.matcher(question).matches()) {
                throw Refusal.invalid(
                        "What-if (%s) is for the made-up mix, a trace has the jobs that it has. Maybe --trace %s."
                                .formatted(question, Scenarios.WORKSHOP));
            }
        }
    }

    private static Site grown(Site site) {
        if (site.pods().isEmpty()) {
            throw Refusal.invalid("The site (%s) has no pod to copy.".formatted(site.name()));
        }
        Pod last = site.pods().getLast();
        String added = "added-%d-".formatted(site.pods().size() + 1);
        var nodes = new ArrayList<Node>();
        for (Node node : last.nodes()) {
            nodes.add(
                    new Node(
                            added + node.name(),
                            node.offer(),
                            node.state(),
                            node.location()
                                    .map(at ->
                                            new Location(
                                                    added + at.rack(),
                                                    at.nvlink().isEmpty()
                                                            ? ""
                                                            : added + at.nvlink()))));
        }
        var pods = new ArrayList<>(site.pods());
        pods.add(new Pod(added + last.name(), nodes));
        return new Site(site.name(), pods, site.closures());
    }

    /** Factors of tenants' jobs. */
    Map<String, Double> more() {
        var more = new TreeMap<String, Double>();
        for (String question : questions) {
            var parts = TENANT.matcher(question);
            if (parts.matches()) {
                more.merge(parts.group(1), Double.parseDouble(parts.group(2)), (a, b) -> a * b);
            }
        }
        return more;
    }

    List<Change> changes() {
        var changes = new ArrayList<Change>();
        for (String question : questions) {
            var parts = COOLING.matcher(question);
            if (parts.matches()) {
                changes.add(new Change(0, new FactoryCommand.CloseNodes(closure(parts))));
            }
        }
        return changes;
    }

    private static Closure closure(Matcher parts) {
        var span = new TimeSpan(day(parts.group(2)), day(parts.group(3)));
        int percent = Integer.parseInt(parts.group(4));
        return new Closure(parts.group(1), span, percent, "cooling", Optional.empty());
    }

    private static Instant day(String text) {
        try {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw Refusal.invalid("The date (%s) must be such as 2026-07-01.".formatted(text));
        }
    }
}
