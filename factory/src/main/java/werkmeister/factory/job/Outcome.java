package werkmeister.factory.job;

/** How a run or a job ended. */
public sealed interface Outcome {
    record Succeeded() implements Outcome {}

    /**
     * It ended without a result.
     *
     * @param reason one sentence for people
     */
    record Failed(String reason) implements Outcome {}

    /**
     * It said itself that there can be no result: another attempt would say the same.
     *
     * @param reason one sentence for people
     */
    record Refused(String reason) implements Outcome {}

    /**
     * Someone did not want it any more.
     *
     * @param by who asked for it
     */
    record Cancelled(String by) implements Outcome {}

    /**
     * It was interrupted and waits again; no attempt of its budget is used up.
     *
     * @param reason one sentence for people
     */
    record Evicted(Eviction eviction, String reason) implements Outcome {}
}
