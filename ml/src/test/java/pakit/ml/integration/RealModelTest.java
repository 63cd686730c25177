package pakit.ml.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.hint.Advice;
import pakit.hint.CompressionFacts;
import pakit.hint.Hint;
import pakit.hint.Silence;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.feature.FeatureSchema;
import pakit.ml.models.CompressionModel;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.Gate;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelLoader;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.OpenGate;
import pakit.ml.models.TensorSpec;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.Monitoring;
import pakit.ml.tensor.DenseNetwork;
import pakit.ml.tensor.OnnxGraphs;
import pakit.ml.tensor.RuntimeSettings;

/// The whole way with a real network and the standard loader.
class RealModelTest {
    private static final int CODECS = Codec.MENU.size();
    private static final int OUTPUTS = Profile.values().length * CODECS;

    private static final RuntimeSettings PATIENT = new RuntimeSettings(1, 4, Duration.ofMinutes(1));

    @TempDir
    Path models;

    @Test
    void networkOnDiskBecomesAHintForItsProfileOnly() {
        try (ModelServer server = started(artifact("1.0.0", onnx()))) {
            MLDAGIntegration integration = new MLDAGIntegration(server, new FallbackManager());
            assertThat(integration.compressionHint(facts(Profile.BALANCED)))
                    .isEqualTo(new Advice.Suggested<>(
                            new Hint.Compression(new Codec.Zstd(9), 0.5f), CompressionPredictor.NAME, "1.0.0"));
            assertThat(integration.compressionHint(facts(Profile.FAST))).isEqualTo(Advice.silent(Silence.ABSTAINED));
            assertThat(server.healthCheck().model(CompressionPredictor.NAME).predictions())
                    .isEqualTo(2);
        }
    }

    @Test
    void truncatedNetworkIsRefusedByNameAndTheServerStarts() {
        byte[] onnx = onnx();
        try (ModelServer server = started(artifact("1.0.0", Arrays.copyOf(onnx, onnx.length / 2)))) {
            assertThat(server.healthCheck().status()).isEqualTo("degraded");
            assertThat(server.healthCheck().model(CompressionPredictor.NAME).problem())
                    .contains("v1.0.0 is refused", "model.onnx", "compression_predictor");
            MLDAGIntegration integration = new MLDAGIntegration(server, new FallbackManager());
            assertThat(integration.compressionHint(facts(Profile.BALANCED))).isEqualTo(Advice.silent(Silence.NO_MODEL));
        }
    }

    @Test
    void aNetworkThatOnlyTheRuntimeComputesGivesHintsToo() {
        try (ModelServer server = started(artifact("1.0.0", OnnxGraphs.squeezed(network())))) {
            MLDAGIntegration integration = new MLDAGIntegration(server, new FallbackManager());
            assertThat(integration.compressionHint(facts(Profile.BALANCED)))
                    .isInstanceOfSatisfying(
                            Advice.Suggested.class,
                            hint -> assertThat(hint.hint())
                                    .isInstanceOfSatisfying(
                                            Hint.Compression.class,
                                            compression -> assertThat(compression.codec())
                                                    .isEqualTo(new Codec.Zstd(9))));
        }
    }

    /// A time-out that hardly an answer makes, so that the machine's speed does not matter.
    @Test
    void aRuntimeThatIsLateCostsTheCoreItsTimeOutUntilTheBreakerOpens() {
        RuntimeSettings settings = new RuntimeSettings(1, 4, Duration.ofNanos(1));
        byte[] onnx = OnnxGraphs.slow(CompressionFeatures.schema().size(), OUTPUTS);
        Gate gate = OpenGate.at(models, CompressionFeatures.schema().size(), OUTPUTS);
        FallbackManager fallback = new FallbackManager();
        try (ModelServer unread = new ModelServer(models, given -> new PlayedModel(given.manifest()), gate)) {
            unread.installDefaults(List.of(artifact("1.0.0", onnx)));
        }
        ModelLoader late = given ->
                new LateModel((CompressionModel) ModelLoader.standard(PATIENT).load(given), (CompressionModel)
                        ModelLoader.standard(settings).load(given));
        try (ModelServer server = new ModelServer(models, late, gate, fallback, event -> {}, Monitoring.standard())) {
            server.start();
            MLDAGIntegration integration = new MLDAGIntegration(server, fallback);
            List<Advice<Hint.Compression>> advice = IntStream.range(0, 2 * BreakerSettings.DEFAULT.callsMin())
                    .mapToObj(i -> integration.compressionHint(facts(Profile.BALANCED)))
                    .toList();

            // an answer may be there already when who asked comes to wait for it, now and then
            assertThat(advice).contains(Advice.silent(Silence.MODEL_FAILED));
            assertThat(advice.getLast()).isEqualTo(Advice.silent(Silence.BREAKER_OPEN));
            assertThat(fallback.state(CompressionPredictor.NAME)).isEqualTo("OPEN");
        }
    }

