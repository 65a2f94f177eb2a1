package werkmeister.learning.trees;

/** What trees are to say. */
public sealed interface Goal {
    /** A number, by least squares. */
    record Number() implements Goal {}

    /** The probabilities of classes that are numbered from 0. */
    record Classes(int count) implements Goal {}
}
