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
    private static final String PAYLOAD = "state.bin";
    private static final long ANY = -1;

    private StateModels() {}

    /// How a model is served.
    ///
    /// @param input name of the input tensor
    /// @param output name of the output tensor
    /// @param outputs width of the output tensor
    record Served(String name, FeatureSchema schema, String input, String output, int outputs) {
        Served(String name, FeatureSchema schema, String output, int outputs) {
            this(name, schema, "features", output, outputs);
        }
    }

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
                PAYLOAD,
                ModelArtifact.sha256(state),
                served.schema().name(),
                served.schema().version(),
                List.of(tensor(served.input(), served.schema().size())),
                List.of(tensor(served.output(), served.outputs())),
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

    static <T> T restore(ModelArtifact artifact, Supplier<T> restore) {
        try {
            return restore.get();
        } catch (PakitException.Corrupt e) {
            throw new PakitException.Corrupt(
                    artifact.manifest().payload() + " of " + artifact.manifest().title() + ": " + e.getMessage(), e);
        }
    }
}
