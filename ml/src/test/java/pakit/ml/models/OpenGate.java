package pakit.ml.models;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// A gate that evaluates for real and asks for nothing, for tests of what comes after it.
public final class OpenGate implements GatePolicy {
    private OpenGate() {}

    /// For models of any kind: the cases are one row of zeros.
    public static Gate at(Path models, int inputs, int outputs) {
        Reference reference = new Reference.Labelled(
                Collections.nCopies(outputs, "any"), List.of(new Reference.Case("any", new float[inputs], 0)));
        return new Gate(
                models, new OpenGate(), manifest -> Optional.of(new References.Named("any-1", () -> reference)));
    }

    /// The right to make an artifact of a model with that many inputs and outputs live.
    public static Cleared cleared(Path models, ModelArtifact artifact, ModelLoader loader, int inputs, int outputs) {
        Gate gate = at(models, inputs, outputs);
        gate.evaluate(artifact, loader);
        return gate.validate(artifact.manifest(), Optional.empty());
    }

    @Override
    public Duration p95Max() {
        return Duration.ofHours(1);
    }

    @Override
    public List<GateCheck> judge(ModelEvaluation candidate, Optional<ModelEvaluation> live) {
        return List.of();
    }
}
