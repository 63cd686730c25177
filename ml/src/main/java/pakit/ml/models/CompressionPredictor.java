package pakit.ml.models;

import java.util.Arrays;
import java.util.List;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.feature.FeatureSchema;
import pakit.ml.tensor.Network;
import pakit.ml.tensor.RuntimeSettings;

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

    /// The offset of a profile that a version has no outputs for: it abstains there.
    private static final int UNKNOWN = -1;

    private static final float INPUT_MAX = 1e6f;
    private static final int MAGNITUDE = 0x7fff_ffff;
    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private final Manifest manifest;
    private final Network network;
    private final List<Codec> codecs;
    private final int[] offsets;
    private final boolean[] abstains = new boolean[Profile.values().length];
    private final int[] askFromBytes = new int[Profile.values().length];
    private final float[] askFromLogs = new float[Profile.values().length];

    private CompressionPredictor(Manifest manifest, Network network, List<Codec> codecs, int[] offsets) {
        this.manifest = manifest;
        this.network = network;
        this.codecs = codecs;
        this.offsets = offsets;
        for (Profile profile : Profile.values()) {
            String margin = manifest.parameters().get("margin." + profile.label());
            abstains[profile.ordinal()] = ABSTAIN.equals(margin) || offsets[profile.ordinal()] < 0;
            askFromBytes[profile.ordinal()] = askFromBytes(manifest, profile);
            askFromLogs[profile.ordinal()] = (float) StrictMath.log10(Math.max(1, askFromBytes[profile.ordinal()]));
        }
    }

    /// Loads and checks an artifact.
    ///
    /// @throws PakitException.Corrupt naming what does not fit: schema, shapes, parameters
    public static CompressionPredictor load(ModelArtifact artifact) {
        return load(artifact, RuntimeSettings.STANDARD);
    }

    /// @param settings of a network that none of our kernels covers
    static CompressionPredictor load(ModelArtifact artifact, RuntimeSettings settings) {
        artifact.manifest().requireSchema(CompressionFeatures.schema());
        Network network = network(artifact, settings);
        try {
            return of(artifact.manifest(), network);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static CompressionPredictor of(Manifest manifest, Network network) {
        FeatureSchema schema = CompressionFeatures.schema();
        List<Codec> codecs = codecs(manifest);
        int[] offsets = offsets(labels(manifest, "profiles"), codecs.size());
        int width = codecs.size() * labels(manifest, "profiles").size();
        if (network.inputs() != schema.size() || network.outputs() != width) {
            throw new PakitException.Corrupt("payload of " + manifest.title() + " maps " + network.inputs()
                    + " inputs to " + network.outputs() + " outputs, expected " + schema.size() + " to " + width);
        }
        manifest.requireFit(schema, width);
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

    /// As the parameter `askFromBytes.PROFILE` says; without it 0.
    @Override
    public int askFromBytes(Profile profile) {
        return askFromBytes[profile.ordinal()];
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

    /// Finite for any finite input, as long as the weights are of usual size: a row so far out that sums overflow is
    /// asked again, held to [#INPUT_MAX]. Real features are far below.
    ///
    /// A block too small to be asked about has no gain in that profile.
    @Override
    public void predict(int rows, float[] features, float[] out) {
        network.forward(rows, features, out);
        if (!finite(out, 0, rows * outputs())) {
            for (int row = 0; row < rows; row++) {
                hold(row, features, out);
            }
        }
        for (int row = 0; row < rows; row++) {
            silence(features[row * network.inputs()], row * outputs(), out);
        }
    }

    @Override
    public void predict(Profile profile, float[] features, float[] out) {
        int from = offset(profile);
        network.forward(from, from + codecs.size(), features, out);
        if (!finite(out, from, codecs.size())) {
            predict(1, features, out);
        }
    }

    private void silence(float sizeLog, int at, float[] out) {
        for (int profile = 0; profile < askFromLogs.length; profile++) {
            if (sizeLog < askFromLogs[profile] && offsets[profile] >= 0) {
                for (int i = at + offsets[profile]; i < at + offsets[profile] + codecs.size(); i++) {
                    out[i] = Math.min(out[i], 0);
                }
            }
        }
    }

    private void hold(int row, float[] features, float[] out) {
        if (finite(out, row * outputs(), outputs())) {
            return;
        }
        float[] held = Arrays.copyOfRange(features, row * network.inputs(), (row + 1) * network.inputs());
        for (int i = 0; i < held.length; i++) {
            held[i] = Math.clamp(held[i], -INPUT_MAX, INPUT_MAX);
        }
        float[] answer = new float[outputs()];
        network.forward(1, held, answer);
        System.arraycopy(answer, 0, out, row * outputs(), outputs());
    }

    private static boolean finite(float[] out, int from, int length) {
        int largest = 0;
        for (int i = from; i < from + length; i++) {
            largest = Math.max(largest, Float.floatToRawIntBits(out[i]) & MAGNITUDE);
        }
        return largest < INFINITY;
    }

    @Override
    public void close() {
        network.close();
    }

    private static Network network(ModelArtifact artifact, RuntimeSettings settings) {
        try {
            return Network.fromOnnx(artifact.payload(), artifact.manifest().title(), settings);
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

    private static int askFromBytes(Manifest manifest, Profile profile) {
        String key = "askFromBytes." + profile.label();
        String value = manifest.parameters().getOrDefault(key, "0");
        if (!value.matches("[0-9]{1,9}")) {
            throw new PakitException.Corrupt(
                    manifest.title() + ": parameter " + key + " is '" + value + "', expected a number of bytes");
        }
        return Integer.parseInt(value);
    }

    private static int[] offsets(List<String> profiles, int codecs) {
        return Arrays.stream(Profile.values())
                .mapToInt(profile -> {
                    int at = profiles.indexOf(profile.label());
                    return at < 0 ? UNKNOWN : at * codecs;
                })
                .toArray();
    }
}
