package werkmeister.learning.detector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DetectorTest {
    @Test
    void aSlowDetectorForgetsALargeFaultWithinItsOwnMemoryAndAFastOneHoldsItWhole() {
        var slow = detector(0.01);
        var fast = detector(0.2);

        assertThat(samplesUntilQuiet(slow)).isLessThan(60);
        assertThat(fast.distanceInNorms(new double[] {20}, new double[1])).isEqualTo(20);
    }

    /** After 500 samples far off, how many good ones until the distance is below the norm again? */
    private static int samplesUntilQuiet(Detector detector) {
        var smoothed = new double[1];
        for (int i = 0; i < 500; i++) {
            detector.take(new double[] {25}, smoothed);
            detector.distanceInNorms(smoothed, new double[1]);
        }
        int samples = 0;
        do {
            detector.take(new double[] {0}, smoothed);
            samples++;
        } while (detector.distanceInNorms(smoothed, new double[1]) > 1);
        return samples;
    }

    private static Mewma detector(double memory) {
        return new Mewma(
                Sight.LEVEL, memory, new double[1], new double[] {1}, new double[][] {{1}}, 1, 1);
    }
}
