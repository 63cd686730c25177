package pakit.ml.serving;

import pakit.error.PakitException;
import pakit.ml.models.HeapRoom;
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
        try {
            return checked(artifact);
        } catch (OutOfMemoryError e) { // what it took is garbage by now: the others go on
            int bytes = artifact.payload().length;
            throw HeapRoom.ofThisProcess()
                    .tooLittle(artifact.manifest().title() + " with a payload of " + bytes + " bytes", bytes);
        }
    }

    private PakitModel checked(ModelArtifact artifact) {
        PakitModel loaded;
        try {
            loaded = loader.load(artifact);
        } catch (PakitException e) {
            throw e;
        } catch (LinkageError e) {
            throw new PakitException.Unavailable(
                    artifact.manifest().title() + " cannot be loaded: a library that it needs is missing on "
                            + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ": " + e
                            + "; install it, or make another version live",
                    e);
        } catch (RuntimeException | AssertionError e) {
            throw new PakitException.Corrupt(artifact.manifest().title() + " cannot be loaded: " + e, e);
        }
        try {
            SelfCheck.require(loaded);
            return loaded;
        } catch (RuntimeException | OutOfMemoryError e) {
            loaded.close();
            throw e;
        }
    }
}
