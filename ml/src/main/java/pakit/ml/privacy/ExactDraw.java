package pakit.ml.privacy;

import java.math.BigInteger;
import java.util.Random;

/// Draws with exactly the probabilities that are meant, by whole numbers only: a floating-point sampler leaks the true
/// figure in the low bits of what it adds (Mironov, *On significance of the least significant bits for differential
/// privacy*, 2012). The algorithms are those of Canonne, Kamath and Steinke, *The discrete Gaussian for differential
/// privacy* (2020), numbers 1 to 3. Not thread-safe unless `random` is.
final class ExactDraw {
    private final Random random;

    /// @param random a [java.security.SecureRandom], but in tests
    ExactDraw(Random random) {
        this.random = random;
    }

    /// `x` with a probability proportional to `exp(-|x| / scale)`.
    BigInteger laplace(Fraction scale) {
        BigInteger t = scale.above();
        while (true) {
            BigInteger u = below(t);
            if (!exponential(new Fraction(u, t))) {
                continue;
            }
            BigInteger v = BigInteger.ZERO;
            while (exponential(Fraction.ONE)) {
                v = v.add(BigInteger.ONE);
            }
            BigInteger size = u.add(t.multiply(v)).divide(scale.below());
            boolean negative = random.nextBoolean();
            if (!negative || size.signum() > 0) { // zero has one sign
                return negative ? size.negate() : size;
            }
        }
    }

    /// `x` with a probability proportional to `exp(-x² / (2 variance))`.
    BigInteger gaussian(Fraction variance) {
        BigInteger t = variance.above().divide(variance.below()).sqrt().add(BigInteger.ONE);
        while (true) {
            BigInteger x = laplace(new Fraction(t, BigInteger.ONE));
            // (|x| - variance / t)² / (2 variance), over one denominator
            BigInteger off = x.abs().multiply(t).multiply(variance.below()).subtract(variance.above());
            BigInteger below = variance.above()
                    .multiply(variance.below())
                    .multiply(t.multiply(t))
                    .shiftLeft(1);
            if (exponential(new Fraction(off.multiply(off), below))) {
                return x;
            }
        }
    }

    /// True with the probability `exp(-exponent)`.
    boolean exponential(Fraction exponent) {
        BigInteger[] parts = exponent.above().divideAndRemainder(exponent.below());
        for (BigInteger whole = parts[0]; whole.signum() > 0; whole = whole.subtract(BigInteger.ONE)) {
            if (!exponentialOfShare(BigInteger.ONE, BigInteger.ONE)) {
                return false;
            }
        }
        return exponentialOfShare(parts[1], exponent.below());
    }

    /// Of an exponent of at most 1.
    private boolean exponentialOfShare(BigInteger above, BigInteger below) {
        long k = 1;
        while (below(below.multiply(BigInteger.valueOf(k))).compareTo(above) < 0) {
            k++;
        }
        return k % 2 == 1;
    }

    /// Any of 0 to `bound` - 1.
    private BigInteger below(BigInteger bound) {
        BigInteger drawn;
        do {
            drawn = new BigInteger(bound.bitLength(), random);
        } while (drawn.compareTo(bound) >= 0);
        return drawn;
    }
}
