package pakit.ml.models;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.feature.FeatureSchema;

/// What is known of one model version: `model.json`. Immutable once registered.
///
/// @param formatVersion of this file; a newer one than [#FORMAT_VERSION] is refused with both named
/// @param name of the model, such as `compression_predictor`
/// @param payload file name of the weights, beside this file
/// @param payloadSha256 hex digest of that file
/// @param schemaName and `schemaVersion`: the [pakit.ml.feature.FeatureSchema] it was trained on
/// @param parameters what the model needs beside its weights, such as the codecs its outputs stand for
/// @param data what it was trained on, in words and figures
/// @param seed of every random choice in its training
/// @param metrics on data it has not seen
/// @param baselines the same figures of the rules it has to beat
/// @param parent the version it was derived from
/// @param metadata free pairs given by the user
/// @param histograms of what it was trained on, or null where nobody kept them: then no drift is seen
public record Manifest(
        int formatVersion,
        String name,
        ModelVersion version,
        String payload,
        String payloadSha256,
        String schemaName,
        int schemaVersion,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        Map<String, String> parameters,
        Map<String, String> data,
        long seed,
        Map<String, Metric> metrics,
        Map<String, Metric> baselines,
        @Nullable ModelVersion parent,
        Instant createdAt,
        Map<String, String> metadata,
        @Nullable Histograms histograms) {
    public static final int FORMAT_VERSION = 1;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public Manifest {
        require(formatVersion == FORMAT_VERSION, "formatVersion", formatVersion, "it to be " + FORMAT_VERSION);
        require(NAME.matcher(name).matches(), "name", name, "lower-case letters, digits and _, at most 64");
        require(FILE.matcher(payload).matches(), "payload", payload, "a file name without directories");
        require(
                !payload.equals(ModelArtifact.MANIFEST_FILE) && !payload.equals(ModelArtifact.CARD_FILE),
                "payload",
                payload,
                "a name that neither the manifest nor the card has");
        require(SHA256.matcher(payloadSha256).matches(), "payloadSha256", payloadSha256, "64 hex digits");
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        parameters = Map.copyOf(parameters);
        data = Map.copyOf(data);
        metrics = Map.copyOf(metrics);
        baselines = Map.copyOf(baselines);
        metadata = Map.copyOf(metadata);
    }

    /// As in `compression_predictor v1.0.0`.
    public String title() {
        return name + " v" + version;
    }

    /// Digest of everything that decides what the version answers: weights, schema and parameters, not the version, the
    /// metrics or the metadata. Two versions of the same digest answer alike.
    public String behaviourSha256() {
        String what = String.join(
                "\n",
                name,
                payloadSha256,
                schemaName + "/" + schemaVersion,
                String.valueOf(inputs),
                String.valueOf(outputs),
                String.valueOf(new TreeMap<>(parameters)));
        return ModelArtifact.sha256(what.getBytes(StandardCharsets.UTF_8));
    }

    Manifest with(ModelVersion otherVersion, Map<String, String> otherMetadata) {
        return new Manifest(
                formatVersion,
                name,
                otherVersion,
                payload,
                payloadSha256,
                schemaName,
                schemaVersion,
                inputs,
                outputs,
                parameters,
                data,
                seed,
                metrics,
                baselines,
                parent,
                createdAt,
                otherMetadata,
                histograms);
    }

    private static void require(boolean holds, String field, Object found, String expected) {
        if (!holds) {
            throw new PakitException.Corrupt("manifest field " + field + " is '" + found + "', expected " + expected);
        }
    }

    /// @throws PakitException.Corrupt unless it was trained on these features
    void requireSchema(FeatureSchema schema) {
        if (!schemaName.equals(schema.name()) || schemaVersion != schema.version()) {
            throw new PakitException.Corrupt(title() + " was trained on schema " + schemaName + "/" + schemaVersion
                    + ", this Pakit extracts " + schema + "; train it again");
        }
    }

    /// @param outputs numbers that a row makes
    /// @throws PakitException.Corrupt unless it declares one tensor of such rows and one of such outputs
    void requireFit(FeatureSchema schema, int outputs) {
        requireSchema(schema);
        requireShape("inputs", inputs, schema.size());
        requireShape("outputs", this.outputs, outputs);
    }

    private void requireShape(String field, List<TensorSpec> found, long width) {
        if (found.size() != 1 || !found.getFirst().shape().equals(List.of(-1L, width))) {
            throw new PakitException.Corrupt("manifest of " + title() + " declares " + field + " " + found
                    + ", the model has one tensor of shape [-1, " + width + "]");
        }
    }
}
