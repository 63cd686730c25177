package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.hint.GossipParams;
import pakit.hint.NetworkConditions;
import pakit.ml.gossip.BroadcastOutcome;
import pakit.ml.gossip.ConditionsRow;
import pakit.ml.gossip.NetworkOptimizer;
import pakit.ml.peers.Candidate;
import pakit.ml.peers.PeerContext;
import pakit.ml.peers.PeerOutcome;
import pakit.ml.peers.PeerSelector;

/// The served forms of the online learners, and their ways through a version on disk and back.
class LearnerModelsTest {
    private static final PeerContext CONTEXT = new PeerContext(3_000_000_000L);
    private static final NetworkConditions CONDITIONS =
            new NetworkConditions(1_000, 0.01, 0.05, 300, 130, 10e6, Double.POSITIVE_INFINITY);

    private final ModelArtifact peers = shipped(PeerSelectorModel.NAME);
    private final ModelArtifact network = shipped(NetworkOptimizerModel.NAME);
    private final SplittableRandom random = new SplittableRandom(1);
    private long now = 1_000_000_000_000L;

    @TempDir
    Path directory;

    @Test
    void theServedOptimizerAnswersWhatTheLibraryDoes() {
        try (NetworkOptimizerModel model = NetworkOptimizerModel.load(network)) {
            NetworkOptimizer optimizer = model.learner();
            float[] out = new float[model.outputs()];
            model.predict(1, ConditionsRow.of(CONDITIONS), out);
            GossipParams params = optimizer.params(CONDITIONS);

            assertThat(out[column("mode")]).isEqualTo(params.mode().ordinal());
            assertThat(out[column("mesh_degree")]).isEqualTo(params.meshDegree());
            assertThat(out[column("fanout")]).isEqualTo(params.fanout());
            assertThat(out[column("ttl")]).isEqualTo(params.ttl());
            assertThat(out[column("fetch_timeout_ms")]).isEqualTo((float) params.fetchTimeoutMillis());
            assertThat(NetworkOptimizer.choices(CONDITIONS).get(model.chosen(List.of(), new float[][] {out})))
                    .isEqualTo(params);
        }
    }

    private static int column(String output) {
        return ConditionsRow.OUTPUTS.indexOf(output);
    }

