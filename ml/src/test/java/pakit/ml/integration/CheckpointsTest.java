package pakit.ml.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.hint.Advice;
import pakit.hint.Found;
import pakit.hint.Hint;
import pakit.hint.NetworkConditions;
import pakit.hint.PrefetchFacts;
import pakit.ml.gossip.BroadcastOutcome;
import pakit.ml.gossip.NetworkOptimizer;
import pakit.ml.models.DefaultModels;
import pakit.ml.models.Gate;
import pakit.ml.models.GateThresholds;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelLoader;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.NetworkOptimizerModel;
import pakit.ml.models.PeerSelectorModel;
import pakit.ml.models.PrefetchModel;
import pakit.ml.models.StateModels;
import pakit.ml.peers.PeerOutcome;
import pakit.ml.peers.PeerSelector;
import pakit.ml.serving.Checkpoints;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.Monitoring;
import pakit.ml.serving.OnlineLearner;

class CheckpointsTest {
    private static final int LIST = 300;

    @TempDir
    private Path directory;

    private FallbackManager fallback;
    private ModelServer server;
    private MLDAGIntegration advisor;
    private Checkpoints checkpoints;

    @BeforeEach
    void open() {
        fallback = new FallbackManager();
        server = new ModelServer(
                directory,
                ModelLoader.standard(),
                Gate.standard(directory, GateThresholds.STANDARD),
                fallback,
                event -> {},
                Monitoring.standard());
        server.installDefaults(DefaultModels.artifacts());
        server.start();
        advisor = new MLDAGIntegration(server, fallback);
        checkpoints = new Checkpoints(server, advisor.learners(), InstantSource.system());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void restart() {
        checkpoints.close();
        server.close();
        open();
    }

    private static BlockId id(int number) {
        return Block.raw(new byte[] {(byte) number, (byte) (number >> 8)}).id();
    }

    private List<BlockId> ask(BlockId id, Set<BlockId> held) {
        Found found = held.remove(id) ? Found.STAGED : Found.READ;
        return switch (advisor.prefetchHint(new PrefetchFacts(id, found, List.of(), List.of(), held::contains, 8))) {
            case Advice.Suggested<Hint.Prefetch> suggested -> {
                held.addAll(suggested.hint().ids());
                yield suggested.hint().ids();
            }
            case Advice.Silent<Hint.Prefetch> silent -> List.of();
        };
    }

    /// A reader that goes through a list again and again.
    ///
    /// @return how many blocks were named
    private int read(int accesses) {
        Set<BlockId> held = new HashSet<>();
        int named = 0;
        for (int i = 0; i < accesses; i++) {
            named += ask(id(i % LIST), held).size();
        }
        return named;
    }

    private String live(String model) {
        return server.live(model).orElseThrow().version().text();
    }

    @Test
    void aNodeKnowsAfterARestartWhatFollowedWhat() {
        assertThat(read(20)).as("of a list that was never read").isZero();
        read(2000);
        restart();

        assertThat(live(PrefetchModel.NAME)).isEqualTo("1.0.1");
        assertThat(read(20)).as("of the first blocks after the restart").isPositive();
    }

    @Test
    void whatIsKeptIsAVersionLikeAnyOther() {
        read(1500);
        List<Manifest> kept = checkpoints.keep();

        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().parent()).isEqualTo(new ModelVersion("1.0.0"));
        assertThat(kept.getFirst().data()).containsEntry("checkpoint.observations", "1500");
        assertThat(server.versions().listVersions(PrefetchModel.NAME))
                .extracting(manifest -> manifest.version().text())
                .containsExactly("1.0.1", "1.0.0");
        assertThat(server.versions().history(PrefetchModel.NAME).getLast().actor())
                .isEqualTo("checkpoint");
        assertThat(server.rollbackModel(PrefetchModel.NAME).text()).isEqualTo("1.0.0");
        assertThat(read(20)).as("by an engine that began anew").isZero();
    }

    @Test
    void theEngineGoesOnBehindItsOwnVersion() {
        read(1500);
        checkpoints.keep();
        assertThat(read(20)).isPositive();
        assertThat(checkpoints.keep()).as("after 20 reads").isEmpty();
        read(980);
        assertThat(checkpoints.keep().getFirst().data()).containsEntry("checkpoint.observations", "1000");
    }

