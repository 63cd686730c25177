package pakit.ml.tensor;

/// That what is measured side by side also computes the same: a benchmark whose outputs differ fails before it runs.
final class Agreement {
    private static final float TOLERANCE = 1e-4f;

    private Agreement() {}

    static void require(String what, float[] found, float[] expected) {
        if (found.length != expected.length) {
            throw new IllegalStateException(
                    what + " gives " + found.length + " numbers, ours gives " + expected.length);
        }
        for (int i = 0; i < expected.length; i++) {
            require(what + ", output " + i, found[i], expected[i]);
        }
    }

    static void require(String what, double found, double expected) {
        if (!(Math.abs(found - expected) <= TOLERANCE)) {
            throw new IllegalStateException(
                    what + " is " + found + ", ours is " + expected + ": they may differ by " + TOLERANCE);
        }
    }
}
