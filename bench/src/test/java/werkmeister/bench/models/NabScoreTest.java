package werkmeister.bench.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import werkmeister.bench.models.NabScore.Profile;

import java.util.List;

class NabScoreTest {
    private static final List<int[]> WINDOWS = List.of(new int[] {100, 109}, new int[] {300, 309});

    @Test
    void silenceScores0AndTheFirstRowOfEachWindow100() {
        assertThat(score(Profile.STANDARD)).isZero();
        assertThat(score(Profile.STANDARD, 100, 300)).isCloseTo(100, within(0.01));
        assertThat(score(Profile.LOW_FALSE_NEGATIVES, 100, 300)).isCloseTo(100, within(0.01));
    }

    @Test
    void onlyTheEarliestAlarmOfAWindowCountsAndLaterIsWorth() {
        double late = score(Profile.STANDARD, 108);

        assertThat(late).isLessThan(score(Profile.STANDARD, 101)).isPositive();
        assertThat(score(Profile.STANDARD, 101, 102, 108)).isEqualTo(score(Profile.STANDARD, 101));
    }

    @Test
    void falseAlarmsCostMoreFarFromAWindowAndMoreInTheirProfile() {
        double before = 100 * -0.11 / 4;
        assertThat(score(Profile.STANDARD, 50)).isCloseTo(before, within(0.01));
        assertThat(score(Profile.LOW_FALSE_POSITIVES, 50)).isCloseTo(2 * before, within(0.01));
        assertThat(score(Profile.STANDARD, 111)).isBetween(before, 0.0);
        assertThat(score(Profile.STANDARD, 200)).isCloseTo(before, within(0.01));
    }

    private static double score(Profile profile, int... rows) {
        boolean[] alarms = new boolean[400];
        for (int row : rows) {
            alarms[row] = true;
        }
        var score = new NabScore(profile);
        score.take(alarms, 20, WINDOWS);
        return score.value();
    }
}