    @Test
    void oldOnesGoAndThoseOfOthersStay() {
        for (int i = 0; i < 6; i++) {
            read(1000);
            assertThat(checkpoints.keep()).hasSize(1);
        }
        assertThat(server.versions().listVersions(PrefetchModel.NAME))
                .extracting(manifest -> manifest.version().text())
                .containsExactly("1.0.6", "1.0.5", "1.0.4", "1.0.0");
    }

    @Test
    void nothingIsKeptOfAModelWhoseBreakerIsOpen() {
        read(1500);
        fallback.forceOpen(PrefetchModel.NAME);
        assertThat(checkpoints.keep()).isEmpty();
    }

    @Test
    void nothingIsKeptOfAnEngineWhoseVersionIsLiveNoMore() {
        read(1500);
        checkpoints.keep();
        read(1500);
        server.rollbackModel(PrefetchModel.NAME);
        assertThat(checkpoints.keep()).isEmpty();
        assertThat(live(PrefetchModel.NAME)).isEqualTo("1.0.0");
    }

    @Test
    void aLearnerThatFailsIsLeftAndTheOthersAreKept() {
        read(1500);
        OnlineLearner failing = learner(PeerSelectorModel.NAME, about -> {
            throw new IllegalStateException("on purpose");
        });
        Checkpoints both =
                new Checkpoints(server, List.of(failing, advisor.learners().getFirst()), InstantSource.system());
        assertThat(both.keep()).extracting(Manifest::name).containsExactly(PrefetchModel.NAME);
        assertThat(live(PeerSelectorModel.NAME)).isEqualTo("1.0.0");
    }

    @Test
    void itKeepsByItselfAsOftenAsItIsTold() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(2);
        OnlineLearner quiet = new OnlineLearner() {
            @Override
            public String model() {
                return PrefetchModel.NAME;
            }

            @Override
            public Optional<Learnt> learnt() {
                asked.countDown();
                return Optional.empty();
            }
        };
        try (Checkpoints regular = new Checkpoints(server, List.of(quiet), InstantSource.system())) {
            regular.start(Duration.ofMillis(1));
            assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void whatPeersAndNetworksTaughtSurvivesARestartToo() {
        PeerSelector selector = selector(payload(PeerSelectorModel.NAME));
        for (int i = 0; i < 50; i++) {
            selector.sent("peer-" + i % 5);
            selector.record("peer-" + i % 5, new PeerOutcome.Answered((i % 5 + 1) * 10_000_000L, null));
        }
        NetworkOptimizer optimizer = NetworkOptimizer.restore(payload(NetworkOptimizerModel.NAME));
        NetworkConditions conditions =
                new NetworkConditions(1_000, 0.01, 0.05, 300, 130, 10e6, Double.POSITIVE_INFINITY);
        optimizer.record(new BroadcastOutcome(conditions, optimizer.params(conditions), 700, 60, 1, 900));
        checkpoints = new Checkpoints(
                server,
                List.of(
                        learner(
                                PeerSelectorModel.NAME,
                                about -> PeerSelectorModel.artifact(selector.checkpoint(), about)),
                        learner(NetworkOptimizerModel.NAME, about -> NetworkOptimizerModel.artifact(optimizer, about))),
                InstantSource.system());
        restart();

        assertThat(live(PeerSelectorModel.NAME)).isEqualTo("1.0.1");
        assertThat(selector(payload(PeerSelectorModel.NAME)).checkpoint()).isEqualTo(selector.checkpoint());
        assertThat(live(NetworkOptimizerModel.NAME)).isEqualTo("1.0.1");
        assertThat(payload(NetworkOptimizerModel.NAME)).isEqualTo(optimizer.checkpoint());
    }

    private static PeerSelector selector(byte[] checkpoint) {
        return PeerSelector.restore(checkpoint, () -> 1_000_000_000_000L, new SplittableRandom(2));
    }

    private byte[] payload(String model) {
        return server.versions()
                .artifact(model, server.live(model).orElseThrow().version())
                .payload();
    }

    private OnlineLearner learner(String model, Function<StateModels.About, ModelArtifact> artifact) {
        ModelVersion from = server.live(model).orElseThrow().version();
        return new OnlineLearner() {
            @Override
            public String model() {
                return model;
            }

            @Override
            public Optional<Learnt> learnt() {
                return Optional.of(new Learnt(from, Checkpoints.OBSERVATIONS_MIN, artifact));
            }
        };
    }
}
