package pakit.ml.serving;

import pakit.error.PakitException;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelLoader;
import pakit.ml.models.PakitModel;

/// Makes a model that may serve out of an artifact: loaded, self-checked and warm. Whatever goes wrong, nothing stays
/// open.
final class VersionLoader {
    private final ModelLoader loader;

    VersionLoader(ModelLoader loader) {
        this.loader = loader;
    }

    /// @throws PakitException saying why the version is refused
    PakitModel load(ModelArtifact artifact) {
        PakitModel loaded;
        try {
            loaded = loader.load(artifact);
        } catch (PakitException e) {
            throw e;
        } catch (RuntimeException | LinkageError | AssertionError e) {
            throw new PakitException.Corrupt(artifact.manifest().title() + " cannot be loaded: " + e, e);
        }
        try {
            SelfCheck.require(loaded);
            return loaded;
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
        }
    }
}
