package werkmeister.factory.layout;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

import werkmeister.factory.layout.SiteLayout.Maintenance;
import werkmeister.factory.layout.SiteLayout.Pod;
import werkmeister.factory.layout.SiteLayout.Rack;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the YAML file of a site (docs/site.md) and refuses what is wrong in it with the line. */
public final class SiteFile {
    private static final int COUNT_MAX = 10_000;
    private static final int NODES_MAX = 200_000;
    private static final Map<String, Double> KILOWATTS = units("kW", 1.0, "MW", 1e3, "W", 1e-3);
    private static final Map<String, Double> BYTES =
            units("GiB", 0x1p30, "TiB", 0x1p40, "MiB", 0x1p20, "GB", 1e9, "TB", 1e12, "MB", 1e6);

    private static final Pattern SITE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final int NAME_MAX = 63;

    private final String file;
    private final Set<String> names = new HashSet<>();
    private int nodes;

    private SiteFile(String file) {
        this.file = file;
    }

    private static Map<String, Double> units(Object... pairs) {
        var units = new LinkedHashMap<String, Double>();
        for (int i = 0; i < pairs.length; i += 2) {
            units.put((String) pairs[i], (Double) pairs[i + 1]);
        }
        return units;
    }

    /** Whether a file is one of a site, by its ending. */
    public static boolean is(Path file) {
        return file.toString().matches(".*\\.ya?ml");
    }

