package werkmeister.factory.layout;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import werkmeister.units.Refusal;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The entries of one mapping of a site file; whatever is wrong with them is said with its line. */
final class Entries {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern AMOUNT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([A-Za-z]*)");
    private static final int LETTERS_OFF = 2;

    private final String file;
    private final Node node;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    Entries(String file, Node node, String what) {
        this.file = file;
        this.node = node;
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(node, "%s must be entries such as \"name: …\".".formatted(what));
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = scalar(tuple.getKeyNode(), "a key");
            if (values.put(key, tuple.getValueNode()) != null) {
                throw wrong(tuple.getKeyNode(), "(%s) is said twice: keep one.".formatted(key));
            }
            keys.put(key, tuple.getKeyNode());
        }
    }

    Refusal wrong(Node where, String why) {
        int line = where.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        return Refusal.invalid("%s, line %d: %s".formatted(file, line, why));
    }

    /** At the value of a key, or where these entries begin. */
    Refusal wrong(String key, String why) {
        return wrong(values.getOrDefault(key, node), why);
    }

    private String scalar(Node value, String what) {
        if (value instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong(value, "%s must be a single value.".formatted(what));
    }

    private Optional<Node> find(String key) {
        asked.add(key);
        return Optional.ofNullable(values.get(key));
    }

    Optional<String> maybeText(String key) {
        return find(key).map(value -> scalar(value, key));
    }

    String text(String key) {
        return maybeText(key)
                .orElseThrow(() -> wrong(node, "(%s) is missing here.".formatted(key)));
    }

    String name(String otherwise) {
        String name = maybeText("name").orElse(otherwise);
        if (!NAME.matcher(name).matches()) {
            throw wrong(
                    "name",
                    "name (%s) must be 1 to 63 lower-case letters, digits and hyphens."
                            .formatted(name));
        }
        return name;
    }

    int whole(String key, int least, int most, int otherwise) {
        Optional<String> text = maybeText(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw wrong(
                key,
                "%s (%s) must be a whole number from %d to %d."
                        .formatted(key, text.get(), least, most));
    }

    /** An amount in one of the units given, in the first of them. */
    double amount(String key, Map<String, Double> units, double otherwise) {
        Optional<String> text = maybeText(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        var parts = AMOUNT.matcher(text.get());
        if (!parts.matches() || !units.containsKey(parts.group(2))) {
            throw wrong(
                    key,
                    "%s (%s) must be an amount of 0 or more with its unit, one of %s, such as 14.3 %s."
                            .formatted(
                                    key,
                                    text.get(),
                                    units.keySet(),
                                    units.keySet().iterator().next()));
        }
        return Double.parseDouble(parts.group(1)) * units.getOrDefault(parts.group(2), 1.0);
    }

    double price(String key, double otherwise) {
        Optional<String> text = maybeText(key);
        double price;
        try {
            price = text.isEmpty() ? otherwise : Double.parseDouble(text.get());
        } catch (NumberFormatException e) {
            price = Double.NaN;
        }
        if (!(price >= 0 && price < 1e6)) {
            throw wrong(
                    key,
                    "%s (%s) must be a price of 0 euro or more, such as 1.50."
                            .formatted(key, text.orElse("")));
        }
        return price;
    }

    Instant time(String key) {
        String text = text(key);
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw wrong(
                    key,
                    "%s (%s) must be a time such as 2026-12-01T06:00:00Z.".formatted(key, text));
        }
    }

    Optional<Entries> entries(String key) {
        return find(key).map(value -> new Entries(file, value, key));
    }

    /** Entries of a list; none where the key is missing. */
    List<Entries> list(String key) {
        Optional<Node> value = find(key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof SequenceNode sequence)) {
            throw wrong(
                    value.get(), "%s must be a list: lines that begin with \"-\".".formatted(key));
        }
        var list = new ArrayList<Entries>();
        for (Node one : sequence.getValue()) {
            list.add(new Entries(file, one, "one of " + key));
        }
        return list;
    }

    List<Entries> someOf(String key) {
        List<Entries> list = list(key);
        if (list.isEmpty()) {
            throw wrong(key, "(%s) is missing or empty: name one at least.".formatted(key));
        }
        return list;
    }

    /** Refuses what nobody asked for. */
    void nothingElse() {
        for (Map.Entry<String, Node> key : keys.entrySet()) {
            if (!asked.contains(key.getKey())) {
                String hint =
                        asked.stream()
                                .filter(known -> distance(known, key.getKey()) <= LETTERS_OFF)
                                .findFirst()
                                .map(" Did you mean %s?"::formatted)
                                .orElse("");
                throw wrong(
                        key.getValue(),
                        "(%s) is not known here; known are %s.%s"
                                .formatted(key.getKey(), asked, hint));
            }
        }
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int other = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(other, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
