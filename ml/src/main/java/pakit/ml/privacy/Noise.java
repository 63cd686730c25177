package pakit.ml.privacy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import pakit.error.PakitException;

/// What is added to figures before they are shown, and what showing them costs ([Cost]). Figures are whole numbers.
public sealed interface Noise {
    /// Discrete Laplace: `epsilon`-differential privacy.
    record Laplace(BigDecimal epsilon) implements Noise {
        public Laplace {
            requirePositive("epsilon", epsilon);
        }

        @Override
        public Cost cost() {
            return new Cost(epsilon, epsilon.multiply(epsilon).divide(BigDecimal.valueOf(2)), true);
        }

        @Override
        public BigInteger draw(long sensitivity, ExactDraw draw) {
            return draw.laplace(Fraction.of(sensitivity).over(Fraction.of(epsilon)));
        }
    }

    /// Discrete Gaussian: `rho`-concentrated differential privacy (zCDP), which no epsilon alone expresses.
    record Gaussian(BigDecimal rho) implements Noise {
        public Gaussian {
            requirePositive("rho", rho);
        }

        @Override
        public Cost cost() {
            return new Cost(BigDecimal.ZERO, rho, false);
        }

        /// Variance `sensitivity² / (2 rho)`.
        @Override
        public BigInteger draw(long sensitivity, ExactDraw draw) {
            Fraction squared = Fraction.of(sensitivity).times(Fraction.of(sensitivity));
            return draw.gaussian(squared.over(Fraction.of(rho.multiply(BigDecimal.valueOf(2)))));
        }
    }

    /// What a release by it costs, if one event moves its figures by no more than the sensitivity altogether.
    Cost cost();

    /// One draw.
    ///
    /// @param sensitivity by how much one event moves the figure at most
    BigInteger draw(long sensitivity, ExactDraw draw);

    /// Adds noise to figures of which one event moves at most one, by at most `sensitivity`, once the budget has paid.
    ///
    /// @throws PakitException.Refused if too little of the budget is left; nothing is drawn then
    default List<BigInteger> release(List<BigInteger> figures, long sensitivity, PrivacyBudget budget) {
        if (sensitivity < 1) {
            throw new PakitException.Invalid("a sensitivity must be 1 or more, found " + sensitivity);
        }
        budget.pay(cost());
        ExactDraw draw = new ExactDraw(new SecureRandom());
        return figures.stream()
                .map(figure -> figure.add(draw(sensitivity, draw)))
                .toList();
    }

    private static void requirePositive(String name, BigDecimal number) {
        if (number.signum() <= 0 || number.precision() > 20 || Math.abs(number.scale()) > 12) {
            throw new PakitException.Invalid(
                    name + " must be above 0, with at most 12 digits after the point, found " + number);
        }
    }
}
