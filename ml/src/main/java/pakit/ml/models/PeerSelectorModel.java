package pakit.ml.models;

import java.util.List;
import java.util.Map;
import pakit.ml.feature.FeatureSchema;
import pakit.ml.peers.Candidate;
import pakit.ml.peers.PeerScores;

/// The served form of the [PeerSelector]: a row for each candidate in, expected times out. The payload is a checkpoint;
/// a selector that learns starts from it, and what it has learnt can become the next version.
public final class PeerSelectorModel implements ChoosingModel {
    public static final String NAME = "peer_selector";
    public static final FeatureSchema SCHEMA = new FeatureSchema("peers", 1, Candidate.INPUTS);
    private static final String OUTPUT = "scores";

    private final Manifest manifest;
    private final byte[] checkpoint;
    private final PeerScores scores;

    private PeerSelectorModel(Manifest manifest, byte[] checkpoint, PeerScores scores) {
        this.manifest = manifest;
        this.checkpoint = checkpoint;
        this.scores = scores;
    }

    /// @throws PakitException.Corrupt naming what does not fit
    public static PeerSelectorModel load(ModelArtifact artifact) {
        artifact.manifest().requireFit(SCHEMA, PeerScores.OUTPUTS.size());
        PeerScores scores = StateModels.restore(artifact, () -> PeerScores.of(artifact.payload()));
        return new PeerSelectorModel(artifact.manifest(), artifact.payload(), scores);
    }

    /// What [PeerSelector#restore] takes: a selector that starts from what this version knows.
    public byte[] checkpoint() {
        return checkpoint.clone();
    }

    /// What a selector has learnt, as an artifact.
    ///
    /// @param checkpoint of the selector
    /// @param about what the manifest says of it beside
    public static ModelArtifact artifact(byte[] checkpoint, StateModels.About about) {
        return StateModels.artifact(
                new StateModels.Served(NAME, SCHEMA, OUTPUT, PeerScores.OUTPUTS.size()),
                checkpoint,
                Map.of("outputs", String.join(",", PeerScores.OUTPUTS)),
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
        return PeerScores.OUTPUTS.size();
    }

    @Override
    public void predict(int rows, float[] features, float[] out) {
        for (int row = 0; row < rows; row++) {
            scores.score(features, row * SCHEMA.size(), out, row * outputs());
        }
    }

    /// The candidate that is expected to answer first.
    @Override
    public int chosen(List<float[]> rows, float[][] outputs) {
        int first = 0;
        for (int i = 1; i < outputs.length; i++) {
            first = outputs[i][0] < outputs[first][0] ? i : first;
        }
        return first;
    }

    /// Nothing to free.
    @Override
    public void close() {}
}
