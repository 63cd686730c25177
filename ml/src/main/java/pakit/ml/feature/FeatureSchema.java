package pakit.ml.feature;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import pakit.error.PakitException;

/// The names and the order of a model's input numbers. A model is served only with the very schema that it was trained
/// on; a change of meaning is a new version.
///
/// @param name such as `compression`
/// @param version counted up at each change
/// @param features names in input order, unique
public record FeatureSchema(String name, int version, List<String> features) {
    public FeatureSchema {
        features = List.copyOf(features);
        if (features.isEmpty() || new HashSet<>(features).size() != features.size()) {
            throw new IllegalArgumentException("schema " + name + " needs unique features, found " + features);
        }
    }

    public int size() {
        return features.size();
    }

    /// Orders named values into one input row.
    ///
    /// @throws PakitException.Invalid naming the first feature that is missing, unknown or not finite
    public float[] row(Map<String, ? extends Number> values) {
        for (String given : values.keySet()) {
            if (!features.contains(given)) {
                throw new PakitException.Invalid(
                        "feature '" + given + "' is unknown to " + this + ", known are " + features);
            }
        }
        float[] row = new float[size()];
        for (int i = 0; i < row.length; i++) {
            Number value = values.get(features.get(i));
            if (value == null) {
                throw new PakitException.Invalid("feature '" + features.get(i) + "' of " + this + " is missing");
            }
            row[i] = value.floatValue();
        }
        requireFinite(row);
        return row;
    }

    /// Checks that every value of `rows` (row-major, a multiple of [#size]) is finite.
    ///
    /// @throws PakitException.Invalid naming the row and the feature
    public void requireFinite(float[] rows) {
        for (int i = 0; i < rows.length; i++) {
            if (!Float.isFinite(rows[i])) {
                throw new PakitException.Invalid("feature '" + features.get(i % size()) + "' of row " + i / size()
                        + " must be finite, found " + rows[i]);
            }
        }
    }

    /// As in `compression/1`.
    @Override
    public String toString() {
        return name + "/" + version;
    }
}
