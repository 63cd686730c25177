package pakit.node;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import pakit.ml.feature.FeatureSchema;
import pakit.ml.models.Gate;
import pakit.ml.models.GateCheck;
import pakit.ml.models.GatePolicy;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelEvaluation;
import pakit.ml.models.ModelLoader;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.PakitModel;
import pakit.ml.models.Reference;
import pakit.ml.models.References;
import pakit.ml.models.TensorSpec;
import pakit.ml.serving.ModelServer;

/// A real model server over played models: version MAJOR.x.y answers each row with the pair (MAJOR, sum of the row).
public final class SteadyModels {
    public static final String NAME = "steady";

    private static final FeatureSchema SCHEMA = new FeatureSchema("steady", 1, List.of("a", "b", "c"));
    private static final int OUTPUTS = 2;

    /// Every version that was ever loaded, in that order.
    public final Queue<Steady> loaded = new ConcurrentLinkedQueue<>();

    /// What a model does before it answers.
    private volatile Runnable first = () -> {};

    /// From here on every model does this before it answers.
    public void first(Runnable something) {
        first = something;
    }

    /// A server with `versions` registered and the first of them live.
    public ModelServer start(Path modelDir, String... versions) {
        ModelLoader loader = artifact -> {
            Steady model = new Steady(artifact.manifest(), () -> first.run());
            loaded.add(model);
            return model;
        };
        ModelServer server = new ModelServer(modelDir, loader, openGate(modelDir));
        server.installDefaults(List.of(artifact(versions[0])));
        for (String version : versions) {
            server.versions().register(artifact(version));
        }
        server.start();
        return server;
    }

    /// Evaluates for real and asks for nothing: what these models answer is neither good nor bad.
    private static Gate openGate(Path modelDir) {
        Reference reference = new Reference.Labelled(
                List.of("major", "sum"), List.of(new Reference.Case("any", new float[SCHEMA.size()], 0)));
        GatePolicy policy = new GatePolicy() {
            @Override
            public Duration p95Max() {
                return Duration.ofHours(1);
            }

            @Override
            public List<GateCheck> judge(ModelEvaluation candidate, Optional<ModelEvaluation> live) {
                return List.of();
            }
        };
        return new Gate(modelDir, policy, manifest -> Optional.of(new References.Named("any-1", () -> reference)));
    }

    public static ModelArtifact artifact(String version) {
        byte[] payload = version.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Manifest manifest = new Manifest(
                Manifest.FORMAT_VERSION,
                NAME,
                ModelVersion.parse(version),
                "model.bin",
                ModelArtifact.sha256(payload),
                SCHEMA.name(),
                SCHEMA.version(),
                List.of(new TensorSpec("features", "FP32", List.of(-1L, (long) SCHEMA.size()))),
                List.of(new TensorSpec("gains", "FP32", List.of(-1L, (long) OUTPUTS))),
                Map.of(),
                Map.of(),
                7,
                Map.of(),
                Map.of(),
                null,
                Instant.EPOCH,
                Map.of(),
                null);
        return new ModelArtifact(manifest, payload, "");
    }

    /// Remembers whether it was closed, and calls after that.
    public static final class Steady implements PakitModel {
        public final AtomicInteger closes = new AtomicInteger();
        public final AtomicInteger callsWhenClosed = new AtomicInteger();
        private final Manifest manifest;
        private final Runnable first;
        private final float major;

        Steady(Manifest manifest, Runnable first) {
            this.manifest = manifest;
            this.first = first;
            String text = manifest.version().text();
            this.major = Float.parseFloat(text.substring(0, text.indexOf('.')));
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
            return OUTPUTS;
        }

        @Override
        public void predict(int rows, float[] features, float[] out) {
            first.run();
            if (closes.get() > 0) {
                callsWhenClosed.incrementAndGet();
            }
            Arrays.fill(out, 0, rows * OUTPUTS, 0);
            for (int i = 0; i < rows * SCHEMA.size(); i++) {
                out[i / SCHEMA.size() * OUTPUTS + 1] += features[i];
            }
            for (int row = 0; row < rows; row++) {
                out[row * OUTPUTS] = major;
            }
        }

        @Override
        public void close() {
            closes.incrementAndGet();
        }
    }
}
