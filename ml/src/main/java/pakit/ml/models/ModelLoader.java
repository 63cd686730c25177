package pakit.ml.models;

import pakit.error.PakitException;

/// Makes the model that an artifact describes. The one table of known models.
public interface ModelLoader {
    /// @throws PakitException.Corrupt naming the model, the version and what is wrong
    /// @throws PakitException.Invalid if no model of that name is known
    PakitModel load(ModelArtifact artifact);

    /// The loader of all models that Pakit knows.
    static ModelLoader standard() {
        return artifact -> switch (artifact.manifest().name()) {
            case CompressionPredictor.NAME -> CompressionPredictor.load(artifact);
            case DedupPredictor.NAME -> DedupPredictor.load(artifact);
            case NetworkOptimizerModel.NAME -> NetworkOptimizerModel.load(artifact);
            case PeerSelectorModel.NAME -> PeerSelectorModel.load(artifact);
            case PrefetchModel.NAME -> PrefetchModel.load(artifact);
            default ->
                throw new PakitException.Invalid("model " + artifact.manifest().name() + " is not known, known are "
                        + String.join(
                                ", ",
                                CompressionPredictor.NAME,
                                DedupPredictor.NAME,
                                NetworkOptimizerModel.NAME,
                                PeerSelectorModel.NAME,
                                PrefetchModel.NAME));
        };
    }
}
