package werkmeister.simulator.serving;

/** A request on its way through an engine. */
final class Turn {
    final Request request;

    /** When its prompt began to be read; not a number before, as are the others. */
    double begun = Double.NaN;

    /** When the last piece of it was read. */
    double read = Double.NaN;

    double firstToken = Double.NaN;
    double ended = Double.NaN;

    /** GPU seconds of its prompt that are still to be read. */
    double unread;

    /** The engine's step that yields its last token. */
    long lastStep;

    Turn(Request request, double unread) {
        this.request = request;
        this.unread = unread;
    }

    boolean hasBegun() {
        return !Double.isNaN(begun);
    }

    /** Of its context at its end. */
    long tokens() {
        return (long) request.promptTokens() + request.answerTokens();
    }

    double waitSeconds() {
        return begun - request.at();
    }

    double firstTokenSeconds() {
        return firstToken - request.at();
    }

    /** As the user sees them once the prompt is read. */
    double tokensPerSecond() {
        return request.answerTokens() / (ended - read);
    }
}
