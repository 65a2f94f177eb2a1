package werkmeister.simulator.capacity;

import werkmeister.units.Refusal;

/**
 * How an assistant is used, and how well it is to serve.
 *
 * @param promptTokens a request, mean
 * @param answerTokens a request, mean
 * @param prefixHit share of the prompt that is still in memory from before
 * @param messagesPerDay a user and day
 * @param peak busiest hour over the mean
 * @param thinkSeconds between an answer and the next message of who is in conversation
 * @param tokensPerSecond that a user sees, {@code firstTokenSeconds} until the first
 * @param interactivity what is left of offline throughput at that speed
 * @param headroom how full the site may be at the peak
 */
public record Assistant(
        double promptTokens,
        double answerTokens,
        double prefixHit,
        double messagesPerDay,
        double peak,
        double thinkSeconds,
        double tokensPerSecond,
        double firstTokenSeconds,
        double interactivity,
        double headroom) {
    /**
     * Text chat: prompts of Azure's conversations (2023), prefix hits of Mooncake's (FAST 2025),
     * messages of ChatGPT's weekly users (NBER 34255), peaks of Alibaba's ServeGen; 400 answer
     * tokens and 60 s to think are assumptions.
     */
    public static final Assistant CHAT =
            new Assistant(1_155, 400, 0.37, 3.67, 2.5, 60, 25, 1, 0.6, 0.7);

    public Assistant {
        check("prompt tokens", promptTokens, 1, 10_000_000);
        check("answer tokens", answerTokens, 1, 10_000_000);
        check("the share of prefix hits", prefixHit, 0, 0.99);
        check("messages a day", messagesPerDay, 0.001, 100_000);
        check("the peak factor", peak, 1, 100);
        check("seconds to the first token", firstTokenSeconds, 0.001, 3_600);
    }

    private static void check(String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw Refusal.invalid("%s (%s) must be %s to %s.".formatted(what, value, least, most));
        }
    }

    /** The same with another length of prompts and answers and share of prefix hits. */
    public Assistant shaped(double prompt, double answer, double hit) {
        return new Assistant(
                prompt,
                answer,
                hit,
                messagesPerDay,
                peak,
                thinkSeconds,
                tokensPerSecond,
                firstTokenSeconds,
                interactivity,
                headroom);
    }

    /** The same with another time to the first token. */
    public Assistant answeringWithin(double seconds) {
        return new Assistant(
                promptTokens,
                answerTokens,
                prefixHit,
                messagesPerDay,
                peak,
                thinkSeconds,
                tokensPerSecond,
                seconds,
                interactivity,
                headroom);
    }

    /** Tokens before the one that is being answered, mean over an answer. */
    public double meanContext() {
        return promptTokens + answerTokens / 2;
    }

    /** Seconds from a message to the end of its answer. */
    public double answerSeconds() {
        return firstTokenSeconds + answerTokens / tokensPerSecond;
    }
}
