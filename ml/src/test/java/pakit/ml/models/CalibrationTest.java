package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pakit.ml.models.Calibration.Bin;
import pakit.ml.models.Calibration.Case;

class CalibrationTest {
    @Test
    void errorIsTheMeanDistanceWeightedByCases() {
        Calibration found = new Calibration(List.of(new Bin(3, 0.5, 0.2), new Bin(1, 0.9, 1.0)));
        assertThat(found.expectedError()).isCloseTo((3 * 0.3 + 0.1) / 4, within(1e-12));
        assertThat(found.cases()).isEqualTo(4);
    }

    @Test
    void binsHoldEquallyManyCasesInTheOrderOfForecasts() {
        List<Case> cases = new ArrayList<>(IntStream.range(0, 100)
                .mapToObj(i -> new Case(i / 100.0, i / 50.0))
                .toList());
        Collections.shuffle(cases, new Random(1));
        Calibration found = Calibration.of(cases);
        assertThat(found.bins()).hasSize(10).allMatch(bin -> bin.cases() == 10);
        assertThat(found.bins().getFirst().predicted()).isCloseTo(0.045, within(1e-12));
        assertThat(found.bins().getFirst().realised()).isCloseTo(0.09, within(1e-12));
        assertThat(found.expectedError()).isCloseTo(0.495, within(1e-12));
    }

    /// Split, they would look uncalibrated though their mean is right.
    @Test
    void equalForecastsShareABin() {
        List<Case> coins = IntStream.range(0, 1_000)
                .mapToObj(i -> new Case(0.5, i < 500 ? 0 : 1))
                .toList();
        Calibration found = Calibration.of(coins);
        assertThat(found.bins()).containsExactly(new Bin(1_000, 0.5, 0.5));
        assertThat(found.expectedError()).isZero();
    }

    @Test
    void everyCaseIsInOneBinWhateverTheirNumber() {
        SplittableRandom random = new SplittableRandom(4);
        for (int size = 0; size < 60; size++) {
            List<Case> cases = random.doubles(size)
                    .mapToObj(value -> new Case(Math.round(value * 8) / 8.0, value))
                    .toList();
            Calibration found = Calibration.of(cases);
            assertThat(found.cases()).isEqualTo(size);
            assertThat(found.bins()).isSortedAccordingTo((a, b) -> Double.compare(a.predicted(), b.predicted()));
            assertThat(found.expectedError()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void nothingForetoldIsNoError() {
        assertThat(Calibration.of(List.of()).expectedError()).isZero();
    }
}
