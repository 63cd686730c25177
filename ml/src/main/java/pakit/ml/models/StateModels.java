package pakit.ml.models;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import pakit.error.PakitException;
import pakit.ml.feature.FeatureSchema;

/// What models have in common whose payload is the state of an online learner.
public final class StateModels {
    private static final String INPUT = "features";
    private static final long ANY = -1;

    private StateModels() {}

    /// How a model is served.
    ///
    /// @param payload file name of the state
    /// @param output name of the output tensor
    /// @param outputs names of its columns
    record Served(String name, String payload, FeatureSchema schema, String output, List<String> outputs) {}

    /// What a manifest says beside the state.
    ///
    /// @param data what was learnt from, in words and figures
    /// @param card Markdown
    public record About(
            ModelVersion version,
            Optional<ModelVersion> parent,
            Instant createdAt,
            long seed,
            Map<String, String> data,
            Map<String, Metric> metrics,
            Map<String, Metric> baselines,
            String card) {}

    static ModelArtifact artifact(Served served, byte[] state, Map<String, String> parameters, About about) {
        Manifest manifest = new Manifest(
                Manifest.FORMAT_VERSION,
                served.name(),
                about.version(),
                served.payload(),
                ModelArtifact.sha256(state),
                served.schema().name(),
                served.schema().version(),
                List.of(tensor(INPUT, served.schema().size())),
                List.of(tensor(served.output(), served.outputs().size())),
                parameters,
                about.data(),
                about.seed(),
                about.metrics(),
                about.baselines(),
                about.parent().orElse(null),
                about.createdAt(),
                Map.of(),
                null);
        return new ModelArtifact(manifest, state, about.card());
    }

    private static TensorSpec tensor(String name, long width) {
        return new TensorSpec(name, "FP32", List.of(ANY, width));
    }

    /// @throws PakitException.Corrupt if the version is of another schema or other tensors
    static void requireFit(Manifest manifest, FeatureSchema schema, int outputs) {
        if (!manifest.schemaName().equals(schema.name()) || manifest.schemaVersion() != schema.version()) {
            throw new PakitException.Corrupt(manifest.title() + " was made for schema " + manifest.schemaName() + "/"
                    + manifest.schemaVersion() + ", this Pakit has " + schema + "; train it again");
        }
        requireShape(manifest, "inputs", manifest.inputs(), schema.size());
        requireShape(manifest, "outputs", manifest.outputs(), outputs);
    }

    private static void requireShape(Manifest manifest, String field, List<TensorSpec> found, int width) {
        if (found.size() != 1 || !found.getFirst().shape().equals(List.of(ANY, (long) width))) {
            throw new PakitException.Corrupt("manifest of " + manifest.title() + " declares " + field + " " + found
                    + ", it has one tensor of shape [-1, " + width + "]");
        }
    }

    static <T> T restore(ModelArtifact artifact, Supplier<T> restore) {
        try {
            return restore.get();
        } catch (PakitException.Corrupt e) {
            throw new PakitException.Corrupt(
                    artifact.manifest().payload() + " of " + artifact.manifest().title() + ": " + e.getMessage(), e);
        }
    }
}
