package pakit.ml.serving;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;

/// The versions on disk and the journal of what was live when: `models/NAME/VERSION/` and
/// `models/NAME/activations.log`.
/// A registered version never changes. Thread-safe.
public final class VersionManager {
    public VersionManager(Path baseDir) {
        throw new UnsupportedOperationException();
    }

    /// Stores an artifact: written to a temporary name, fsynced, renamed, directory fsynced.
    ///
    /// @throws pakit.error.PakitException.Refused if that version exists with other bytes (the same bytes are fine)
    public void register(ModelArtifact artifact) {
        throw new UnsupportedOperationException();
    }

    /// Names with at least one version, in order.
    public List<String> models() {
        throw new UnsupportedOperationException();
    }

    /// Registered versions, newest precedence first.
    public List<Manifest> listVersions(String model) {
        throw new UnsupportedOperationException();
    }

    /// @throws pakit.error.PakitException.NotFound naming model and version
    public ModelArtifact artifact(String model, ModelVersion version) {
        throw new UnsupportedOperationException();
    }

    /// What the journal says is live.
    public Optional<ModelVersion> live(String model) {
        throw new UnsupportedOperationException();
    }

    /// Every activation and rollback, oldest first.
    public List<Activation> history(String model) {
        throw new UnsupportedOperationException();
    }
}
