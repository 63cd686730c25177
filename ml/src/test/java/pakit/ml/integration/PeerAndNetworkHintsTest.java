package pakit.ml.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.dag.NetworkRule;
import pakit.dag.PeersRule;
import pakit.hint.Advice;
import pakit.hint.GossipParams;
import pakit.hint.NetworkConditions;
import pakit.hint.PeerFacts;
import pakit.hint.Silence;
import pakit.ml.gossip.BroadcastOutcome;
import pakit.ml.models.DefaultModels;
import pakit.ml.models.Gate;
import pakit.ml.models.GateThresholds;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelLoader;
import pakit.ml.models.NetworkOptimizerModel;
import pakit.ml.models.PeerSelectorModel;
import pakit.ml.peers.PeerOutcome;
import pakit.ml.serving.Checkpoints;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.Monitoring;

class PeerAndNetworkHintsTest {
    private static final long MILLI = 1_000_000;
    private static final PeerFacts PEERS = new PeerFacts(List.of("far", "near"), 3000 * MILLI);
    private static final NetworkConditions CALM = new NetworkConditions(1000, 0.01, 0.05, 300, 60, 1e6, 1e6);

    @TempDir
    private Path directory;

    private final FallbackManager fallback = new FallbackManager();
    private ModelServer server;
    private MLDAGIntegration advisor;

    @BeforeEach
    void open() {
        server = new ModelServer(
                directory,
                ModelLoader.standard(),
                Gate.standard(directory, GateThresholds.STANDARD),
                fallback,
                event -> {},
                Monitoring.standard());
        server.installDefaults(
                DefaultModels.artifacts(Set.of(PeerSelectorModel.NAME, NetworkOptimizerModel.NAME)::contains));
        server.start();
        advisor = new MLDAGIntegration(server, fallback);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private List<String> order() {
        return PeersRule.order(PEERS, advisor.peerHint(PEERS));
    }

    private void learnWhoIsNear(int rounds) {
        for (int i = 0; i < rounds; i++) {
            answered("far", 400);
            answered("near", 4);
        }
    }

    private void answered(String peer, long millis) {
        advisor.sent(peer);
        advisor.record(peer, new PeerOutcome.Answered(millis * MILLI, null));
    }

    @Test
    void thePeerThatAnsweredSoonIsAskedFirst() {
        assertThat(order()).containsExactlyInAnyOrder("far", "near");
        learnWhoIsNear(20);
        assertThat(order()).containsExactly("near", "far");
    }

    @Test
    void whatWasHeardOfPeersIsKeptAsAVersionAndKnownAfterARestart() {
        order();
        learnWhoIsNear(Checkpoints.OBSERVATIONS_MIN);
        try (Checkpoints checkpoints = new Checkpoints(server, advisor.learners(), InstantSource.system())) {
            assertThat(checkpoints.keep()).extracting(Manifest::name).containsExactly(PeerSelectorModel.NAME);
            assertThat(order()).containsExactly("near", "far");
            assertThat(checkpoints.keep()).as("nothing was learnt since").isEmpty();
        }
        server.close();
        open();
        assertThat(server.live(PeerSelectorModel.NAME).orElseThrow().version().text())
                .isEqualTo("1.0.1");
        assertThat(order()).containsExactly("near", "far");
    }

    @Test
    void aRollBackForgetsWhatWasHeardOfPeersSince() {
        order();
        learnWhoIsNear(Checkpoints.OBSERVATIONS_MIN);
        try (Checkpoints checkpoints = new Checkpoints(server, advisor.learners(), InstantSource.system())) {
            checkpoints.keep();
            server.rollbackModel(PeerSelectorModel.NAME);
            advisor.peerHint(PEERS);
            assertThat(advisor.learners().stream()
                            .filter(learner -> learner.model().equals(PeerSelectorModel.NAME))
                            .findFirst()
                            .orElseThrow()
                            .learnt()
                            .orElseThrow()
                            .observations())
                    .isZero();
        }
    }

    @Test
    void messagesAreSpreadAsTheOptimizerSaysAndItLearnsWhatCameOfThem() {
        GossipParams params = NetworkRule.params(advisor.networkHint(CALM));
        assertThat(params).isNotEqualTo(NetworkRule.BASELINE);
        for (int i = 0; i < 20; i++) {
            advisor.record(new BroadcastOutcome(CALM, params, 500, 60, 1, 900));
        }
        assertThat(NetworkRule.params(advisor.networkHint(CALM)))
                .as("one in sixty of those that were asked had missed it")
                .isNotEqualTo(params);
    }

    @Test
    void whatCameOfTheBaselineIsTakenToo() {
        advisor.networkHint(CALM);
        advisor.record(new BroadcastOutcome(CALM, NetworkRule.BASELINE, 5000, 60, 30, 900));
        assertThat(advisor.networkHint(CALM)).isInstanceOf(Advice.Suggested.class);
    }

    @Test
    void modelsThatAreSwitchedOffOrFailLeaveTheBaseline() {
        order();
        learnWhoIsNear(20);
        assertThat(order()).isNotEqualTo(PEERS.peers());
        server.registry().switches().disable(PeerSelectorModel.NAME);
        server.registry().switches().disable(NetworkOptimizerModel.NAME);
        requireBaseline(Silence.ML_DISABLED);
        server.registry().switches().enable(PeerSelectorModel.NAME);
        server.registry().switches().enable(NetworkOptimizerModel.NAME);
        fallback.forceOpen(PeerSelectorModel.NAME);
        fallback.forceOpen(NetworkOptimizerModel.NAME);
        requireBaseline(Silence.BREAKER_OPEN);
        advisor.enableMl(false);
        requireBaseline(Silence.ML_DISABLED);
    }

    private void requireBaseline(Silence reason) {
        assertThat(advisor.peerHint(PEERS)).isEqualTo(Advice.silent(reason));
        assertThat(advisor.networkHint(CALM)).isEqualTo(Advice.silent(reason));
        assertThat(order()).isEqualTo(PEERS.peers());
        GossipParams params = NetworkRule.params(advisor.networkHint(CALM));
        assertThat(List.of(params.fanout(), params.ttl())).containsExactly(6, 10);
    }
}
