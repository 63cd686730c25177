package pakit.ml.models;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import pakit.ml.feature.FeatureSchema;

/// Manifests of models that tests play: nothing but who they are.
public final class BareManifest {
    private BareManifest() {}

    public static Manifest of(String name, String version, String payloadSha256, FeatureSchema schema) {
        return new Manifest(
                Manifest.FORMAT_VERSION,
                name,
                new ModelVersion(version),
                "model.onnx",
                payloadSha256,
                schema.name(),
                schema.version(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                7,
                Map.of(),
                Map.of(),
                null,
                Instant.EPOCH,
                Map.of(),
                null);
    }
}
