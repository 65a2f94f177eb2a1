package werkmeister.server.http;

import werkmeister.server.auth.Policy;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * One line of the API: what may be asked, by whom, with what, and what comes back. The OpenAPI
 * document is made from it.
 *
 * @param path below the API's base path, such as {@code /machines/{machine}}
 * @param policy who may ask; there is no route without one
 * @param summary one sentence for the document
 * @param parameters of the query
 */
record Route(
        Method method,
        String path,
        Policy policy,
        String summary,
        List<Parameter> parameters,
        Takes takes,
        Gives gives,
        Action action) {
    Route {
        parameters = List.copyOf(parameters);
        if (!path.matches("(/[a-z.]+|/\\{[a-z]+})+")) {
            throw new IllegalArgumentException(
                    "The route's path (%s) is not well-formed.".formatted(path));
        }
    }

    enum Method {
        GET,
        POST,
        PUT,
        DELETE
    }

    /** What the request's body holds. */
    sealed interface Takes {
        record Nothing() implements Takes {}

        /** A record as JSON, of a limited length. */
        record Json(Class<?> type, int bytesMax) implements Takes {
            Json(Class<?> type) {
                this(type, Call.JSON_BYTES_MAX);
            }
        }

        /** A file of any length. */
        record File() implements Takes {}
    }

    /** What the answer's body holds. */
    sealed interface Gives {
        record Json(int status, Class<?> type) implements Gives {}

        /** One page of a list. */
        record Items(Class<?> type) implements Gives {}

        record File(String mediaType) implements Gives {}

        record Nothing() implements Gives {}
    }

    /** A parameter of the query; the type is one of JSON Schema's. */
    record Parameter(String name, String type, boolean required, String description) {
        static Parameter optional(String name, String type, String description) {
            return new Parameter(name, type, false, description);
        }

        /** This one and then others. */
        List<Parameter> before(List<Parameter> others) {
            return Stream.concat(Stream.of(this), others.stream()).toList();
        }

        static Parameter required(String name, String type, String description) {
            return new Parameter(name, type, true, description);
        }
    }

    /** Does what the route says. */
    @FunctionalInterface
    interface Action {
        Reply act(Call call) throws IOException;
    }

    /** Whether a call may change something. */
    boolean changes() {
        return method != Method.GET;
    }

    static Builder get(String path, Policy policy, String summary) {
        return new Builder(Method.GET, path, policy, summary);
    }

    static Builder post(String path, Policy policy, String summary) {
        return new Builder(Method.POST, path, policy, summary);
    }

    static Builder put(String path, Policy policy, String summary) {
        return new Builder(Method.PUT, path, policy, summary);
    }

    static Builder delete(String path, Policy policy, String summary) {
        return new Builder(Method.DELETE, path, policy, summary);
    }

    /** A route in the making, so that the table of routes reads like one. */
    static final class Builder {
        private final Method method;
        private final String path;
        private final Policy policy;
        private final String summary;
        private List<Parameter> parameters = List.of();
        private Takes takes = new Takes.Nothing();
        private Gives gives = new Gives.Nothing();

        private Builder(Method method, String path, Policy policy, String summary) {
            this.method = method;
            this.path = path;
            this.policy = policy;
            this.summary = summary;
        }

        Builder with(Parameter... parameters) {
            this.parameters = List.of(parameters);
            return this;
        }

        Builder takes(Class<?> type) {
            takes = new Takes.Json(type);
            return this;
        }

        Builder takesFile() {
            takes = new Takes.File();
            return this;
        }

        Builder gives(Class<?> type) {
            gives = new Gives.Json(200, type);
            return this;
        }

        Builder creates(Class<?> type) {
            gives = new Gives.Json(201, type);
            return this;
        }

        Builder givesItems(Class<?> type) {
            gives = new Gives.Items(type);
            return this;
        }

        Builder givesFile(String mediaType) {
            gives = new Gives.File(mediaType);
            return this;
        }

        Route by(Action action) {
            return new Route(method, path, policy, summary, parameters, takes, gives, action);
        }
    }
}
