package pakit.ml.serving;

import pakit.ml.models.Manifest;

/// What one version answered.
///
/// @param manifest of the version that gave the answer
/// @param outputs row-major, `rows` rows; owned by the receiver
public record Prediction(Manifest manifest, int rows, float[] outputs) {}
