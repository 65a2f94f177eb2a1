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
 *     yet
 * @param medianLife of the machines that were learned from
 * @param members the mean of all their trees is the prediction
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

    /** Models of different seeds that look back over the same windows; all count the same. */
    @SuppressWarnings("ArrayRecordComponent") // Windows are handed on, never compared as a value.
    public record Member(int[] windows, List<Trees> seeds) {
        public Member {
            seeds = List.copyOf(seeds);
        }
    }

    /** The remaining life at every row, in the unit of the clock. */
    public LifeSpan[] predict(Cases cases) {
        double count = members.stream().mapToInt(member -> member.seeds().size()).sum();
        double[] expected = new double[cases.rows()];
        for (Member member : members) {
            Matrix features = features(cases, member);
            for (Trees trees : member.seeds()) {
                float[][] said = trees.predict(features);
                for (int row = 0; row < expected.length; row++) {
                    expected[row] += Math.clamp(said[row][0], 0, limit) / count;
                }
            }
        }
        return Arrays.stream(expected).mapToObj(interval::around).toArray(LifeSpan[]::new);
    }

    /**
     * What each signal has to do with the prediction of the last row, and at last the machine's
     * age: how much it adds to the remaining life, in the unit of the clock.
     */
    public double[] contributions(Cases cases) {
        double[] sums = new double[signals.size() + 1];
        double count = members.stream().mapToInt(member -> member.seeds().size()).sum();
        for (Member member : members) {
            Matrix last = features(cases, member).pick(new int[] {cases.rows() - 1});
            int each = (last.columns() - 1) / signals.size();
            for (Trees trees : member.seeds()) {
                float[] said = trees.contributions(last, 0);
                for (int f = 0; f < said.length; f++) {
                    sums[Math.min(f / each, signals.size())] += said[f] / count;
                }
            }
        }
        return sums;
    }

    /** What a member's trees see: a row a row of the cases. */
    public Matrix features(Cases cases, Member member) {
        return LifeFeatures.of(modes.scaled(select(cases)), member.windows());
    }

    /** Bytes of the trees. */
    public long size() {
        return members.stream()
                .flatMap(member -> member.seeds().stream())
                .mapToLong(trees -> trees.bytes().length)
                .sum();
    }

    private Cases select(Cases cases) {
        return cases.with(
                signals,
                signals.stream()
                        .map(name -> cases.columns()[cases.names().indexOf(name)])
                        .toArray(double[][]::new));
    }
}