    @Test
    void rowsOfABatchAreAnsweredOneByOne() {
        for (ModelArtifact artifact : List.of(peers, network)) {
            try (PakitModel model = ModelLoader.standard().load(artifact)) {
                int width = model.schema().size();
                float[] rows = new float[5 * width];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = (float) random.nextDouble(0, 3);
                }
                float[] all = new float[5 * model.outputs()];
                model.predict(5, rows, all);
                for (int row = 0; row < 5; row++) {
                    float[] one = new float[model.outputs()];
                    model.predict(1, Arrays.copyOfRange(rows, row * width, (row + 1) * width), one);
                    assertThat(Arrays.copyOfRange(all, row * model.outputs(), (row + 1) * model.outputs()))
                            .isEqualTo(one);
                }
            }
        }
    }

    @Test
    void theServedScoresRankAsTheSelectorDoes() {
        PeerSelector selector = selector();
        List<String> names = IntStream.range(0, 8).mapToObj(i -> "peer-" + i).toList();
        List<Candidate> candidates = selector.candidates(names, CONTEXT);
        ModelArtifact learnt = PeerSelectorModel.artifact(selector.checkpoint(), about("1.1.0"));
        try (PeerSelectorModel model = PeerSelectorModel.load(learnt)) {
            float[][] scores = new float[8][model.outputs()];
            for (int i = 0; i < 8; i++) {
                model.predict(1, candidates.get(i).row(), scores[i]);
            }
            List<String> order = names.stream()
                    .sorted((a, b) -> Float.compare(scores[names.indexOf(a)][0], scores[names.indexOf(b)][0]))
                    .toList();
            var selection = selector.select(names, CONTEXT);

            assertThat(selection.order()).isEqualTo(order);
            assertThat(names.get(model.chosen(List.of(), scores))).isEqualTo(order.getFirst());
            assertThat(scores[model.chosen(List.of(), scores)][2])
                    .isCloseTo(selection.timeoutNanos() / 1e6f, within(0.01f * selection.timeoutNanos() / 1e6f));
        }
    }

    @Test
    void whatWasLearntSurvivesAsAVersionOnDisk() {
        PeerSelector selector = selector();
        NetworkOptimizer optimizer = new NetworkOptimizer();
        optimizer.record(new BroadcastOutcome(CONDITIONS, optimizer.params(CONDITIONS), 700, 60, 1, 900));
        written(PeerSelectorModel.artifact(selector.checkpoint(), about("1.1.0")), "peers");
        written(NetworkOptimizerModel.artifact(optimizer, about("1.1.0")), "network");

        try (PeerSelectorModel model = PeerSelectorModel.load(ModelArtifact.read(directory.resolve("peers")));
                NetworkOptimizerModel other =
                        NetworkOptimizerModel.load(ModelArtifact.read(directory.resolve("network")))) {
            PeerSelector restored = PeerSelector.restore(model.checkpoint(), () -> now, new SplittableRandom(5));
            assertThat(restored.checkpoint()).isEqualTo(selector.checkpoint());
            assertThat(other.learner().checkpoint()).isEqualTo(optimizer.checkpoint());
        }
    }

    private void written(ModelArtifact artifact, String name) {
        try {
            artifact.write(directory.resolve(name));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aVersionThatDoesNotFitIsNamed() {
        byte[] damaged = network.payload().clone();
        damaged[0]++;
        Manifest manifest = network.manifest();
        ModelArtifact bad = StateModels.artifact(
                new StateModels.Served(
                        manifest.name(), NetworkOptimizerModel.SCHEMA, "params", ConditionsRow.OUTPUTS.size()),
                damaged,
                Map.of(),
                about("1.0.1"));
        assertThatExceptionOfType(PakitException.Corrupt.class)
                .isThrownBy(() -> ModelLoader.standard().load(bad))
                .withMessageContaining("state.bin of network_optimizer v1.0.1")
                .withMessageContaining("magic number");
        ModelArtifact narrow = StateModels.artifact(
                new StateModels.Served(PeerSelectorModel.NAME, PeerSelectorModel.SCHEMA, "scores", 1),
                peers.payload(),
                Map.of(),
                about("1.0.1"));
        assertThatExceptionOfType(PakitException.Corrupt.class)
                .isThrownBy(() -> ModelLoader.standard().load(narrow))
                .withMessageContaining("[-1, 3]");
        ModelArtifact other = StateModels.artifact(
                new StateModels.Served(PeerSelectorModel.NAME, NetworkOptimizerModel.SCHEMA, "scores", 1),
                peers.payload(),
                Map.of(),
                about("1.0.1"));
        assertThatExceptionOfType(PakitException.Corrupt.class)
                .isThrownBy(() -> ModelLoader.standard().load(other))
                .withMessageContaining("network/1")
                .withMessageContaining("peers/1");
    }

    @Test
    void regretIsWhatWasPaidAboveTheLeast() {
        try (PeerSelectorModel model = PeerSelectorModel.load(peers)) {
            float[] quick = {3, 20, 0, 0, 0.01f, 3_000};
            float[] slow = {6, 20, 0, 0, 0.01f, 3_000};
            Reference.Choices reference = new Reference.Choices(List.of(
                    new Reference.Choice("a", List.of(slow, quick), List.of(400.0, 20.0), 0),
                    new Reference.Choice("b", List.of(quick, slow), List.of(30.0, 10.0), 1)));
            ModelEvaluation evaluation = new ModelEvaluator().evaluate(model, "two", reference);
            ChoiceEvaluation quality = (ChoiceEvaluation) evaluation.quality();

            assertThat(quality.regretPercent()).isCloseTo(100 * (50.0 / 30 - 1), within(1e-9));
            assertThat(quality.ruleRegretPercent()).isCloseTo(100 * (410.0 / 30 - 1), within(1e-9));
            assertThat(quality.losses()).containsOnlyKeys("choices");
            assertThat(evaluation.failedRows()).isZero();
            assertThat(GateThresholds.STANDARD.judge(evaluation, Optional.of(evaluation)))
                    .allSatisfy(check ->
                            assertThat(check.passed()).as(check.words()).isTrue());
        }
    }

    @Test
    void aVersionThatChoosesWorseThanTheRuleDoesNotPass() {
        try (PeerSelectorModel model = PeerSelectorModel.load(peers)) {
            float[] quick = {3, 20, 0, 0, 0.01f, 3_000};
            float[] slow = {6, 20, 0, 0, 0.01f, 3_000};
            Reference.Choices reference = new Reference.Choices(
                    List.of(new Reference.Choice("a", List.of(slow, quick), List.of(10.0, 20.0), 0)));

            assertThat(GateThresholds.STANDARD.judge(
                            new ModelEvaluator().evaluate(model, "one", reference), Optional.empty()))
                    .filteredOn(check -> !check.passed())
                    .extracting(GateCheck::name)
                    .containsExactly("regret");
        }
    }

    private PeerSelector selector() {
        try (PeerSelectorModel model = PeerSelectorModel.load(peers)) {
            PeerSelector selector = PeerSelector.restore(model.checkpoint(), () -> now, new SplittableRandom(2));
            for (int i = 0; i < 400; i++) {
                now += 10_000_000;
                String peer = "peer-" + i % 8;
                selector.sent(peer);
                selector.record(
                        peer,
                        random.nextInt(20) == 0
                                ? new PeerOutcome.Failed(1_000_000_000)
                                : new PeerOutcome.Answered((i % 8 + 1) * random.nextLong(8_000_000, 12_000_000), null));
            }
            return selector;
        }
    }

    private static StateModels.About about(String version) {
        return new StateModels.About(
                new ModelVersion(version),
                Optional.of(new ModelVersion("1.0.0")),
                Instant.EPOCH,
                1,
                Map.of("source", "a test"),
                Map.of(),
                Map.of(),
                "# A test\n");
    }

    private static ModelArtifact shipped(String name) {
        return DefaultModels.artifacts().stream()
                .filter(one -> one.manifest().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
