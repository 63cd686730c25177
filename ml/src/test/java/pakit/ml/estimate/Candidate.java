package pakit.ml.estimate;

import java.util.Arrays;
import java.util.List;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.feature.FeatureSchema;
import pakit.ml.models.BareManifest;
import pakit.ml.models.CompressionModel;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.Manifest;

/// Wants one codec where the entropy is high, and the default elsewhere.
final class Candidate implements CompressionModel {
    private static final int ENTROPY = 2;

    Codec wanted = new Codec.Zstd(1);

    @Override
    public List<Codec> codecs() {
        return Codec.MENU;
    }

    @Override
    public int offset(Profile profile) {
        return 0;
    }

    @Override
    public Manifest manifest() {
        return BareManifest.of(CompressionPredictor.NAME, "2.0.0", "0".repeat(64), schema());
    }

    @Override
    public FeatureSchema schema() {
        return CompressionFeatures.schema();
    }

    @Override
    public int outputs() {
        return Codec.MENU.size();
    }

    @Override
    public void predict(int rows, float[] features, float[] out) {
        Arrays.fill(out, -1);
        if (features[ENTROPY] > 5) {
            out[Codec.MENU.indexOf(wanted)] = 0.1f;
        }
    }

    @Override
    public void close() {}
}
