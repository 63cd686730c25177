package pakit.ml.models;

import java.util.List;
import java.util.Map;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.ml.dedup.DedupFeatures;
import pakit.ml.dedup.DedupState;
import pakit.ml.feature.FeatureSchema;

/// The served form of a [pakit.ml.dedup.DedupOptimizer]: its state at one moment. The payload is that state, so a node
/// that has learnt more can register a new version of it.
public final class DedupPredictor implements DedupModel, ChoosingModel {
    public static final String NAME = "dedup_optimizer";

    /// The parameter that says how long an attempt takes for each plain byte, by profile:
    /// `attempt.nanosPerByte.PROFILE`.
    public static final String NANOS_PER_BYTE = "attempt.nanosPerByte.";

    /// The parameter that is `true` where following the version was worth nothing on sets that it had not seen.
    public static final String ABSTAINS = "abstains";

    /// At whose price of time versions are judged.
    public static final Profile JUDGED = Profile.BALANCED;

    private static final int OUTPUTS = 1;
    private static final double NANOS_MAX = 1e6;

    private final Manifest manifest;
    private final DedupState state;
    private final double[] nanosPerByte = new double[Profile.values().length];

    private DedupPredictor(Manifest manifest, DedupState state) {
        this.manifest = manifest;
        this.state = state;
        for (Profile profile : Profile.values()) {
            nanosPerByte[profile.ordinal()] = nanosPerByte(manifest, profile);
        }
    }

    /// Loads and checks an artifact.
    ///
    /// @throws PakitException.Corrupt naming what does not fit: schema, shapes, parameters, payload
    public static DedupPredictor load(ModelArtifact artifact) {
        artifact.manifest().requireFit(DedupFeatures.schema(), OUTPUTS);
        DedupState state = StateModels.restore(artifact, () -> DedupState.fromBytes(artifact.payload()));
        return new DedupPredictor(artifact.manifest(), state);
    }

    /// What an optimizer has learnt, as an artifact.
    ///
    /// @param parameters [#NANOS_PER_BYTE] of each profile, and [#ABSTAINS]
    /// @param about what the manifest says of it beside
    public static ModelArtifact artifact(DedupState state, Map<String, String> parameters, StateModels.About about) {
        return StateModels.artifact(
                new StateModels.Served(NAME, DedupFeatures.schema(), "saving", OUTPUTS),
                state.toBytes(),
                parameters,
                about);
    }

    @Override
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public FeatureSchema schema() {
        return DedupFeatures.schema();
    }

    @Override
    public int outputs() {
        return OUTPUTS;
    }

    @Override
    public void predict(int rows, float[] features, float[] out) {
        int width = schema().size();
        for (int row = 0; row < rows; row++) {
            out[row] = state.saving(features, row * width);
        }
    }

    @Override
    public double priceBytes(Profile profile, int plainBytes) {
        return profile.cost(0, (long) (nanosPerByte[profile.ordinal()] * plainBytes));
    }

    /// 0: nothing more is tried; else the attempt that promises most above its price, by its row.
    @Override
    public int chosen(List<float[]> rows, float[][] outputs) {
        int best = 0;
        double most = 0;
        for (int i = 0; i < rows.size() && !abstains(); i++) {
            float[] row = rows.get(i);
            double gain = outputs[i][0] * DedupFeatures.recordBytes(row)
                    - priceBytes(JUDGED, (int) DedupFeatures.plainBytes(row));
            if (gain > most) {
                most = gain;
                best = i + 1;
            }
        }
        return best;
    }

    @Override
    public boolean abstains() {
        return state.earnings().abstains()
                || Boolean.parseBoolean(manifest.parameters().get(ABSTAINS));
    }

    /// Nothing to free: the weights are plain arrays.
    @Override
    public void close() {}

    private static double nanosPerByte(Manifest manifest, Profile profile) {
        String name = NANOS_PER_BYTE + profile.label();
        String text = manifest.parameters().getOrDefault(name, "");
        try {
            double nanos = Double.parseDouble(text);
            if (nanos > 0 && nanos <= NANOS_MAX) {
                return nanos;
            }
        } catch (NumberFormatException none) {
            // falls through to the same answer
        }
        throw new PakitException.Corrupt("manifest of " + manifest.title() + " has parameter " + name + " '" + text
                + "', expected nanoseconds above 0, at most " + NANOS_MAX);
    }
}
