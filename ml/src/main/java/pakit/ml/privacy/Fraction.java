package pakit.ml.privacy;

import java.math.BigDecimal;
import java.math.BigInteger;

/// A number that is not negative, exactly.
record Fraction(BigInteger above, BigInteger below) {
    static final Fraction ONE = new Fraction(BigInteger.ONE, BigInteger.ONE);

    Fraction {
        if (above.signum() < 0 || below.signum() <= 0) {
            throw new IllegalArgumentException("a fraction must not be negative, found " + above + "/" + below);
        }
        BigInteger common = above.gcd(below);
        above = above.divide(common);
        below = below.divide(common);
    }

    static Fraction of(BigDecimal number) {
        return number.scale() > 0
                ? new Fraction(number.unscaledValue(), BigInteger.TEN.pow(number.scale()))
                : new Fraction(number.toBigIntegerExact(), BigInteger.ONE);
    }

    static Fraction of(long number) {
        return new Fraction(BigInteger.valueOf(number), BigInteger.ONE);
    }

    Fraction times(Fraction other) {
        return new Fraction(above.multiply(other.above), below.multiply(other.below));
    }

    Fraction over(Fraction other) {
        return new Fraction(above.multiply(other.below), below.multiply(other.above));
    }
}
