package werkmeister.server.http;

import java.util.Map;

/**
 * A problem found with a request before anything was asked of the cloud; carries the headers that
 * go with it.
 */
final class Unanswerable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    Unanswerable(Problem problem) {
        this(problem, Map.of());
    }

    Unanswerable(Problem problem, Map<String, String> headers) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = headers;
    }

    Problem problem() {
        return problem;
    }

    Map<String, String> headers() {
        return headers;
    }
}
