package werkmeister.learning.trial;

/**
 * What was said of a row of a file.
 *
 * @param file its number among the files that were tried; {@code row} within its table
 * @param machine as the files name it; empty where there is but one
 * @param value a number, or the probability of the class that was told
 * @param low to {@code high} holds the truth in nine of ten cases; NaN where there is no interval
 * @param told the class; empty where a number was asked for
 * @param signal whose value it is; empty where it is of the case as a whole
 */
public record Prediction(
        int file,
        int row,
        String machine,
        double value,
        double low,
        double high,
        String told,
        String signal) {}
