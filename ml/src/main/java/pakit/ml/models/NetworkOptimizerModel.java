package pakit.ml.models;

import java.util.List;
import java.util.Map;
import pakit.ml.feature.FeatureSchema;
import pakit.ml.gossip.ConditionsRow;
import pakit.ml.gossip.NetworkOptimizer;

/// The served form of the [NetworkOptimizer]: conditions in, parameters out, a row each. The payload is a checkpoint;
/// an optimizer that learns starts from it, and what it has learnt can become the next version.
public final class NetworkOptimizerModel implements ChoosingModel {
    public static final String NAME = "network_optimizer";
    public static final FeatureSchema SCHEMA = new FeatureSchema("network", 1, ConditionsRow.INPUTS);
    static final String OUTPUT = "params";

    private final Manifest manifest;
    private final byte[] checkpoint;
    private final NetworkOptimizer optimizer;

    private NetworkOptimizerModel(Manifest manifest, byte[] checkpoint, NetworkOptimizer optimizer) {
        this.manifest = manifest;
        this.checkpoint = checkpoint;
        this.optimizer = optimizer;
    }

    /// @throws PakitException.Corrupt naming what does not fit
    public static NetworkOptimizerModel load(ModelArtifact artifact) {
        artifact.manifest().requireFit(SCHEMA, ConditionsRow.OUTPUTS.size());
        NetworkOptimizer optimizer = StateModels.restore(artifact, () -> NetworkOptimizer.restore(artifact.payload()));
        return new NetworkOptimizerModel(artifact.manifest(), artifact.payload(), optimizer);
    }

    /// An optimizer of its own that starts from what this version knows and goes on learning.
    public NetworkOptimizer learner() {
        return NetworkOptimizer.restore(checkpoint);
    }

    /// What an optimizer has learnt, as an artifact.
    ///
    /// @param about what the manifest says of it beside
    public static ModelArtifact artifact(NetworkOptimizer optimizer, StateModels.About about) {
        return StateModels.artifact(
                new StateModels.Served(NAME, SCHEMA, OUTPUT, ConditionsRow.OUTPUTS.size()),
                optimizer.checkpoint(),
                Map.of("outputs", String.join(",", ConditionsRow.OUTPUTS)),
                about);
    }

    @Override
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public FeatureSchema schema() {
        return SCHEMA;
    }

    @Override
    public int outputs() {
        return ConditionsRow.OUTPUTS.size();
    }

    @Override
    public void predict(int rows, float[] features, float[] out) {
        for (int row = 0; row < rows; row++) {
            ConditionsRow.write(optimizer, ConditionsRow.read(features, row * SCHEMA.size()), out, row * outputs());
        }
    }

    @Override
    public int chosen(List<float[]> rows, float[][] outputs) {
        return (int) outputs[0][0];
    }

    /// Nothing to free.
    @Override
    public void close() {}
}
