package pakit.ml.serving;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelLoader;
import pakit.ml.models.ModelVersion;

/// Serves the live version of every model in a model directory: start, predict, swap, roll back, stop. Thread-safe.
public final class ModelServer implements AutoCloseable {
    public ModelServer(Path modelDir, ModelLoader loader) {
        throw new UnsupportedOperationException();
    }

    /// Loads the live version of every model. A version that cannot be loaded is refused by name and reason, and the
    /// one
    /// that was live before it serves; a model without a usable version is reported and the others start.
    public void start() {
        throw new UnsupportedOperationException();
    }

    /// Closes all models when their last call has ended.
    public void stop() {
        throw new UnsupportedOperationException();
    }

    /// Predicts `rows` rows of features with the live version.
    ///
    /// @throws pakit.error.PakitException.NotFound if no such model is loaded
    /// @throws pakit.error.PakitException.Invalid if the shape is wrong or a value is not finite
    public Prediction predict(String model, int rows, float[] features) {
        throw new UnsupportedOperationException();
    }

    /// Predicts one row given by feature name.
    public Prediction predict(String model, Map<String, ? extends Number> features) {
        throw new UnsupportedOperationException();
    }

    /// Registers the artifact at `newModelPath` as `newVersion` if it is new, loads it beside the old, and publishes
    /// it. A
    /// failed load leaves the old version serving.
    public void hotSwapModel(String model, Path newModelPath, String newVersion) {
        throw new UnsupportedOperationException();
    }

    /// Makes a registered version live.
    public void swap(String model, ModelVersion version, String reason) {
        throw new UnsupportedOperationException();
    }

    /// Goes back to the newest earlier activation that has not itself been rolled back.
    ///
    /// @return the version that is live now
    /// @throws pakit.error.PakitException.NotFound if there is none
    public ModelVersion rollbackModel(String model) {
        throw new UnsupportedOperationException();
    }

    /// The manifest of the version that serves now, or empty if no version of `model` is loaded. Does not block.
    public Optional<Manifest> live(String model) {
        throw new UnsupportedOperationException();
    }

    public HealthReport healthCheck() {
        throw new UnsupportedOperationException();
    }

    public VersionManager versions() {
        throw new UnsupportedOperationException();
    }

    public ModelRegistry registry() {
        throw new UnsupportedOperationException();
    }

    public ModelMonitor monitor() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        stop();
    }
}
