package pakit.ml.models;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.feature.FeatureSchema;
import pakit.ml.tensor.DenseNetwork;

/// Compression models of one layer, made here: silent, of random weights, or too large for their numbers.
final class Networks {
    private static final int INPUTS = CompressionFeatures.schema().size();
    private static final int OUTPUTS = Profile.values().length * Codec.MENU.size();

    private Networks() {}

    /// Says of every profile that it need not be asked.
    static ModelArtifact silent(String version) {
        Map<String, String> parameters = Arrays.stream(Profile.values())
                .collect(Collectors.toMap(
                        profile -> "margin." + profile.label(), profile -> CompressionPredictor.ABSTAIN));
        return with(idle(version), parameters);
    }

    /// Wants to be asked, and never promises a gain.
    static ModelArtifact idle(String version) {
        float[] bias = new float[OUTPUTS];
        Arrays.fill(bias, -1);
        return artifact(version, new float[OUTPUTS][INPUTS], bias);
    }

    static ModelArtifact random(String version, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] weights = new float[OUTPUTS][INPUTS];
        for (float[] row : weights) {
            for (int i = 0; i < INPUTS; i++) {
                row[i] = (float) random.nextDouble(-1, 1);
            }
        }
        return artifact(version, weights, new float[OUTPUTS]);
    }

    /// Says nothing on usual input, and overflows on input that is far out, also when that is held to bounds.
    static ModelArtifact overflowing(String version) {
        float[][] weights = new float[OUTPUTS][INPUTS];
        for (float[] row : weights) {
            row[0] = -1e35f;
        }
        return artifact(version, weights, new float[OUTPUTS]);
    }

    /// The same weights under further parameters.
    static ModelArtifact with(ModelArtifact artifact, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(artifact.manifest().parameters());
        all.putAll(parameters);
        Manifest manifest = artifact.manifest();
        return new ModelArtifact(
                manifest(manifest.version().text(), artifact.payload(), all, manifest.inputs(), manifest.outputs()),
                artifact.payload(),
                "");
    }

    /// The same weights, declared otherwise.
    static ModelArtifact withTensors(ModelArtifact artifact, List<TensorSpec> inputs, List<TensorSpec> outputs) {
        Manifest manifest = artifact.manifest();
        return new ModelArtifact(
                manifest(manifest.version().text(), artifact.payload(), manifest.parameters(), inputs, outputs),
                artifact.payload(),
                "");
    }

    private static ModelArtifact artifact(String version, float[][] weights, float[] bias) {
        byte[] onnx =
                DenseNetwork.of(new float[][][] {weights}, new float[][] {bias}).toOnnx("features", "gains");
        Map<String, String> parameters = Map.of(
                "profiles",
                "cold,archive,balanced,swift,fast,rapid,memory",
                "codecs",
                Codec.MENU.stream().map(Codec::label).collect(Collectors.joining(",")));
        List<TensorSpec> inputs = List.of(new TensorSpec("features", "FP32", List.of(-1L, (long) INPUTS)));
        List<TensorSpec> outputs = List.of(new TensorSpec("gains", "FP32", List.of(-1L, (long) OUTPUTS)));
        return new ModelArtifact(manifest(version, onnx, parameters, inputs, outputs), onnx, "");
    }

    private static Manifest manifest(
            String version,
            byte[] onnx,
            Map<String, String> parameters,
            List<TensorSpec> inputs,
            List<TensorSpec> outputs) {
        FeatureSchema schema = CompressionFeatures.schema();
        return new Manifest(
                Manifest.FORMAT_VERSION,
                CompressionPredictor.NAME,
                new ModelVersion(version),
                "model.onnx",
                ModelArtifact.sha256(onnx),
                schema.name(),
                schema.version(),
                inputs,
                outputs,
                parameters,
                Map.of(),
                1,
                Map.of(),
                Map.of(),
                null,
                Instant.EPOCH,
                Map.of(),
                null);
    }
}
