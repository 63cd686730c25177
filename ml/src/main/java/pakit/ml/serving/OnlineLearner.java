package pakit.ml.serving;

import java.util.Optional;
import java.util.function.Function;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.StateModels;

/// Something that begins with the state in a version of a model and goes on learning. [Checkpoints] keeps what it
/// learns.
public interface OnlineLearner {
    String model();

    /// What it knows by now. Empty if it has not begun.
    Optional<Learnt> learnt();

    /// How much it has learnt.
    ///
    /// @param from the version that it began with, or the one as which it was kept last
    /// @param observations what it has learnt from since
    /// @param artifact makes a version of what it knows when this is called; may refuse
    record Learnt(ModelVersion from, long observations, Function<StateModels.About, ModelArtifact> artifact) {}
}
