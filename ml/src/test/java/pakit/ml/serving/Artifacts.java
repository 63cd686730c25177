package pakit.ml.serving;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import pakit.ml.models.Cleared;
import pakit.ml.models.Gate;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.OpenGate;

/// Artifacts of fake models: the payload is the number that the model answers.
final class Artifacts {
    private static final int INPUTS = FakeModel.SCHEMA.size();
    private static final int OUTPUTS = 1;

    private Artifacts() {}

    static ModelArtifact artifact(String name, String version, float answer) {
        byte[] payload = ByteBuffer.allocate(4).putFloat(answer).array();
        return new ModelArtifact(
                FakeModel.manifest(name, version, ModelArtifact.sha256(payload)), payload, "# " + name + "\n");
    }

    /// The right to make an artifact live.
    static Cleared cleared(Path models, String name, String version, float answer) {
        ModelArtifact artifact = artifact(name, version, answer);
        return OpenGate.cleared(models, artifact, Artifacts::model, INPUTS, OUTPUTS);
    }

    /// A gate for fake models that lets all of them pass.
    static Gate openGate(Path models) {
        return OpenGate.at(models, INPUTS, OUTPUTS);
    }

    static FakeModel model(ModelArtifact artifact) {
        return new FakeModel(artifact.manifest(), answer(artifact));
    }

    static float answer(ModelArtifact artifact) {
        return ByteBuffer.wrap(artifact.payload()).getFloat();
    }
}
