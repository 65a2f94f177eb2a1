package werkmeister.cli.command;

import werkmeister.cli.client.Api;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/** The tenant's machines by name, or by a pattern such as {@code pump-*}. */
record MachineNames(Api api) {
    /** A pattern that meets none stays as it is, so that the server can say what is wrong. */
    List<String> matching(List<String> patterns) {
        var names = new LinkedHashSet<String>();
        List<String> all = new ArrayList<>();
        if (patterns.stream().anyMatch(pattern -> pattern.contains("*"))) {
            api.items("/machines").forEach(machine -> all.add(Json.text(machine, "machine")));
        }
        for (String pattern : patterns) {
            var wanted =
                    Pattern.compile(
                            "\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E", Pattern.DOTALL);
            List<String> met = all.stream().filter(name -> wanted.matcher(name).matches()).toList();
            names.addAll(met.isEmpty() ? List.of(pattern) : met);
        }
        return List.copyOf(names);
    }
}
