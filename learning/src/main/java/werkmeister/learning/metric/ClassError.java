package werkmeister.learning.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * How well classes were told.
 *
 * @param count cases that were judged
 * @param accuracy share of cases whose class was told
 * @param macroF1 mean of the classes' F1, each class counting the same
 * @param byClass in the order of the classes
 */
public record ClassError(int count, double accuracy, double macroF1, List<OfClass> byClass) {
    /**
     * @param cases that are of the class; {@code told} that were said to be
     * @param f1 2 TP / (2 TP + FP + FN); 0 where nothing was right
     */
    public record OfClass(
            String name, int cases, int told, double precision, double recall, double f1) {}

    /** Classes that neither occur nor are told do not count in the mean. */
    public static ClassError of(List<String> classes, int[] told, int[] truth) {
        int[][] counts = new int[classes.size()][classes.size()];
        int right = 0;
        for (int i = 0; i < truth.length; i++) {
            counts[truth[i]][told[i]]++;
            right += truth[i] == told[i] ? 1 : 0;
        }
        var byClass = new ArrayList<OfClass>();
        double sum = 0;
        int counted = 0;
        for (int c = 0; c < classes.size(); c++) {
            int cases = 0;
            int said = 0;
            for (int other = 0; other < classes.size(); other++) {
                cases += counts[c][other];
                said += counts[other][c];
            }
            double hit = counts[c][c];
            double f1 = cases + said == 0 ? 0 : 2 * hit / (cases + said);
            byClass.add(
                    new OfClass(
                            classes.get(c),
                            cases,
                            said,
                            said == 0 ? 0 : hit / said,
                            cases == 0 ? 0 : hit / cases,
                            f1));
            sum += f1;
            counted += cases + said == 0 ? 0 : 1;
        }
        return new ClassError(
                truth.length, (double) right / truth.length, sum / Math.max(1, counted), byClass);
    }
}