    /// Passes its self-check by the one, and is asked for hints by the other.
    private record LateModel(CompressionModel punctual, CompressionModel late) implements CompressionModel {
        @Override
        public List<Codec> codecs() {
            return late.codecs();
        }

        @Override
        public int offset(Profile profile) {
            return late.offset(profile);
        }

        @Override
        public boolean abstains(Profile profile) {
            return late.abstains(profile);
        }

        @Override
        public int askFromBytes(Profile profile) {
            return late.askFromBytes(profile);
        }

        @Override
        public Manifest manifest() {
            return late.manifest();
        }

        @Override
        public FeatureSchema schema() {
            return late.schema();
        }

        @Override
        public int outputs() {
            return late.outputs();
        }

        @Override
        public void predict(int rows, float[] features, float[] out) {
            punctual.predict(rows, features, out);
        }

        @Override
        public void predict(Profile profile, float[] features, float[] out) {
            late.predict(profile, features, out);
        }

        @Override
        public void close() {
            punctual.close();
            late.close();
        }
    }

    /// The advice itself, a permit and what the breaker's window keeps: no arrays, whatever the size of the block.
    @Test
    void hintAllocatesNoArrays() {
        try (ModelServer server = started(artifact("1.0.0", onnx()))) {
            MLDAGIntegration integration = new MLDAGIntegration(server, new FallbackManager());
            CompressionFacts facts = facts(Profile.BALANCED);
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 500 && least >= 512; round++) { // until the kernel is compiled
                least = Math.min(least, bytesOfOneThousandHints(integration, facts) / 1_000);
            }
            assertThat(least).isLessThan(512);
        }
    }

    private static long bytesOfOneThousandHints(MLDAGIntegration integration, CompressionFacts facts) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000; i++) {
            Advice<Hint.Compression> unused = integration.compressionHint(facts);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private ModelServer started(ModelArtifact artifact) {
        Gate gate = OpenGate.at(models, CompressionFeatures.schema().size(), OUTPUTS);
        try (ModelServer unread = new ModelServer(models, given -> new PlayedModel(given.manifest()), gate)) {
            unread.installDefaults(List.of(artifact));
        }
        ModelServer server = new ModelServer(models, ModelLoader.standard(), gate);
        server.start();
        return server;
    }

    private static CompressionFacts facts(Profile profile) {
        byte[] bytes = new byte[32 << 10];
        new Random(3).nextBytes(bytes);
        return new CompressionFacts(Block.raw(bytes), 0, profile);
    }

    /// One layer whose bias promises half of the bytes to zstd-9 in the balanced profile, and nothing to anyone else.
    private static byte[] onnx() {
        return network().toOnnx("features", "gains");
    }

    private static DenseNetwork network() {
        float[][] weights = new float[OUTPUTS][CompressionFeatures.schema().size()];
        float[] bias = new float[OUTPUTS];
        Arrays.fill(bias, -1);
        bias[Profile.BALANCED.ordinal() * CODECS + Codec.MENU.indexOf(new Codec.Zstd(9))] = 0.5f;
        return DenseNetwork.of(new float[][][] {weights}, new float[][] {bias});
    }

    private static ModelArtifact artifact(String version, byte[] onnx) {
        FeatureSchema schema = CompressionFeatures.schema();
        Map<String, String> parameters = Map.of(
                "profiles",
                "cold,archive,balanced,swift,fast,rapid,memory",
                "codecs",
                Codec.MENU.stream().map(Codec::label).collect(Collectors.joining(",")));
        Manifest manifest = new Manifest(
                Manifest.FORMAT_VERSION,
                CompressionPredictor.NAME,
                new ModelVersion(version),
                "model.onnx",
                ModelArtifact.sha256(onnx),
                schema.name(),
                schema.version(),
                List.of(new TensorSpec("features", "FP32", List.of(-1L, (long) schema.size()))),
                List.of(new TensorSpec("gains", "FP32", List.of(-1L, (long) OUTPUTS))),
                parameters,
                Map.of(),
                1,
                Map.of(),
                Map.of(),
                null,
                Instant.EPOCH,
                Map.of(),
                null);
        return new ModelArtifact(manifest, onnx, "");
    }
}
