package pakit.http;

import java.nio.charset.StandardCharsets;

/// FP32 numbers as decimal text, exactly: read to the nearest value, written in the fewest digits that read back.
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
    private static final float WHOLE_MAX = 1e7f; // beyond it, and below 1e-3, Float.toString uses exponents

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

    /// Writes a finite value as `Float.toString` does.
    ///
    /// @return the index after its last byte; at most 16 further
    static int write(float value, byte[] to, int at) {
        int whole = (int) value;
        if (whole == value && Math.abs(value) < WHOLE_MAX && Float.floatToRawIntBits(value) != Integer.MIN_VALUE) {
            return writeWhole(whole, to, at);
        }
        byte[] text = Float.toString(value).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text, 0, to, at, text.length);
        return at + text.length;
    }

    private static int writeWhole(int value, byte[] to, int at) {
        int next = at;
        if (value < 0) {
            to[next++] = '-';
        }
        int rest = Math.abs(value);
        int length = 1;
        for (int bound = 10; bound <= rest; bound *= 10) {
            length++;
        }
        for (int i = next + length - 1; i >= next; i--) {
            to[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        next += length;
        to[next] = '.';
        to[next + 1] = '0';
        return next + 2;
    }
}
