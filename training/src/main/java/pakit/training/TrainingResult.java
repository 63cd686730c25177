package pakit.training;

import java.util.List;
import pakit.ml.models.CompressionEvaluation;
import pakit.ml.models.Measurements;
import pakit.ml.models.ModelArtifact;

/// A trained model and how it fared.
///
/// @param artifact to register
/// @param evaluation on the test families
/// @param linear the same of the simplest alternative, for comparison
/// @param measurements what it was trained on
/// @param measurementsSha256 their digest
/// @param unreadable the first of what could not be read, and why
public record TrainingResult(
        ModelArtifact artifact,
        CompressionEvaluation evaluation,
        CompressionEvaluation linear,
        Measurements measurements,
        String measurementsSha256,
        List<String> unreadable) {
    public TrainingResult {
        unreadable = List.copyOf(unreadable);
    }
}
