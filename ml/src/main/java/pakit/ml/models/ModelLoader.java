package pakit.ml.models;

import java.util.Set;
import pakit.ml.tensor.RuntimeSettings;

/// Makes the model that an artifact describes. The one table of known models.
public interface ModelLoader {
    /// Models that mean something to the store; all others are ONNX files that are served as they stand.
    Set<String> OWN = Set.of(
            CompressionPredictor.NAME,
            DedupPredictor.NAME,
            NetworkOptimizerModel.NAME,
            PeerSelectorModel.NAME,
            PrefetchModel.NAME);

    /// @throws PakitException.Corrupt naming the model, the version and what is wrong
    PakitModel load(ModelArtifact artifact);

    /// The loader of all models.
    static ModelLoader standard() {
        return standard(RuntimeSettings.STANDARD);
    }

    /// @param settings of models that ONNX Runtime computes
    static ModelLoader standard(RuntimeSettings settings) {
        return artifact -> switch (artifact.manifest().name()) {
            case CompressionPredictor.NAME -> CompressionPredictor.load(artifact, settings);
            case DedupPredictor.NAME -> DedupPredictor.load(artifact);
            case NetworkOptimizerModel.NAME -> NetworkOptimizerModel.load(artifact);
            case PeerSelectorModel.NAME -> PeerSelectorModel.load(artifact);
            case PrefetchModel.NAME -> PrefetchModel.load(artifact);
            default -> OnnxModel.load(artifact, settings);
        };
    }
}
