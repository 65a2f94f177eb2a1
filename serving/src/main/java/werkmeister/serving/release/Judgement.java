package werkmeister.serving.release;

/** What is said of a version before it may go live. */
public sealed interface Judgement {
    /** Of one that watches. */
    record OfWatch(GateReport report) implements Judgement {}

    /** Of one that answers a question. */
    record OfAnswer(Appraisal appraisal) implements Judgement {}
}
