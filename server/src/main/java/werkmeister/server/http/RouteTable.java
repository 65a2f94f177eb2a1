package werkmeister.server.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** All routes of the API; what is not in the table does not exist. */
final class RouteTable {
    /** What the table says of a method and a path. */
    sealed interface Match {
        record Found(Route route, Map<String, String> path) implements Match {}

        record WrongMethod(List<String> allowed) implements Match {}

        record Unknown() implements Match {}
    }

    private final List<Route> routes;

    RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        var seen = new HashSet<String>();
        for (Route route : routes) {
            String line = route.method() + " " + route.path().replaceAll("\\{[a-z]+}", "{}");
            if (!seen.add(line)) {
                throw new IllegalArgumentException(
                        "The route (%s) stands in the table twice.".formatted(line));
            }
        }
    }

    List<Route> routes() {
        return routes;
    }

    /**
     * Finds the route.
     *
     * @param method as it stands in the request; HEAD is answered like GET
     * @param segments the path's parts, decoded
     */
    Match match(String method, List<String> segments) {
        var allowed = new TreeSet<String>();
        for (Route route : routes) {
            var template = List.of(route.path().substring(1).split("/"));
            var path = new LinkedHashMap<String, String>();
            if (fits(template, segments, path)) {
                allowed.add(route.method().name());
                if (route.method().name().equals(method.equals("HEAD") ? "GET" : method)) {
                    return new Match.Found(route, path);
                }
            }
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return allowed.isEmpty()
                ? new Match.Unknown()
                : new Match.WrongMethod(new ArrayList<>(allowed));
    }

    private static boolean fits(
            List<String> template, List<String> segments, Map<String, String> path) {
        if (template.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < template.size(); i++) {
            String part = template.get(i);
            if (part.startsWith("{")) {
                path.put(part.substring(1, part.length() - 1), segments.get(i));
            } else if (!part.equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }
}
