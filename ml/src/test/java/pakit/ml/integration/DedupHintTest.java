package pakit.ml.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.Sketch;
import pakit.codec.Profile;
import pakit.hint.Advice;
import pakit.hint.DeltaFacts;
import pakit.hint.Hint;
import pakit.hint.Silence;
import pakit.hint.SimilarBlock;
import pakit.ml.dedup.DedupFeatures;
import pakit.ml.feature.FeatureSchema;
import pakit.ml.models.BareManifest;
import pakit.ml.models.DedupModel;
import pakit.ml.models.DedupPredictor;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.OpenGate;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.Monitoring;

/// Hints on bases come through the same lease, breaker and meter as all others, whatever the model does.
class DedupHintTest {
    private static final int PRICE = 100;

    @TempDir
    Path models;

    private final FallbackManager fallback = new FallbackManager(BreakerSettings.DEFAULT, () -> 0, () -> Instant.EPOCH);
    private final Played played = new Played();
    private final Random random = new Random(3);
    private ModelServer server;
    private MLDAGIntegration integration;

    @BeforeEach
    void start() {
        server = new ModelServer(
                models,
                artifact -> played,
                OpenGate.at(models, DedupFeatures.schema().size(), 1),
                fallback,
                event -> {},
                Monitoring.standard());
        server.installDefaults(List.of(new ModelArtifact(played.manifest(), new byte[1], "")));
        server.start();
        integration = new MLDAGIntegration(server, fallback);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatPromisesMoreThanItsPriceIsNamedBestFirst() {
        DeltaFacts facts = facts(4, 1000);
        played.answers = List.of(0.2f, 0.05f, 0.5f);
        assertThat(integration.dedupHint(facts))
                .isEqualTo(new Advice.Suggested<>(
                        new Hint.Dedup(List.of(
                                facts.similar().get(3).id(),
                                facts.similar().get(1).id())),
                        DedupPredictor.NAME,
                        "1.0.0"));
        assertThat(server.monitor().metrics(DedupPredictor.NAME).predictions()).isEqualTo(1);
    }

    @Test
    void nothingIsNamedWhereNothingPaysOrNothingIsLeftToTry() {
        played.answers = List.of(0.1f, 0f);
        assertThat(integration.dedupHint(facts(3, 1000))).isEqualTo(Advice.silent(Silence.ABSTAINED));
        assertThat(integration.dedupHint(facts(1, 1000))).isEqualTo(Advice.silent(Silence.ABSTAINED));
        assertThat(integration.dedupHint(facts(0, 1000))).isEqualTo(Advice.silent(Silence.ABSTAINED));
    }

    @Test
    void aModelThatNeverPaidIsNotAsked() {
        played.abstains = true;
        played.asked = 0;
        assertThat(integration.dedupHint(facts(4, 1000))).isEqualTo(Advice.silent(Silence.ABSTAINED));
        assertThat(played.asked).isZero();
    }

    @Test
    void switchesSilenceIt() {
        server.registry().switches().disable(DedupPredictor.NAME);
        assertThat(integration.dedupHint(facts(4, 1000))).isEqualTo(Advice.silent(Silence.ML_DISABLED));
        server.registry().switches().enable(DedupPredictor.NAME);
        integration.enableMl(false);
        assertThat(integration.dedupHint(facts(4, 1000))).isEqualTo(Advice.silent(Silence.ML_DISABLED));
    }

    @Test
    void noSharesAreFailuresThatOpenTheBreaker() {
        for (float answer : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -0.1f, 1.1f}) {
            played.answers = List.of(answer, answer, answer);
            assertThat(integration.dedupHint(facts(4, 1000))).isEqualTo(Advice.silent(Silence.MODEL_FAILED));
        }
        assertThat(untilSilencedBy()).isEqualTo(Silence.BREAKER_OPEN);
    }

    private Silence untilSilencedBy() {
        for (int i = 0; i < 1000; i++) {
            if (integration.dedupHint(facts(4, 1000)) instanceof Advice.Silent<Hint.Dedup> silent
                    && silent.reason() != Silence.MODEL_FAILED) {
                return silent.reason();
            }
        }
        return Silence.MODEL_FAILED;
    }

    private DeltaFacts facts(int candidates, int defaultBytes) {
        byte[] bytes = new byte[5000];
        random.nextBytes(bytes);
        Block block = Block.raw(bytes);
        List<SimilarBlock> similar = new ArrayList<>();
        for (int i = 0; i < candidates; i++) {
            similar.add(new SimilarBlock(Block.raw(new byte[] {(byte) i}).id(), 0xff, i % 3));
        }
        return new DeltaFacts(block, Sketch.of(bytes), similar, defaultBytes, Profile.BALANCED);
    }

    private static final class Played implements DedupModel {
        private List<Float> answers = List.of(0f, 0f, 0f);
        private boolean abstains;
        private int asked;

        @Override
        public Manifest manifest() {
            return BareManifest.of(
                    DedupPredictor.NAME, "1.0.0", ModelArtifact.sha256(new byte[1]), DedupFeatures.schema());
        }

        @Override
        public FeatureSchema schema() {
            return DedupFeatures.schema();
        }

        @Override
        public int outputs() {
            return 1;
        }

        /// The gate asks too, of any rank.
        @Override
        public void predict(int rows, float[] features, float[] out) {
            int rank = Math.round(features[5] * 8);
            asked += rank > 0 ? 1 : 0;
            out[0] = rank > 0 && rank <= answers.size() ? answers.get(rank - 1) : 0;
        }

        @Override
        public double priceBytes(Profile profile, int plainBytes) {
            return PRICE;
        }

        @Override
        public boolean abstains() {
            return abstains;
        }

        @Override
        public void close() {}
    }
}
