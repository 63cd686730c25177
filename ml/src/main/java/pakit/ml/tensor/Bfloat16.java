package pakit.ml.tensor;

/// Weights of 16 bits: the upper half of a float, with its exponent and 7 bits of its fraction (the bfloat16 of Intel's
/// "BFLOAT16 - Hardware Numerics Definition", 2018). A network all of whose weights are such answers on vectors in
/// half the time.
public final class Bfloat16 {
    private static final int LOWER_HALF = 0xFFFF;
    private static final int UPPER_HALF = ~LOWER_HALF;

    private Bfloat16() {}

    /// Whether nothing is lost by keeping the upper half alone.
    static boolean isExact(float value) {
        return (Float.floatToRawIntBits(value) & LOWER_HALF) == 0;
    }

    /// The nearest, of two that are as near the even one; a finite value stays finite.
    public static float nearest(float value) {
        int bits = Float.floatToRawIntBits(value);
        int rounded = bits + (LOWER_HALF >> 1) + (bits >>> Short.SIZE & 1) & UPPER_HALF;
        float nearest = Float.intBitsToFloat(rounded);
        return Float.isFinite(nearest) ? nearest : Float.intBitsToFloat(bits & UPPER_HALF);
    }

    /// Two values in an int, `first` in the lower half.
    static int pair(float first, float second) {
        return Float.floatToRawIntBits(first) >>> Short.SIZE | Float.floatToRawIntBits(second) & UPPER_HALF;
    }
}
