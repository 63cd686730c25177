package pakit.ml.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import pakit.hint.GossipMode;
import pakit.hint.GossipParams;
import pakit.hint.NetworkConditions;

class NetworkOptimizerTest {
    private static final NetworkConditions SMALL_MESSAGES = Networks.of(1_000, 0.01, 0.05, 300);
    private static final NetworkConditions BLOCKS = Networks.of(1_000, 0.01, 0.05, 256 << 10);

    private final NetworkOptimizer optimizer = new NetworkOptimizer();

    @Test
    void whateverHappensTheAnswerIsWithinTheSafeRanges() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            NetworkConditions conditions = Networks.any(random);
            GossipParams params = optimizer.params(conditions);
            int answered = random.nextInt(1_000);
            optimizer.record(new BroadcastOutcome(
                    Networks.any(random),
                    params,
                    Math.exp(random.nextDouble(-300, 300)),
                    answered,
                    random.nextInt(answered + 1),
                    Math.exp(random.nextDouble(-300, 300))));

            assertThat(params.fanout()).isBetween(4, 8);
            assertThat(params.ttl()).isBetween(8, 12);
            assertThat(optimizer.coverageBound(conditions, params)).isBetween(0.0, 1.0);
        }
        assertThat(NetworkOptimizer.restore(optimizer.checkpoint()).checkpoint())
                .isEqualTo(optimizer.checkpoint());
    }

    @Test
    void blocksArePulledAndNotPushed() {
        assertThat(optimizer.params(BLOCKS).mode()).isEqualTo(GossipMode.LAZY);
        assertThat(optimizer.params(BLOCKS).eagerDegree()).isZero();
    }

    @Test
    void theWorseTheNetworkTheMoreLinksAndTheLargerTheFanout() {
        GossipParams good = optimizer.params(Networks.of(1_000, 0, 0, 256 << 10));
        GossipParams bad = optimizer.params(Networks.of(1_000, 0.05, 0.2, 256 << 10));
        GossipParams worst = optimizer.params(Networks.of(1_000, 0.1, 0.4, 256 << 10));

        assertThat(bad.meshDegree()).isGreaterThan(good.meshDegree()).isLessThan(worst.meshDegree());
        assertThat(good.fanout()).isEqualTo(6);
        assertThat(bad.fanout()).isEqualTo(7);
        assertThat(worst.fanout()).isEqualTo(8);
        assertThat(optimizer.params(Networks.of(10_000, 0, 0, 300)).ttl()).isBetween(9, 12);
    }

    @Test
    void aDeadlineIsPaidForInBytes() {
        GossipParams hurried = optimizer.params(Networks.withDeadline(SMALL_MESSAGES, 250));

        assertThat(hurried.mode()).isEqualTo(GossipMode.EAGER);
        assertThat(hurried.eagerDegree()).isEqualTo(hurried.meshDegree());
        assertThat(optimizer.params(SMALL_MESSAGES).mode()).isNotEqualTo(GossipMode.EAGER);
    }

    @Test
    void anActionThatMissesNodesIsLeft() {
        GossipParams first = optimizer.params(BLOCKS);
        for (int i = 0; i < 20; i++) {
            optimizer.record(Networks.outcome(BLOCKS, first, 60, 1));
        }

        assertThat(optimizer.coverageBound(BLOCKS, first)).isLessThan(0.995);
        GossipParams next = optimizer.params(BLOCKS);
        assertThat(Action.of(next)).isNotEqualTo(Action.of(first));
        assertThat(optimizer.coverageBound(BLOCKS, next)).isGreaterThanOrEqualTo(0.995);
    }

    @Test
    void aHoleMakesItCautiousForFiveMessages() {
        NetworkConditions conditions = Networks.of(1_000, 0.05, 0.18, 300);
        GossipParams usual = optimizer.params(conditions);
        GossipParams careful = AnalyticController.params(AnalyticController.choose(conditions), conditions);
        optimizer.record(Networks.outcome(BLOCKS, optimizer.params(BLOCKS), 60, 10));

        for (int i = 0; i < 5; i++) {
            assertThat(optimizer.params(conditions)).isEqualTo(careful);
            optimizer.record(Networks.outcome(conditions, usual, 60, 0));
        }
        assertThat(optimizer.params(conditions)).isEqualTo(usual).isNotEqualTo(careful);
    }

    @Test
    void whatCostsMoreThanExpectedIsLeftForWhatCostsLess() {
        GossipParams first = optimizer.params(BLOCKS);
        for (int i = 0; i < 3; i++) {
            BroadcastOutcome asExpected = Networks.outcome(BLOCKS, first, 60, 0);
            optimizer.record(
                    new BroadcastOutcome(BLOCKS, first, 2 * asExpected.bytesPerNode(), 60, 0, asExpected.p99Millis()));
        }

        assertThat(Action.of(optimizer.params(BLOCKS))).isNotEqualTo(Action.of(first));
    }

    @Test
    void whereNothingIsSafeTheControllerTakesWhatReachesMost() {
        NetworkConditions hopeless = Networks.of(1_000, 0.6, 0.7, 300);
        GossipParams params = optimizer.params(hopeless);

        assertThat(params.meshDegree()).isEqualTo(GossipParams.MESH_DEGREE_MAX);
        assertThat(params.heartbeatPeers()).isEqualTo(GossipParams.HEARTBEAT_PEERS_MAX);
    }

    @Test
    void whatWasSpreadOtherwiseTeachesNothing() {
        byte[] before = optimizer.checkpoint();
        GossipParams unusual = new GossipParams(GossipMode.EAGER, 2, 5, 1, 500, 500, 6, 10);
        optimizer.record(new BroadcastOutcome(BLOCKS, unusual, 1e6, 60, 0, 500));

        assertThat(optimizer.checkpoint()).isEqualTo(before);
        assertThat(optimizer.coverageBound(BLOCKS, unusual)).isZero();
    }

    @Test
    void impossibleFiguresAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Networks.of(1_000, 1, 0, 300))
                .withMessageContaining("lossShare")
                .withMessageContaining("1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Networks.of(Double.NaN, 0, 0, 300))
                .withMessageContaining("nodes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Networks.withDeadline(BLOCKS, 0))
                .withMessageContaining("deadlineMillis");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GossipParams(GossipMode.LAZY, 0, 8, 0, 500, 500, 3, 10))
                .withMessageContaining("fanout must be 4 to 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GossipParams(GossipMode.EAGER, 9, 8, 0, 500, 500, 6, 10))
                .withMessageContaining("eagerDegree");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CoverageAudit(10, 11, 0, 0))
                .withMessageContaining("of 10 asked");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BroadcastOutcome(BLOCKS, optimizer.params(BLOCKS), 1, 5, 6, 1))
                .withMessageContaining("of 5 that answered");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BroadcastOutcome(BLOCKS, optimizer.params(BLOCKS), 0, 5, 5, 1))
                .withMessageContaining("bytesPerNode");
    }
}
