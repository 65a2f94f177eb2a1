package werkmeister.simulator.serving;

/**
 * A request to a model.
 *
 * @param at seconds since the trace began
 */
public record Request(double at, int promptTokens, int answerTokens) {
    Request later(double when) {
        return new Request(when, promptTokens, answerTokens);
    }
}
