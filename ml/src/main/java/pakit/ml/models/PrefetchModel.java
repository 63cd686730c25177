package pakit.ml.models;

import java.util.List;
import java.util.Map;
import pakit.ml.feature.FeatureSchema;
import pakit.ml.prefetch.Chances;
import pakit.ml.prefetch.PrefetchState;

/// The served form of a [pakit.ml.prefetch.PrefetchEngine]: what it had learnt at one moment. Rows are what speaks for
/// a block, answers the chances that nobody and that somebody asks for it in time. An engine begins with [#state].
public final class PrefetchModel implements PakitModel {
    public static final String NAME = "prefetch_engine";

    public static final FeatureSchema SCHEMA = new FeatureSchema(
            "prefetch", 1, List.of("pairs", "pair_votes", "seen", "votes", "deep", "distance", "run", "proposed"));

    /// Unused, used.
    public static final int CLASSES = 2;

    private final Manifest manifest;
    private final PrefetchState state;
    private final Chances chances;

    private PrefetchModel(Manifest manifest, PrefetchState state) {
        this.manifest = manifest;
        this.state = state;
        this.chances = state.chances();
    }

    /// Loads and checks an artifact.
    ///
    /// @throws PakitException.Corrupt naming what does not fit: schema, shapes, payload
    public static PrefetchModel load(ModelArtifact artifact) {
        artifact.manifest().requireFit(SCHEMA, CLASSES);
        PrefetchState state = StateModels.restore(artifact, () -> PrefetchState.read(artifact.payload()));
        return new PrefetchModel(artifact.manifest(), state);
    }

    /// What an engine has learnt, as an artifact.
    ///
    /// @param about what the manifest says of it beside
    public static ModelArtifact artifact(PrefetchState state, StateModels.About about) {
        return StateModels.artifact(
                new StateModels.Served(NAME, SCHEMA, "evidence", "chances", CLASSES),
                state.toBytes(),
                Map.of("classes", "unused,used"),
                about);
    }

    /// What an engine goes on from.
    public PrefetchState state() {
        return state;
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
        return CLASSES;
    }

    @Override
    public void predict(int rows, float[] features, float[] out) {
        for (int row = 0; row < rows; row++) {
            float used = chances.chance(features, row * SCHEMA.size());
            out[row * CLASSES] = 1 - used;
            out[row * CLASSES + 1] = used;
        }
    }

    /// Nothing to free: the table is plain arrays.
    @Override
    public void close() {}
}
