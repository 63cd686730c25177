package pakit.http;

/// FP32 numbers from decimal text, exactly: read to the nearest value.
final class FloatText {
    /// Once digits read as this much, further ones are dropped: they weigh less than 2⁻⁵³ of the number.
    static final long DIGITS_FULL = 100_000_000_000_000_000L;

    /// Powers of ten that a double holds exactly.
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private static final long MIDDLE = 1L << 28;
    private static final long BELOW_FLOAT = (1L << 29) - 1;
    private static final long DOUBT = 8;

    private FloatText() {}

    /// The float nearest to `digits` · 10^`exponent`, or NaN if this quick way cannot tell.
    ///
    /// Why it is exact: `digits` as a double, a power of ten that is exact, and one operation are off by at most three
    /// units in the last place of a double, dropped digits by another. That changes the nearest float only if a point
    /// in the middle of two floats is that close, which the 29 bits that a float lacks tell.
    static float nearest(long digits, int exponent) {
        if (digits == 0) {
            return 0;
        }
        if (exponent < -22 || exponent > 22) {
            return Float.NaN;
        }
        double close = exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
        long distance = Math.abs((Double.doubleToRawLongBits(close) & BELOW_FLOAT) - MIDDLE);
        boolean certain = distance > DOUBT && close >= Float.MIN_NORMAL && close < Float.MAX_VALUE;
        return certain ? (float) close : Float.NaN;
    }
}
