package pakit.ml.models;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.feature.FeatureSchema;
import pakit.ml.tensor.DenseNetwork;

/// Predicts, for each profile and codec, the net gain over the profile's default codec as a share of the block's plain
/// bytes: what is saved, less the price of asking and less the margin below which training saw no reliable gain. So any
/// positive output is worth following, and a profile in which no gain was measured answers negative throughout.
///
/// One output row is `gains[profile][codec]`, profiles and codecs in the order of the manifest's parameters `profiles`
/// and `codecs` (comma-separated labels). The gain of a profile's own default is 0 by definition.
public final class CompressionPredictor implements CompressionModel {
    public static final String NAME = "compression_predictor";

    /// The value of the parameter `margin.PROFILE` of a profile in which training found no gain.
    public static final String ABSTAIN = "abstain";

    private final Manifest manifest;
    private final DenseNetwork network;
    private final List<Codec> codecs;
    private final int[] offsets;
    private final boolean[] abstains = new boolean[Profile.values().length];

    private CompressionPredictor(Manifest manifest, DenseNetwork network, List<Codec> codecs, int[] offsets) {
        this.manifest = manifest;
        this.network = network;
        this.codecs = codecs;
        this.offsets = offsets;
        for (Profile profile : Profile.values()) {
            String margin = manifest.parameters().get("margin." + profile.name().toLowerCase(Locale.ROOT));
            abstains[profile.ordinal()] = ABSTAIN.equals(margin);
        }
    }

    /// Loads and checks an artifact.
    ///
    /// @throws PakitException.Corrupt naming what does not fit: schema, shapes, parameters
    public static CompressionPredictor load(ModelArtifact artifact) {
        Manifest manifest = artifact.manifest();
        FeatureSchema schema = CompressionFeatures.schema();
        if (!manifest.schemaName().equals(schema.name()) || manifest.schemaVersion() != schema.version()) {
            throw new PakitException.Corrupt(manifest.title() + " was trained on schema " + manifest.schemaName() + "/"
                    + manifest.schemaVersion() + ", this Pakit extracts " + schema + "; train it again");
        }
        DenseNetwork network = network(artifact);
        List<Codec> codecs = codecs(manifest);
        int[] offsets = offsets(labels(manifest, "profiles"), codecs.size());
        int width = codecs.size() * labels(manifest, "profiles").size();
        if (network.inputs() != schema.size() || network.outputs() != width) {
            throw new PakitException.Corrupt("payload of " + manifest.title() + " maps " + network.inputs()
                    + " inputs to " + network.outputs() + " outputs, expected " + schema.size() + " to " + width);
        }
        return new CompressionPredictor(manifest, network, codecs, offsets);
    }

    @Override
    public List<Codec> codecs() {
        return codecs;
    }

    @Override
    public int offset(Profile profile) {
        return offsets[profile.ordinal()];
    }

    /// As the parameter `margin.PROFILE` says; without it the model answers.
    @Override
    public boolean abstains(Profile profile) {
        return abstains[profile.ordinal()];
    }

    @Override
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public FeatureSchema schema() {
        return CompressionFeatures.schema();
    }

    @Override
    public int outputs() {
        return network.outputs();
    }

    @Override
    public void predict(int rows, float[] features, float[] out) {
        network.forward(rows, features, out);
    }

    /// Nothing to free: the weights are plain arrays.
    @Override
    public void close() {}

    private static DenseNetwork network(ModelArtifact artifact) {
        try {
            return DenseNetwork.fromOnnx(artifact.payload());
        } catch (PakitException.Corrupt e) {
            throw new PakitException.Corrupt(
                    artifact.manifest().payload() + " of " + artifact.manifest().title() + ": " + e.getMessage(), e);
        }
    }

    private static List<Codec> codecs(Manifest manifest) {
        try {
            return labels(manifest, "codecs").stream().map(Codec::parse).toList();
        } catch (PakitException.Invalid e) {
            throw new PakitException.Corrupt(manifest.title() + ": " + e.getMessage(), e);
        }
    }

    private static List<String> labels(Manifest manifest, String parameter) {
        String value = manifest.parameters().get(parameter);
        if (value == null) {
            throw new PakitException.Corrupt("manifest of " + manifest.title() + " lacks the parameter " + parameter);
        }
        return List.of(value.split(","));
    }

    private static int[] offsets(List<String> profiles, int codecs) {
        return Arrays.stream(Profile.values())
                .mapToInt(profile -> {
                    int at = profiles.indexOf(profile.name().toLowerCase(Locale.ROOT));
                    if (at < 0) {
                        throw new PakitException.Corrupt("model knows the profiles " + profiles + ", "
                                + profile.name().toLowerCase(Locale.ROOT) + " is missing");
                    }
                    return at * codecs;
                })
                .toArray();
    }
}
