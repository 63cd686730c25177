package pakit.ml.models;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import pakit.error.PakitException;
import pakit.ml.feature.FeatureSchema;
import pakit.ml.tensor.Network;
import pakit.ml.tensor.RuntimeSettings;
import pakit.ml.tensor.Signature;

/// Any model that is not one of Pakit's own: an ONNX file, served as it stands.
final class OnnxModel implements PakitModel {
    /// The parameter that names the inputs, with commas between them.
    static final String FEATURES = "features";

    private static final String PAYLOAD = "model.onnx";
    private static final String FLOATS = "FP32";

    private final Manifest manifest;
    private final Network network;
    private final FeatureSchema schema;

    private OnnxModel(Manifest manifest, Network network, FeatureSchema schema) {
        this.manifest = manifest;
        this.network = network;
        this.schema = schema;
    }

    /// Loads and checks an artifact.
    ///
    /// @throws PakitException.Corrupt naming what does not fit: the graph, or tensors other than the manifest declares
    static OnnxModel load(ModelArtifact artifact, RuntimeSettings settings) {
        Manifest manifest = artifact.manifest();
        Network network = network(manifest.title(), artifact.payload(), settings);
        try {
            Signature signature = Signature.of(artifact.payload(), network);
            requireDeclared("inputs", signature.input(), manifest, manifest.inputs());
            requireDeclared("outputs", signature.output(), manifest, manifest.outputs());
            return new OnnxModel(manifest, network, schema(manifest, network.inputs()));
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /// An ONNX file without a manifest, as an artifact: tensors are declared as the graph has them.
    ///
    /// @throws PakitException.Corrupt saying what was found
    static ModelArtifact artifact(String name, ModelVersion version, byte[] onnx, Instant createdAt) {
        String title = name + " v" + version;
        try (Network network = network(title, onnx, RuntimeSettings.STANDARD)) {
            Signature signature = Signature.of(onnx, network);
            Manifest manifest = new Manifest(
                    Manifest.FORMAT_VERSION,
                    name,
                    version,
                    PAYLOAD,
                    ModelArtifact.sha256(onnx),
                    name,
                    1,
                    List.of(declared(signature.input())),
                    List.of(declared(signature.output())),
                    Map.of(),
                    Map.of(),
                    0,
                    Map.of(),
                    Map.of(),
                    null,
                    createdAt,
                    Map.of(),
                    null);
            return new ModelArtifact(manifest, onnx, "");
        }
    }

    private static Network network(String title, byte[] onnx, RuntimeSettings settings) {
        try {
            return Network.fromOnnx(onnx, title, settings);
        } catch (PakitException.Corrupt e) {
            throw new PakitException.Corrupt("the ONNX file of " + title + ": " + e.getMessage(), e);
        }
    }

    private static TensorSpec declared(Signature.Tensor tensor) {
        return new TensorSpec(tensor.name(), FLOATS, tensor.shape());
    }

    private static void requireDeclared(
            String field, Signature.Tensor tensor, Manifest manifest, List<TensorSpec> found) {
        if (!found.equals(List.of(declared(tensor)))) {
            throw new PakitException.Corrupt("manifest of " + manifest.title() + " declares " + field + " " + found
                    + ", its graph has " + List.of(declared(tensor)));
        }
    }

    private static FeatureSchema schema(Manifest manifest, int width) {
        String given = manifest.parameters().get(FEATURES);
        List<String> names = given == null
                ? IntStream.range(0, width).mapToObj(i -> "x" + i).toList()
                : List.of(given.split(",", -1));
        if (names.size() != width) {
            throw new PakitException.Corrupt("manifest of " + manifest.title() + " has parameter " + FEATURES + " with "
                    + names.size() + " names, its graph takes " + width + " values");
        }
        return new FeatureSchema(manifest.schemaName(), manifest.schemaVersion(), names);
    }

    @Override
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public FeatureSchema schema() {
        return schema;
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
    public void close() {
        network.close();
    }
}
