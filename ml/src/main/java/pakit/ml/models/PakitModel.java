package pakit.ml.models;

import pakit.ml.feature.FeatureSchema;

/// A loaded model: immutable, thread-safe, ready to answer. Closed by its owner when its last call has ended.
public interface PakitModel extends AutoCloseable {
    Manifest manifest();

    FeatureSchema schema();

    /// Floats in one output row.
    int outputs();

    /// Computes `rows` rows: reads `rows * schema().size()` floats of `features`, writes `rows * outputs()` floats of
    /// `out`, both row-major from index 0. Inputs are finite (checked at the edge); outputs may not be.
    void predict(int rows, float[] features, float[] out);

    @Override
    void close();
}
