package pakit.training;

import java.nio.charset.StandardCharsets;
import java.util.List;
import pakit.ml.models.ModelArtifact;

/// A trained model and how it fared.
///
/// @param artifact to register; beside a baseline the standard one, which it is compared with
/// @param report on data that the model has not seen
/// @param plots for people
/// @param measurementsSha256 digest of what it was trained on
/// @param unreadable the first of what could not be read, and why
public record TrainingResult(
        ModelArtifact artifact, Report report, List<Plot> plots, String measurementsSha256, List<String> unreadable) {
    public TrainingResult {
        plots = List.copyOf(plots);
        unreadable = List.copyOf(unreadable);
    }

    /// Of a training that played what it learnt from: there are no measurements, but what the seed was played with.
    public static TrainingResult played(ModelArtifact artifact, Report report) {
        byte[] what = report.data().toString().getBytes(StandardCharsets.UTF_8);
        return new TrainingResult(artifact, report, List.of(), ModelArtifact.sha256(what), List.of());
    }
}
