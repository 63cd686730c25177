package pakit.ml.models;

import java.util.List;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.feature.FeatureSchema;
import pakit.ml.tensor.DenseNetwork;

/// Predicts, for each profile and codec, the gain over the profile's default codec as a share of the block's plain
/// bytes.
///
/// One output row is `gains[profile][codec]`, profiles and codecs in the order of the manifest's parameters `profiles`
/// and `codecs` (comma-separated labels). The gain of a profile's own default is 0 by definition.
public final class CompressionPredictor implements CompressionModel {
    public static final String NAME = "compression_predictor";

    private final Manifest manifest;
    private final DenseNetwork network;

    private CompressionPredictor(Manifest manifest, DenseNetwork network) {
        this.manifest = manifest;
        this.network = network;
    }

    /// Loads and checks an artifact.
    ///
    /// @throws pakit.error.PakitException.Corrupt naming what does not fit: schema, shapes, parameters
    public static CompressionPredictor load(ModelArtifact artifact) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Codec> codecs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int offset(Profile profile) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public FeatureSchema schema() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int outputs() {
        return network.outputs();
    }

    @Override
    public void predict(int rows, float[] features, float[] out) {
        network.forward(rows, features, out);
    }

    @Override
    public void close() {}
}
