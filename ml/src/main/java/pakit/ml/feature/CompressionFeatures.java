package pakit.ml.feature;

import pakit.hint.CompressionFacts;

/// The numbers that the compression predictor sees of a block: its size and a bounded sample of its bytes. The same
/// code runs in training and in serving. Thread-safe, allocates nothing.
public final class CompressionFeatures {
    private CompressionFeatures() {}

    /// What [#extract] fills in.
    public static FeatureSchema schema() {
        throw new UnsupportedOperationException();
    }

    /// Writes one row of `schema().size()` values to `row`.
    public static void extract(CompressionFacts facts, float[] row) {
        throw new UnsupportedOperationException();
    }
}
