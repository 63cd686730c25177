package pakit.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MannWhitneyTest {
    @ParameterizedTest
    @MethodSource("published")
    void shiftAndIntervalAgreeWithPublishedFigures(String line) {
        String[] columns = line.split("\t");
        MannWhitney test = MannWhitney.test(numbers(columns[1]), numbers(columns[0]), 0.05);
        assertThat(test.interval().low()).isCloseTo(Double.parseDouble(columns[2]), within(1e-3));
        assertThat(test.interval().high()).isCloseTo(Double.parseDouble(columns[3]), within(1e-3));
        // R stops anywhere on the step of a step function; the median of the differences is its middle.
        assertThat(test.shift()).isCloseTo(Double.parseDouble(columns[4]), within(1e-2));
        assertThat(test.pValue() < 0.05).isEqualTo(!test.interval().contains(0));
    }

    static List<String> published() throws IOException {
        try (var in = MannWhitneyTest.class.getResourceAsStream("mann-whitney.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    /// The example of Hollander and Wolfe 1973, page 69, as the documentation of `wilcox.test` shows it: p = 0.2544 for
    /// two sides.
    @Test
    void smallSamplesAreTestedExactly() {
        double[] term = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
        double[] early = {1.15, 0.88, 0.90, 0.74, 1.21};
        assertThat(MannWhitney.test(early, term, 0.05).pValue()).isCloseTo(0.2544, within(5e-5));
    }

    @Test
    void anOutlierMovesTheMeanAndNotTheShift() {
        double[] control = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        double[] treatment = {1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 1e9};
        assertThat(MannWhitney.test(control, treatment, 0.05).shift()).isBetween(0.0, 1.5);
    }

    @Test
    void equalValuesShowNoShift() {
        double[] same = {3, 3, 3, 3};
        MannWhitney test = MannWhitney.test(same, same, 0.05);
        assertThat(test.shift()).isZero();
        assertThat(test.pValue()).isEqualTo(1);
        assertThat(test.interval().contains(0)).isTrue();
    }

    @Test
    void emptySamplesAndMissingNumbersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MannWhitney.test(new double[0], new double[] {1}, 0.05))
                .withMessageContaining("control");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MannWhitney.test(new double[] {1}, new double[] {Double.NaN}, 0.05))
                .withMessageContaining("treatment");
    }

    private static double[] numbers(String list) {
        return Arrays.stream(list.split(",")).mapToDouble(Double::parseDouble).toArray();
    }
}
