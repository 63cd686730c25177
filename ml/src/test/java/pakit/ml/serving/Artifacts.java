package pakit.ml.serving;

import java.nio.ByteBuffer;
import pakit.ml.models.ModelArtifact;

/// Artifacts of fake models: the payload is the number that the model answers.
final class Artifacts {
    private Artifacts() {}

    static ModelArtifact artifact(String name, String version, float answer) {
        byte[] payload = ByteBuffer.allocate(4).putFloat(answer).array();
        return new ModelArtifact(
                FakeModel.manifest(name, version, ModelArtifact.sha256(payload)), payload, "# " + name + "\n");
    }

    static float answer(ModelArtifact artifact) {
        return ByteBuffer.wrap(artifact.payload()).getFloat();
    }
}
