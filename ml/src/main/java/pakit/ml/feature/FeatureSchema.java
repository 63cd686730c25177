package pakit.ml.feature;

import java.util.List;
import java.util.Map;

/// The names and the order of a model's input numbers. A model is served only with the very schema that it was trained
/// on; a change of meaning is a new version.
///
/// @param name such as `compression`
/// @param version counted up at each change
/// @param features names in input order, unique
public record FeatureSchema(String name, int version, List<String> features) {
    public FeatureSchema {
        features = List.copyOf(features);
    }

    public int size() {
        return features.size();
    }

    /// Orders named values into one input row.
    ///
    /// @throws pakit.error.PakitException.Invalid naming the first feature that is missing, unknown or not finite
    public float[] row(Map<String, ? extends Number> values) {
        throw new UnsupportedOperationException();
    }

    /// Checks that every value of `rows` (row-major, a multiple of [#size]) is finite.
    ///
    /// @throws pakit.error.PakitException.Invalid naming the row and the feature
    public void requireFinite(float[] rows) {
        throw new UnsupportedOperationException();
    }
}
