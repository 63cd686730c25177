package pakit.ml.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Draws against the probabilities they are meant to have, summed up exactly.
class ExactDrawTest {
    private static final int DRAWS = 20_000;

    private final ExactDraw draw = new ExactDraw(new Random(7));

    @ParameterizedTest
    @ValueSource(strings = {"0.4", "1", "2.5", "7"})
    void laplaceHasItsProbabilities(String scale) {
        double t = Double.parseDouble(scale);
        Fraction exact = Fraction.of(new BigDecimal(scale));
        fits(() -> draw.laplace(exact), x -> Math.exp(-Math.abs(x) / t));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3", "1", "6.25", "40"})
    void gaussianHasItsProbabilities(String variance) {
        double squared = Double.parseDouble(variance);
        Fraction exact = Fraction.of(new BigDecimal(variance));
        fits(() -> draw.gaussian(exact), x -> Math.exp(-(double) x * x / (2 * squared)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.125, 1, 1.5, 3.25})
    void exponentialHasItsProbability(double exponent) {
        Fraction exact = Fraction.of(BigDecimal.valueOf(exponent));
        int hits = 0;
        for (int i = 0; i < DRAWS; i++) {
            hits += draw.exponential(exact) ? 1 : 0;
        }
        double p = Math.exp(-exponent);
        assertThat((double) hits / DRAWS)
                .isBetween(p - 4 * Math.sqrt(p * (1 - p) / DRAWS), p + 4 * Math.sqrt(p * (1 - p) / DRAWS));
    }

    /// The test has the power to see a sampler that is a little off.
    @Test
    void anotherScaleDoesNotFit() {
        double p = p(() -> draw.laplace(Fraction.of(new BigDecimal("2.5"))), x -> Math.exp(-Math.abs(x) / 2.7));
        assertThat(p).isLessThan(1e-4);
    }

    @Test
    void hugeScalesAreExactToo() {
        Fraction scale = new Fraction(BigInteger.TEN.pow(30), BigInteger.ONE);
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < 2_000; i++) {
            sum = sum.add(draw.laplace(scale).abs());
        }
        double mean = new BigDecimal(sum).divide(BigDecimal.valueOf(2_000)).doubleValue();
        assertThat(mean).isBetween(0.88e30, 1.12e30);
    }

    private static void fits(Supplier<BigInteger> draws, IntToDoubleFunction weight) {
        assertThat(p(draws, weight)).isGreaterThan(1e-3);
    }

    /// By a chi-square test over the values that are expected at least ten times, the tails in one.
    private static double p(Supplier<BigInteger> draws, IntToDoubleFunction weight) {
        double all = IntStream.rangeClosed(-2_000, 2_000).mapToDouble(weight).sum();
        int edge = 0;
        while (DRAWS * weight.applyAsDouble(edge + 1) / all >= 10) {
            edge++;
        }
        double[] expected = new double[2 * edge + 2];
        double inside = 0;
        for (int x = -edge; x <= edge; x++) {
            expected[x + edge] = DRAWS * weight.applyAsDouble(x) / all;
            inside += expected[x + edge];
        }
        expected[2 * edge + 1] = DRAWS - inside;
        long[] seen = new long[expected.length];
        for (int i = 0; i < DRAWS; i++) {
            int x = draws.get().intValueExact();
            seen[Math.abs(x) <= edge ? x + edge : 2 * edge + 1]++;
        }
        return ChiSquareTest.withDefaults().test(expected, seen).getPValue();
    }
}
