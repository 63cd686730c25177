package pakit.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MomentsTest {
    @Test
    void addingOneByOneMergingAndSummingAgree() {
        SplittableRandom random = new SplittableRandom(1);
        Moments all = Moments.EMPTY;
        Moments first = Moments.EMPTY;
        Moments second = Moments.EMPTY;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 1000; i++) {
            double x = random.nextDouble(-3, 5);
            all = all.plus(x);
            first = i < 300 ? first.plus(x) : first;
            second = i < 300 ? second : second.plus(x);
            sum += x;
            squares += x * x;
        }
        Moments merged = first.plus(second);
        Moments summed = Moments.ofSums(1000, sum, squares);
        assertThat(merged.count()).isEqualTo(1000);
        assertThat(merged.mean()).isCloseTo(all.mean(), within(1e-12));
        assertThat(merged.variance()).isCloseTo(all.variance(), within(1e-10));
        assertThat(summed.variance()).isCloseTo(all.variance(), within(1e-10));
    }

    @Test
    void aLargeMeanDoesNotDrownTheVariance() {
        Moments moments = Moments.EMPTY;
        for (int i = 0; i < 100; i++) {
            moments = moments.plus(1e9 + (i % 2));
        }
        assertThat(moments.variance()).isCloseTo(25.0 / 99, within(1e-6));
    }

    @Test
    void impossibleSumsAreRefusedWithTheirBound() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Moments.ofSums(10, 100, 50))
                .withMessageContaining("sumsq must be at least sum²/n = 1000.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Moments.ofProportion(3, 2));
    }

    @Test
    void fewerThanTwoValuesHaveNoVariance() {
        assertThat(Moments.EMPTY.plus(3).variance()).isNaN();
        assertThat(Moments.EMPTY.plus(Moments.EMPTY)).isEqualTo(Moments.EMPTY);
    }
}