    /** Reads and checks a file. */
    public static SiteLayout read(Path path) {
        String file = String.valueOf(path.getFileName());
        String text;
        try {
            text = Files.readString(path);
        } catch (NoSuchFileException e) {
            throw Refusal.notFound("There is no file (%s).".formatted(path));
        } catch (MalformedInputException e) {
            throw Refusal.invalid("%s is no text in UTF-8.".formatted(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read(file, text);
    }

    /**
     * Reads and checks the text of a file.
     *
     * @param file its name, for what is said of it
     */
    public static SiteLayout read(String file, String text) {
        return new SiteFile(file).layout(root(file, text));
    }

    private static Node root(String file, String text) {
        var settings = LoadSettings.builder().setMaxAliasesForCollections(1_000).build();
        try {
            return new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() ->
                            Refusal.invalid(
                                    "%s is empty: it begins with \"site: NAME\".".formatted(file)));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw Refusal.invalid(
                    "%s, line %d: this is no YAML: %s.".formatted(file, line, e.getProblem()));
        } catch (YamlEngineException e) {
            throw Refusal.invalid("%s is no YAML: %s".formatted(file, e.getMessage()));
        }
    }

    private SiteLayout layout(Node root) {
        var site = new Entries(file, root, "a site");
        String name = site.text("site");
        if (!SITE.matcher(name).matches()) {
            throw site.wrong(
                    "site",
                    "site (%s) must be 1 to 63 letters, digits, dots, underscores or hyphens."
                            .formatted(name));
        }
        double gpuHour = 1.5;
        double cpuHour = 0.02;
        var price = site.entries("price");
        if (price.isPresent()) {
            gpuHour = price.get().price("gpuHour", gpuHour);
            cpuHour = price.get().price("cpuHour", cpuHour);
            price.get().nothingElse();
        }
        var pods = new ArrayList<Pod>();
        for (Entries pod : site.someOf("pods")) {
            pods(pod, pods);
        }
        var maintenance = new ArrayList<Maintenance>();
        for (Entries window : site.list("maintenance")) {
            maintenance.add(maintenance(window, pods));
        }
        site.nothingElse();
        return new SiteLayout(name, gpuHour, cpuHour, pods, maintenance);
    }

    private void pods(Entries entries, List<Pod> into) {
        String name = entries.name("pod");
        int count = count(entries);
        double power = entries.amount("power", KILOWATTS, Double.POSITIVE_INFINITY);
        double cooling = entries.amount("cooling", KILOWATTS, Double.POSITIVE_INFINITY);
        List<Entries> racks = entries.someOf("racks");
        for (int i = 1; i <= count; i++) {
            String one = numbered(name, i, count);
            once(entries, one);
            var pod = new Pod(one, power, cooling, racks(racks, one));
            within(entries, "power", pod.kilowatts(), power, one);
            within(entries, "cooling", pod.kilowatts(), cooling, one);
            into.add(pod);
        }
        entries.nothingElse();
    }

    private static void within(
            Entries entries, String key, double drawn, double limit, String pod) {
        if (drawn > limit) {
            throw entries.wrong(
                    key,
                    "%s needs %.1f kW at nameplate, its %s is %.1f kW: raise it or plan fewer nodes."
                            .formatted(pod, drawn, key, limit));
        }
    }

    private List<Rack> racks(List<Entries> all, String pod) {
        var racks = new ArrayList<Rack>();
        for (Entries entries : all) {
            String name = entries.name("rack");
            int count = count(entries);
            List<Entries> inside = entries.someOf("nodes");
            for (int i = 1; i <= count; i++) {
                String one = pod + "-" + numbered(name, i, count);
                once(entries, one);
                racks.add(new Rack(one, nodes(inside, pod, one)));
            }
            entries.nothingElse();
        }
        return racks;
    }

    private List<SiteLayout.Node> nodes(List<Entries> all, String pod, String rack) {
        var list = new ArrayList<SiteLayout.Node>();
        for (Entries entries : all) {
            String name = entries.name("node");
            int count = count(entries);
            int gpus = entries.whole("gpus", 0, 64, 0);
            String model =
                    gpus == 0 ? entries.maybeText("model").orElse("") : entries.text("model");
            String link = entries.maybeText("nvlink").orElse("node");
            long memory = (long) entries.amount("memory", BYTES, 0);
            if (memory == 0) {
                throw entries.wrong(
                        "memory", "memory is missing or nothing: say how much, such as 64 GiB.");
            }
            for (int i = 1; i <= count; i++) {
                String one = rack + "-" + numbered(name, i, count);
                once(entries, one);
                nodes++;
                if (nodes > NODES_MAX) {
                    throw entries.wrong(
                            "count", "there are more than %,d nodes.".formatted(NODES_MAX));
                }
                list.add(
                        new SiteLayout.Node(
                                one,
                                entries.whole("cpus", 1, 10_000, 1),
                                memory,
                                gpus,
                                model,
                                (long) entries.amount("gpuMemory", BYTES, 0),
                                domain(entries, link, pod, rack, one),
                                entries.amount("power", KILOWATTS, 0)));
            }
            entries.nothingElse();
        }
        return list;
    }

    private static String domain(
            Entries entries, String link, String pod, String rack, String node) {
        return switch (link) {
            case "node" -> node;
            case "rack" -> rack;
            case "pod" -> pod;
            case "none" -> "";
            default ->
                    throw entries.wrong(
                            "nvlink",
                            "nvlink (%s) must be none, node, rack or pod: how far it reaches."
                                    .formatted(link));
        };
    }

    private static Maintenance maintenance(Entries entries, List<Pod> pods) {
        String pod = entries.text("pod");
        List<String> known = pods.stream().map(Pod::name).toList();
        if (!known.contains(pod)) {
            throw entries.wrong("pod", "pod (%s) is none of this site: %s.".formatted(pod, known));
        }
        var window =
                new Maintenance(
                        pod,
                        entries.time("from"),
                        entries.time("to"),
                        entries.maybeText("why").orElse(""));
        if (!window.from().isBefore(window.to())) {
            throw entries.wrong("to", "to (%s) must be after from.".formatted(window.to()));
        }
        entries.nothingElse();
        return window;
    }

    private static int count(Entries entries) {
        return entries.whole("count", 1, COUNT_MAX, 1);
    }

    private static String numbered(String name, int number, int count) {
        return count == 1 ? name : name + "-" + number;
    }

    private void once(Entries entries, String name) {
        if (name.length() > NAME_MAX) {
            throw entries.wrong(
                    "name",
                    "with what is before it, the name (%s) has %d characters; %d are the most: shorten one of its parts."
                            .formatted(name, name.length(), NAME_MAX));
        }
        if (!names.add(name)) {
            throw entries.wrong(
                    "name", "there are two of the name (%s): give each its own.".formatted(name));
        }
    }
}
