package pakit.ml.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;

class PrivacyBudgetTest {
    private static final PrivacyLimits PURE = new PrivacyLimits(1, 0);
    private static final List<BigInteger> FIGURES = List.of(BigInteger.TEN, BigInteger.ZERO);

    @TempDir
    Path home;

    @Test
    void epsilonsAddUpAndWhatIsTooMuchIsRefused() {
        PrivacyBudget budget = budget(PURE);
        laplace("0.4").release(FIGURES, 1, budget);
        laplace("0.6").release(FIGURES, 1, budget);
        assertThat(budget.standing().spent()).isEqualByComparingTo("1");
        assertThatThrownBy(() -> laplace("0.000001").release(FIGURES, 1, budget))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("0 of 1.0 epsilon left, this release costs 0.000001");
        assertThat(budget.standing().releases()).isEqualTo(2);
    }

    @Test
    void aRefusalSaysWhatCouldBeAskedFor() {
        PrivacyBudget budget = budget(PrivacyLimits.STANDARD);
        assertThatThrownBy(() -> laplace("1").release(FIGURES, 1, budget))
                .hasMessageContaining("epsilon of at most 0.542");
        laplace("0.542").release(FIGURES, 1, budget);
        assertThatThrownBy(() -> laplace("0.8").release(FIGURES, 1, budget(PURE)))
                .hasMessageContaining("epsilon of at most 0.458");
    }

    @Test
    void aRefusalCostsNothing() {
        PrivacyBudget budget = budget(PURE);
        assertThatThrownBy(() -> laplace("1.1").release(FIGURES, 1, budget)).isInstanceOf(PakitException.Refused.class);
        assertThat(budget.standing().spent()).isZero();
        laplace("1").release(FIGURES, 1, budget);
    }

    @Test
    void restartsGiveNothingBack() {
        laplace("0.7").release(FIGURES, 1, budget(PURE));
        assertThatThrownBy(() -> laplace("0.4").release(FIGURES, 1, budget(PURE)))
                .isInstanceOf(PakitException.Refused.class);
        laplace("0.3").release(FIGURES, 1, budget(PURE));
    }

    @Test
    void manyAtOnceSpendNoMoreThanThereIs() throws InterruptedException {
        PrivacyBudget budget = budget(PURE);
        Callable<Boolean> release = () -> {
            try {
                laplace("0.1").release(FIGURES, 1, budget);
                return true;
            } catch (PakitException.Refused spent) {
                return false;
            }
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            long released = threads.invokeAll(Collections.nCopies(40, release)).stream()
                    .filter(answer -> answer.resultNow())
                    .count();
            assertThat(released).isEqualTo(10);
        }
    }

    /// rho + 2 sqrt(rho ln(1/delta)) = epsilon at the total.
    @Test
    void concentratedBudgetReachesItsEpsilonAndNoFurther() {
        PrivacyLimits limits = new PrivacyLimits(3, 1e-6);
        double rho = limits.total().doubleValue();
        assertThat(rho + 2 * Math.sqrt(rho * Math.log(1e6)))
                .isCloseTo(3, within(1e-6))
                .isLessThanOrEqualTo(3);
        PrivacyBudget budget = budget(limits);
        new Noise.Gaussian(new BigDecimal("0.1")).release(FIGURES, 5, budget);
        laplace("0.2").release(FIGURES, 1, budget);
        assertThat(budget.standing().spent()).isEqualByComparingTo("0.12");
        assertThatThrownBy(() -> new Noise.Gaussian(new BigDecimal("0.1")).release(FIGURES, 1, budget))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("rho left");
    }

    @Test
    void gaussianNoiseIsNotPure() {
        assertThatThrownBy(() -> new Noise.Gaussian(BigDecimal.ONE).release(FIGURES, 1, budget(PURE)))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("telemetry.privacy.delta");
        new Noise.Gaussian(new BigDecimal("0.01")).release(FIGURES, 1, budget(PrivacyLimits.STANDARD));
        assertThatThrownBy(() -> laplace("0.1").release(FIGURES, 1, budget(PURE)))
                .as("what was spent without an epsilon is no epsilon")
                .isInstanceOf(PakitException.Refused.class);
    }

    @Test
    void aDamagedBudgetReleasesNothing() throws IOException {
        for (String damaged : List.of("", "null", "{}", "{\"format\":2}", "{\"format\":1,\"epsilon\":-1,\"rho\":0}")) {
            Files.writeString(home.resolve("privacy.json"), damaged);
            assertThatThrownBy(() -> laplace("0.1").release(FIGURES, 1, budget(PURE)))
                    .isInstanceOf(PakitException.Corrupt.class)
                    .hasMessageContaining("privacy.json");
        }
    }

    @Test
    void limitsAndNoiseHaveBounds() {
        assertThatThrownBy(() -> new PrivacyLimits(0, 0)).isInstanceOf(PakitException.Invalid.class);
        assertThatThrownBy(() -> new PrivacyLimits(1, 0.5)).isInstanceOf(PakitException.Invalid.class);
        assertThatThrownBy(() -> laplace("0")).isInstanceOf(PakitException.Invalid.class);
        assertThatThrownBy(() -> laplace("1").release(FIGURES, 0, budget(PURE)))
                .isInstanceOf(PakitException.Invalid.class);
    }

    private static Noise laplace(String epsilon) {
        return new Noise.Laplace(new BigDecimal(epsilon));
    }

    private PrivacyBudget budget(PrivacyLimits limits) {
        return new PrivacyBudget(home.resolve("privacy.json"), limits);
    }
}
