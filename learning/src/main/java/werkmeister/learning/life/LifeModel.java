package werkmeister.learning.life;

import werkmeister.learning.table.Cases;
import werkmeister.learning.table.OperatingModes;
import werkmeister.learning.trees.Matrix;
import werkmeister.learning.trees.Trees;

import java.util.Arrays;
import java.util.List;

/**
 * What was learned of the lives of machines.
 *
 * @param signals that the model looks at; all others are not needed
 * @param limit lives longer than this are predicted as this long: so early nothing is to be seen
 *     yet; infinite where the whole life shows
 * @param medianLife of the machines that were learned from
 */
public record LifeModel(
        List<String> signals,
        OperatingModes modes,
        double limit,
        double medianLife,
        List<Member> members,
        Interval interval) {
    public LifeModel {
        signals = List.copyOf(signals);
        members = List.copyOf(members);
    }

    /** One of the models whose mean is the prediction. */
    @SuppressWarnings("ArrayRecordComponent") // Windows are handed on, never compared as a value.
    record Member(int[] windows, Trees trees) {}

    /** The remaining life at every row, in the unit of the clock. */
    public LifeSpan[] predict(Cases cases) {
        double[] expected = expected(members, modes.scaled(select(cases)), limit);
        return Arrays.stream(expected).mapToObj(interval::around).toArray(LifeSpan[]::new);
    }

    /** Bytes of the trees. */
    public long size() {
        return members.stream().mapToLong(member -> member.trees().bytes().length).sum();
    }

    static double[] expected(List<Member> members, Cases scaled, double limit) {
        double[] sum = new double[scaled.rows()];
        for (Member member : members) {
            Matrix features = LifeFeatures.of(scaled, member.windows());
            float[][] said = member.trees().predict(features);
            for (int row = 0; row < sum.length; row++) {
                sum[row] += Math.clamp(said[row][0], 0, limit) / members.size();
            }
        }
        return sum;
    }

    private Cases select(Cases cases) {
        return cases.with(
                signals,
                signals.stream()
                        .map(name -> cases.columns()[cases.names().indexOf(name)])
                        .toArray(double[][]::new));
    }
}
