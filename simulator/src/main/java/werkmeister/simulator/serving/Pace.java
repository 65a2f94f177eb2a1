package werkmeister.simulator.serving;

import werkmeister.simulator.capacity.Assistant;
import werkmeister.simulator.capacity.ServingCost;

/**
 * How fast an engine of one GPU goes, from the plan's own constants and nothing else.
 *
 * <p>An engine goes in steps; each gives one token to everyone who is being answered. At the speed
 * that the plan promises, a step takes {@link #longestStep}, and the plan leaves {@code
 * interactivity} of the GPU for work: the rest is what a step costs however much is in it.
 */
record Pace(ServingCost cost, Assistant use) {
    double longestStep() {
        return 1 / use.tokensPerSecond();
    }

    double overhead() {
        return (1 - use.interactivity()) * longestStep();
    }

    /** GPU seconds of work that a step has room for. */
    double room() {
        return use.interactivity() * longestStep();
    }

    /** Answers of the mean length at once, so that each still has its speed. */
    int mostAtOnce() {
        return (int) Math.clamp(room() / cost.tokenSeconds(use.meanContext()), 1, 1_000_000);
    }

    /** Tokens of context that fit into memory. */
    double memoryTokens() {
        return cost.contextTokens(1).orElse(Double.POSITIVE_INFINITY);
    }

    /** GPU seconds of a request, as the plan counts them for one of mean lengths. */
    double seconds(Request request) {
        double context = request.promptTokens() + request.answerTokens() / 2.0;
        return readSeconds(request) + request.answerTokens() * cost.tokenSeconds(context);
    }

    double readSeconds(Request request) {
        return cost.readSeconds(request.promptTokens(), use.prefixHit());
    }

    /** GPU seconds of a step that gives a token to so many with so much context in all. */
    double tokenSeconds(int answers, double context) {
        return answers == 0 ? 0 : answers * cost.tokenSeconds(context / answers);
    }
}
