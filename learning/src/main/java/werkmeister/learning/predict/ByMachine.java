package werkmeister.learning.predict;

import werkmeister.learning.metric.ClassError;
import werkmeister.learning.table.Rows;
import werkmeister.learning.trial.ClassTrial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well classes were told of each of several machines: what is good on the whole may be of no
 * use to one of them.
 *
 * @param details a sentence a machine
 * @param warnings of machines on which it is worse than a trivial rule, or was not tried
 */
record ByMachine(List<String> details, List<String> warnings) {
    /**
     * @param starts of each machine's rows, and the end of the last one's
     * @param codes the number of each row's class; -1 where nobody knows
     */
    static ByMachine of(
            List<String> machines, int[] starts, int[] codes, ClassTrial.Report report) {
        var details = new ArrayList<String>();
        var warnings = new ArrayList<String>();
        int[] folds = report.split().folds();
        for (int m = 0; m < machines.size(); m++) {
            int from = starts[m];
            int to = starts[m + 1];
            int[] judged = Rows.where(to, row -> row >= from && folds[row] >= 0 && codes[row] >= 0);
            if (judged.length == 0) {
                warnings.add("Not tried on machine (%s).".formatted(machines.get(m)));
                continue;
            }
            List<String> classes = report.model().classes();
            int[] truth = Rows.pick(codes, judged);
            int[] told = new int[judged.length];
            Arrays.setAll(told, i -> report.told().get(judged[i]).orElseThrow().number());
            ClassError ours = ClassError.of(classes, told, truth);
            details.add(
                    "Machine (%s): %d samples, %.1f %% told rightly, macro F1 %.3f."
                            .formatted(
                                    machines.get(m),
                                    ours.count(),
                                    100 * ours.accuracy(),
                                    ours.macroF1()));
            if (ours.macroF1() < usual(classes, truth)) {
                warnings.add(
                        "On machine (%s) always telling its most frequent class does better."
                                .formatted(machines.get(m)));
            }
        }
        return new ByMachine(details, warnings);
    }

    /** What always telling the most frequent class reaches; 0 where there is but one. */
    private static double usual(List<String> classes, int[] truth) {
        int[] counts = new int[classes.size()];
        Arrays.stream(truth).forEach(code -> counts[code]++);
        int most = 0;
        for (int c = 1; c < counts.length; c++) {
            most = counts[c] > counts[most] ? c : most;
        }
        if (counts[most] == truth.length) {
            return 0;
        }
        int[] always = new int[truth.length];
        Arrays.fill(always, most);
        return ClassError.of(classes, always, truth).macroF1();
    }
}
