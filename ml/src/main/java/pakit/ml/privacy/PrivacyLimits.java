package pakit.ml.privacy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import pakit.error.PakitException;

/// How much all releases of a home together may tell about one event: (`epsilon`, `delta`)-differential privacy.
///
/// With a `delta` of 0 epsilons are added up (sequential composition), and only pure noise is let through. Else what
/// adds up is rho of concentrated privacy, of which `rho + 2 sqrt(rho ln(1/delta))` must stay below epsilon (Bun and
/// Steinke 2016, proposition 1.3). Both sums hold however later releases are chosen by what earlier ones showed (Rogers
/// and others, *Privacy odometers and filters*, 2016; Whitehouse and others, *Fully adaptive composition*, 2023).
public record PrivacyLimits(double epsilon, double delta) {
    public static final PrivacyLimits STANDARD = new PrivacyLimits(3, 1e-6);

    public PrivacyLimits {
        if (!(epsilon > 0 && epsilon <= 100)) {
            throw new PakitException.Invalid(
                    "telemetry.privacy.epsilon must be above 0 and at most 100, found " + epsilon);
        }
        if (!(delta >= 0 && delta < 0.01)) {
            throw new PakitException.Invalid("telemetry.privacy.delta must be 0 or more, below 0.01, found " + delta);
        }
    }

    boolean isPure() {
        return delta == 0;
    }

    /// What may be spent, of epsilon or of rho; rounded down.
    BigDecimal total() {
        if (isPure()) {
            return BigDecimal.valueOf(epsilon);
        }
        double log = -Math.log(delta);
        double root = Math.sqrt(log + epsilon) - Math.sqrt(log);
        return new BigDecimal(root * root).round(new MathContext(9, RoundingMode.DOWN));
    }

    /// Of a release, in the same currency.
    ///
    /// @throws PakitException.Refused if it has no price in it
    BigDecimal price(Cost cost) {
        if (isPure() && !cost.isPure()) {
            throw new PakitException.Refused(
                    "Gaussian noise needs a delta: set telemetry.privacy.delta above 0, or use Laplace noise");
        }
        return isPure() ? cost.epsilon() : cost.rho();
    }

    /// The greatest epsilon of Laplace noise that `left` pays for, rounded down to three digits.
    BigDecimal epsilonMax(BigDecimal left) {
        MathContext down = new MathContext(3, RoundingMode.DOWN);
        if (left.signum() <= 0) {
            return BigDecimal.ZERO;
        }
        return isPure() ? left.round(down) : left.multiply(BigDecimal.TWO).sqrt(down);
    }
}
