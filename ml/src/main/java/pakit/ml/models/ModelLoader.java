package pakit.ml.models;

/// Makes the model that an artifact describes. The one table of known models.
public interface ModelLoader {
    /// @throws pakit.error.PakitException.Corrupt naming the model, the version and what is wrong
    /// @throws pakit.error.PakitException.Invalid if no model of that name is known
    PakitModel load(ModelArtifact artifact);

    /// The loader of all models that Pakit knows.
    static ModelLoader standard() {
        throw new UnsupportedOperationException();
    }
}
